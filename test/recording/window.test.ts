import { describe, expect, it } from "vitest";
import { Window } from "../../src/recording/window.ts";

/** Tasks that end when they are told to. */
function tasks() {
  const open: { resolve(): void; reject(error: Error): void }[] = [];
  const begin = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    open.push({ resolve, reject });
    return promise;
  };
  return { open, begin };
}

describe("a window of tasks", () => {
  it("lets so many be under way, and begins the next when the first has ended", async () => {
    const { open, begin } = tasks();
    const window = new Window(2);
    await window.add(begin);
    await window.add(begin);
    const third = window.add(begin);
    await new Promise(setImmediate);
    expect(open).toHaveLength(2);
    open[0]!.resolve();
    await third;
    expect(open).toHaveLength(3);
    for (const { resolve } of open) resolve();
    await window.end();
  });

  it("throws a failure once all that had begun has ended", async () => {
    const { open, begin } = tasks();
    const window = new Window(3);
    for (let i = 0; i < 3; i++) await window.add(begin);
    let isOver = false;
    const end = window.end().finally(() => {
      isOver = true;
    });
    end.catch(() => {});
    open[0]!.reject(new Error("no"));
    open[1]!.resolve();
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    open[2]!.reject(new Error("later"));
    await expect(end).rejects.toThrow("no");
  });
});
