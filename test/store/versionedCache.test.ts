import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Ending } from "../../src/store/database/ending.ts";
import { requestEnding, runWithin } from "../../src/store/database/requestScope.ts";
import type { Store } from "../../src/store/store.ts";
import { KEPT_BYTES, oncePerVersion } from "../../src/store/versionedCache.ts";

function fakeStore() {
  let version = "1";
  return { store: { version: () => version } as Store, write: () => (version += "1") };
}
/** A computation that ends when the test says so, or with its request. */
function controlled() {
  const calls: { ending: Ending; resolve(value: string): void; reject(error: Error): void }[] = [];
  const compute = () => {
    const ending = requestEnding()!;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    ending.onEnd(() => reject(ending.reason));
    calls.push({ ending, resolve, reject });
    return promise;
  };
  return { calls, compute };
}

describe("a result of a version", () => {
  it("is computed once for a request, and anew for another version, request or kind", async () => {
    const { store, write } = fakeStore();
    let computed = 0;
    const read = (kind = "kind", request: unknown = { a: 1 }) =>
      oncePerVersion(store, kind, request, async () => ++computed);
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    expect(await read()).toBe(1);
    expect(await read("other")).toBe(2);
    expect(await read("kind", { a: 2 })).toBe(3);
    write();
    expect(await read()).toBe(4);
  });

  it("is not ended while another request waits for it", async () => {
    const { store } = fakeStore();
    const { calls, compute } = controlled();
    const [gone, stays] = [new Ending(), new Ending()];
    const read = () => oncePerVersion(store, "kind", 1, compute);
    const first = runWithin(gone, read);
    const second = runWithin(stays, read);
    gone.end(new Error("gone"));
    await expect(first).rejects.toThrow("gone");
    expect(calls[0]!.ending.isEnded).toBe(false);
    calls[0]!.resolve("there");
    expect(await second).toBe("there");
    expect(calls).toHaveLength(1);
  });

  it("is ended with the last request that waits for it, and is computed anew for the next", async () => {
    const { store } = fakeStore();
    const { calls, compute } = controlled();
    const [one, two] = [new Ending(), new Ending()];
    const read = () => oncePerVersion(store, "kind", 1, compute);
    const waiting = [runWithin(one, read), runWithin(two, read)];
    const settled = Promise.allSettled(waiting);
    one.end(new Error("one"));
    two.end(new Error("two"));
    // A request that comes at this very moment does not join what is ending.
    const later = read();
    expect(calls[0]!.ending.isEnded).toBe(true);
    expect((await settled).map((result) => (result as PromiseRejectedResult).reason.message)).toEqual(["one", "two"]);
    await setImmediate();
    calls[1]!.resolve("anew");
    expect(await later).toBe("anew");
    expect(await read()).toBe("anew");
    expect(calls).toHaveLength(2);
  });

  it("is not kept if its computation fails", async () => {
    const { store } = fakeStore();
    const { calls, compute } = controlled();
    const read = () => oncePerVersion(store, "kind", 1, compute);
    const failing = read();
    calls[0]!.reject(new Error("no"));
    await expect(failing).rejects.toThrow("no");
    const again = read();
    calls[1]!.resolve("yes");
    expect(await again).toBe("yes");
  });

  it("leaves when the results together are too large, the least used one first", async () => {
    const { store } = fakeStore();
    let computed = 0;
    const large = (request: number) =>
      oncePerVersion(store, "kind", request, async () => {
        computed++;
        return new Uint8Array(KEPT_BYTES / 4);
      });
    for (const request of [1, 2, 3]) await large(request);
    await large(1);
    expect(computed).toBe(3);
    await large(4);
    await large(1);
    expect(computed).toBe(4);
    await large(2);
    expect(computed).toBe(5);
  });

  it("counts what its functions hold", async () => {
    const { store } = fakeStore();
    let computed = 0;
    const read = (request: number) =>
      oncePerVersion(
        store,
        "kind",
        request,
        async () => ++computed,
        () => KEPT_BYTES / 2,
      );
    for (const request of [1, 2, 1]) await read(request);
    expect(computed).toBe(3);
  });
});
