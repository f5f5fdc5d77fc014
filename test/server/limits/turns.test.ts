import { describe, expect, it } from "vitest";
import { createTurns } from "../../../src/server/limits/turns.ts";
import { Ending } from "../../../src/store/database/ending.ts";

const NEVER = new Ending();
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("turns", () => {
  it("run a few at a time, in order, also after one has failed", async () => {
    const turns = createTurns(2, 10);
    const log: string[] = [];
    const ends: (() => void)[] = [];
    const task = (name: string) => () =>
      new Promise<void>((resolve, reject) => {
        log.push(name);
        ends.push(name === "b" ? () => reject(new Error("b")) : resolve);
      });
    const all = ["a", "b", "c", "d"].map((name) => turns.take("caller", NEVER, task(name)));
    all.forEach((one) => void one.catch(() => {}));
    await settle();
    expect(log).toEqual(["a", "b"]);
    ends[1]!();
    await settle();
    expect(log).toEqual(["a", "b", "c"]);
    ends[0]!();
    await settle();
    for (const end of ends) end();
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(log).toEqual(["a", "b", "c", "d"]);
    await turns.take("caller", NEVER, async () => {});
  });

  it("refuse more than may wait, and a caller more than half of that", async () => {
    const turns = createTurns(1, 4);
    const { promise, resolve } = Promise.withResolvers<void>();
    const wait = (caller: string) => turns.take(caller, NEVER, () => promise);
    const running = [wait("a"), wait("a"), wait("a")];
    await expect(wait("a")).rejects.toMatchObject({ code: "OVERLOADED", status: 503, retryAfter: 2 });
    running.push(wait("b"), wait("b"));
    await expect(wait("c")).rejects.toMatchObject({ code: "OVERLOADED" });
    resolve();
    await Promise.all(running);
  });

  it("forget a task whose caller went away while it waited", async () => {
    const turns = createTurns(1, 4);
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = turns.take("a", NEVER, () => promise);
    const gone = new Ending();
    let ran = false;
    const second = turns.take("b", gone, async () => {
      ran = true;
    });
    gone.end(new Error("gone"));
    await expect(second).rejects.toThrow();
    resolve();
    await first;
    await turns.take("c", NEVER, async () => {});
    expect(ran).toBe(false);
  });
});
