/**
 * Ends work from outside, as an `AbortController` with its signal does. Those take ten microseconds of every request, so
 * that the signal is made only for those who need one.
 */
export class Ending {
  /** Why the work is ended; undefined while it goes on. */
  reason: unknown;
  isEnded = false;
  #callbacks: Set<() => void> | undefined;
  #controller: AbortController | undefined;

  end(reason: unknown): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.reason = reason ?? new DOMException("The work was ended.", "AbortError");
    const callbacks = this.#callbacks;
    this.#callbacks = undefined;
    this.#controller?.abort(this.reason);
    for (const callback of callbacks ?? []) callback();
  }

  /** Calls back once when the work is ended, at once where it is already. */
  onEnd(callback: () => void): void {
    this.#callbacks ??= new Set();
    if (this.isEnded) callback();
    else this.#callbacks.add(callback);
  }

  /** Does not call back any more. */
  offEnd(callback: () => void): void {
    this.#callbacks?.delete(callback);
  }

  throwIfEnded(): void {
    if (this.isEnded) throw this.reason;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.isEnded) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }
}

export function endingIn(milliseconds: number): Ending {
  const ending = new Ending();
  setTimeout(() => ending.end(new Error(`This took longer than ${milliseconds} ms.`)), milliseconds).unref();
  return ending;
}
