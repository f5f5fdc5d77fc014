/**
 * Tasks that are under way at the same time, at most so many. A failure is thrown by the next call, once all that had begun
 * has ended: nothing goes on behind a transaction that is rolled back.
 */
export class Window {
  readonly #most: number;
  readonly #open: Promise<void>[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Begins a task as soon as there is room. */
  async add(task: () => Promise<void>): Promise<void> {
    while (this.#open.length >= this.#most) await this.#first();
    const begun = task();
    // It is thrown where it is waited for.
    begun.catch(() => {});
    this.#open.push(begun);
  }

  /** Waits for all tasks. */
  async end(): Promise<void> {
    while (this.#open.length > 0) await this.#first();
  }

  async #first(): Promise<void> {
    try {
      await this.#open.shift();
    } catch (error) {
      await Promise.allSettled(this.#open.splice(0));
      throw error;
    }
  }
}
