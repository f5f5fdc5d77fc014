import { afterEach, expect, it } from "vitest";
import { type History, NEW } from "../../src/evaluation/history.ts";
import { openQueue, type RunQueue } from "../../src/evaluation/queue.ts";
import { openStore, type Store } from "../../src/store/store.ts";

let store: Store;
let queue: RunQueue;
afterEach(async () => {
  await queue.stop();
  await store.close();
});

it("has one place for a run, with its latest history, and keeps the history of jobs of earlier versions empty", async () => {
  store = await openStore({});
  queue = await openQueue(store);
  await queue.send("toy", 1, 3600, { failures: 2, awaySince: 5, stored: 7 });
  await queue.send("toy", 2, 3600);
  await queue.send("toy", 1, 0, { failures: 1, awaySince: null, stored: 3 });
  expect(await queue.waiting([1, 2, 3])).toEqual(new Set([1, 2]));
  const jobs = await store.rows("select (data ->> 'runId')::integer from queue.job order by 1", []);
  expect(jobs).toEqual([[1], [2]]);
  await store.rows(
    `update queue.job set data = '{"runId": 2}', start_after = now() where (data ->> 'runId')::integer = 2`,
    [],
  );
  const taken = new Map<number, History>();
  await queue.work(["toy"], async (runId, { failures, awaySince, stored }) => {
    taken.set(runId, { failures, awaySince, stored });
  });
  await expect.poll(() => taken.size, { timeout: 20_000 }).toBe(2);
  expect(taken).toEqual(
    new Map([
      [1, { failures: 1, awaySince: null, stored: 3 }],
      [2, NEW],
    ]),
  );
});
