import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue, type RunQueue } from "../../src/evaluation/queue.ts";
import type { Preferences } from "../../src/evaluation/takeRuns.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { toyPlugins } from "./toyPlugins.ts";

let url: string;
let store: Store;
const queues: RunQueue[] = [];
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  store = await openStore({ url });
  await fillSmallStore(store);
});
afterAll(async () => {
  for (const queue of queues) await queue.stop();
  await store.close();
});

const endpointOf = (recipe: unknown) => (recipe as any).runner.options.endpoint as string;

/** Queues a run for each of the engines, in this order, and gives their ids. */
async function queueRunsOf(endpoints: string[]): Promise<number[]> {
  const queue = await openQueue(store);
  queues.push(queue);
  const evaluation = await createEvaluation(store, queue, toyPlugins().plugins);
  const ids: number[] = [];
  for (const endpoint of endpoints) {
    const request = { model: "acme/small", benchmarks: ["sums"], runner: "toy", runnerOptions: { endpoint } };
    ids.push(...(await evaluation.startRuns(request, COMMAND)));
  }
  return ids;
}

/** Takes runs with these preferences until so many were taken; each takes as long as `hold` says. */
async function take(count: number, prefer: Preferences, hold: (id: number) => Promise<void> = async () => {}) {
  const queue = await openQueue(store);
  queues.push(queue);
  const taken: number[] = [];
  const ended = new AbortController();
  await new Promise<void>((resolve) => {
    const execute = async (id: number) => {
      taken.push(id);
      await hold(id);
      if (taken.length === count) {
        ended.abort();
        resolve();
      }
    };
    void queue.work(["toy"], execute, { prefer, signal: ended.signal });
  });
  return taken;
}

it("takes runs of the engine that is held before older ones, and never those that do not fit", {
  timeout: 60_000,
}, async () => {
  const [a1, huge, b1, a2, b2] = await queueRunsOf(["a", "huge", "b", "a", "b"]);
  let held: string | null = null;
  const engineOf = new Map([
    [a1, "a"],
    [b1, "b"],
    [a2, "a"],
    [b2, "b"],
  ]);
  const prefer: Preferences = (recipe) => {
    const endpoint = endpointOf(recipe);
    return endpoint === "huge" ? "NEVER" : endpoint === held ? "FIRST" : "ALLOWED";
  };
  const taken = await take(4, prefer, async (id) => {
    held = engineOf.get(id)!;
  });
  expect(taken).toEqual([a1, a2, b1, b2]);
  expect(await queues[0]!.waiting([huge!])).toEqual(new Set([huge]));
  expect(await take(1, () => "ALLOWED")).toEqual([huge]);
});

it("begins with an engine that no other worker is busy with", { timeout: 60_000 }, async () => {
  const [c1, c2, d1] = await queueRunsOf(["c", "c", "d"]);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isBusy = () => {};
  const busy = new Promise<void>((resolve) => {
    isBusy = resolve;
  });
  const first = take(
    1,
    () => "ALLOWED",
    () => {
      isBusy();
      return released;
    },
  );
  await busy;
  expect(await take(2, () => "ALLOWED")).toEqual([d1, c2]);
  release();
  expect(await first).toEqual([c1]);
});
