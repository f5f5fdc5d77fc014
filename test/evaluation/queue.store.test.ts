import { afterEach, beforeEach, expect, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { type History, NEW } from "../../src/evaluation/history.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue, type RunQueue } from "../../src/evaluation/queue.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { toyPlugins } from "./toyPlugins.ts";

let store: Store;
let queue: RunQueue;
let first: number;
let second: number;
beforeEach(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  queue = await openQueue(store);
  const evaluation = await createEvaluation(store, queue, toyPlugins().plugins);
  const request = { model: "acme/small", benchmarks: ["sums"], runner: "toy", thinking: ["off", "on"] };
  [first, second] = (await evaluation.startRuns(request, COMMAND)) as [number, number];
});
afterEach(async () => {
  await queue.stop();
  await store.close();
});

it("has one place for a run, with its latest history, and keeps the history of jobs of earlier versions empty", async () => {
  await queue.send("toy", first, 3600, { failures: 2, awaySince: 5, stored: 7 });
  await queue.send("toy", second, 3600);
  await queue.send("toy", first, 0, { failures: 1, awaySince: null, stored: 3 });
  expect(await queue.waiting([first, second, second + 1])).toEqual(new Set([first, second]));
  const jobs = await store.rows("select (data ->> 'runId')::integer from queue.job order by 1", []);
  expect(jobs).toEqual([[first], [second]]);
  await store.rows(
    `update queue.job set data = json_build_object('runId', $1::integer), start_after = now()
     where (data ->> 'runId')::integer = $1::integer`,
    [second],
  );
  const taken = new Map<number, History>();
  await queue.work(["toy"], async (runId, { failures, awaySince, stored }) => {
    taken.set(runId, { failures, awaySince, stored });
  });
  await expect.poll(() => taken.size, { timeout: 20_000 }).toBe(2);
  expect(taken).toEqual(
    new Map([
      [first, { failures: 1, awaySince: null, stored: 3 }],
      [second, NEW],
    ]),
  );
});

it("has one place for a run whose worker was killed, so that nobody takes its engine for busy", async () => {
  const taken: number[] = [];
  await queue.work(["toy"], async (runId) => {
    taken.push(runId);
    // Nothing more is heard of its worker.
    await new Promise(() => {});
  });
  await expect.poll(() => taken, { timeout: 20_000 }).toEqual([first]);
  await queue.send("toy", first);
  const jobs = await store.rows("select (data ->> 'runId')::integer, state::text from queue.job order by 1", []);
  expect(jobs).toEqual([
    [first, "created"],
    [second, "created"],
  ]);
});
