import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue, type RunQueue } from "../../src/evaluation/queue.ts";
import { readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { toyPlugins } from "./toyPlugins.ts";

/** As many kills as there is time for: a busy machine starts a worker in seconds. */
const KILLS = { most: 50, fewest: 15, seconds: 100 };
const PROBLEMS = 500;

let url: string;
let store: Store;
let queue: RunQueue;
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  store = await openStore({ url });
  await fillSmallStore(store);
  queue = await openQueue(store);
});
afterAll(async () => {
  await queue.stop();
  await store.close();
});

function startWorkerProcess(): ChildProcess {
  return fork(join(import.meta.dirname, "killableWorker.ts"), { env: { ...process.env, DATABASE_URL: url } });
}

it("loses and doubles no sample of a run whose worker is killed again and again", { timeout: 240_000 }, async () => {
  const evaluation = await createEvaluation(store, queue, toyPlugins(undefined, PROBLEMS).plugins);
  const [id] = await evaluation.startRuns(
    {
      model: "acme/small",
      benchmarks: ["sums"],
      runner: "toy",
      mostConcurrent: 4,
    },
    COMMAND,
  );
  const stored = async () =>
    (await store.rows("select count(*)::integer from samples where run_id = $1", [id]))[0]![0] as number;

  const seen: number[] = [];
  const end = performance.now() + 1000 * KILLS.seconds;
  for (let kill = 0; kill < KILLS.most && (kill < KILLS.fewest || performance.now() < end); kill++) {
    const before = await stored();
    // A busy machine lets the workers answer more between two looks, and the run ends before all kills.
    if (before === PROBLEMS) break;
    const worker = startWorkerProcess();
    while ((await stored()) === before) await sleep(3);
    await sleep(Math.random() * 25);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    seen.push(await stored());
  }
  // Each kill came after further samples, and many before the last one.
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((samples) => samples < PROBLEMS).length).toBeGreaterThanOrEqual(KILLS.fewest);

  const last = startWorkerProcess();
  await expect.poll(async () => (await readMeasuredRun(store, id!))!.status, { timeout: 60_000 }).toBe("SUCCEEDED");
  last.kill("SIGKILL");

  const samples = await readStoredSamples(store, id!);
  expect(samples.map(({ problem }) => Number(problem)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: PROBLEMS }, (_, i) => i),
  );
  const run = (await readMeasuredRun(store, id!))!;
  // Undisturbed, every seventh of 500 is wrong: 72.
  expect(run.measures.accuracy).toMatchObject({ value: (PROBLEMS - 72) / PROBLEMS, count: PROBLEMS });
  expect(run.measures.output_tokens).toMatchObject({ value: 5, count: PROBLEMS });
});
