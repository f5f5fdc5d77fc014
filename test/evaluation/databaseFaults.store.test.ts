import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { type History, NEW } from "../../src/evaluation/history.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue, type RunQueue } from "../../src/evaluation/queue.ts";
import { startWorker, type Worker } from "../../src/evaluation/worker.ts";
import { queueRuns, readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { readStoredSamples } from "../../src/recording/storedSamples.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { startProxy, type TcpProxy } from "../support/proxy.ts";
import { fillSmallStore } from "../support/smallStore.ts";
import { type Behaviour, toyPlugins } from "./toyPlugins.ts";

const REQUEST = { model: "acme/small", benchmarks: ["sums"], runner: "toy", mostConcurrent: 2 };

let url: string;
let admin: ReturnType<typeof postgres>;
let proxy: TcpProxy;
let store: Store;
let worker: Worker | undefined;
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  admin = postgres(url, { max: 1, onnotice: () => {} });
  proxy = await startProxy(url);
  store = await openStore({ url: proxy.url(url) });
  await fillSmallStore(store);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await admin`update runs set status = 'FAILED' where status in ('QUEUED', 'RUNNING')`;
});
afterAll(async () => {
  await store.close();
  await admin.end();
  await proxy.close();
});

/** A queue that notes what it is given and hands runs to the worker when the test says so. */
function fakeQueue() {
  const sent: [runId: number, delay: number][] = [];
  let execute: (runId: number, history: History) => Promise<void>;
  const queue: RunQueue = {
    send: async (_, runId, delay = 0) => void sent.push([runId, delay]),
    waiting: async () => new Set(sent.map(([id]) => id)),
    work: async (_, given) => {
      execute = given;
    },
    stop: async () => {},
  };
  return { queue, sent, hand: (runId: number) => execute(runId, NEW) };
}

async function setting(behaviour?: Behaviour) {
  const toy = toyPlugins(behaviour);
  const fake = fakeQueue();
  const lines: string[] = [];
  const context = { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: (line: string) => lines.push(line) };
  const evaluation = await createEvaluation(store, fake.queue, toy.plugins);
  const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
  fake.sent.length = 0;
  worker = await startWorker(context, fake.queue, ["toy"]);
  return { toy, lines, id, ...fake };
}

/** Lets the database refuse samples for lack of space, all of them or the first so many statements. */
async function fillDisk(statements = 1_000_000): Promise<void> {
  await admin.unsafe(`
    create sequence refusals;
    create function refuse() returns trigger language plpgsql as $$ begin
      if nextval('refusals') <= ${statements} then
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
      end if;
      return null;
    end $$;
    create trigger refuse before insert on samples for each statement execute function refuse()`);
}
const freeDisk = () => admin.unsafe("drop trigger refuse on samples; drop function refuse; drop sequence refusals");

describe("a run whose database", () => {
  it("has no space is paused, keeps what is stored, and goes on when there is space", { timeout: 90_000 }, async () => {
    const { toy, lines, id, sent, hand } = await setting(async (_, call) => {
      if (call === 8) await fillDisk();
      return {};
    });
    await hand(id);
    expect(await readMeasuredRun(store, id)).toMatchObject({
      status: "QUEUED",
      error: "The database has no space left, and the run is paused.",
    });
    expect(sent).toEqual([[id, 60]]);
    expect(lines).toContain(`Run ${id}: The database has no space left, and the run is paused. It goes on by itself.`);
    const stored = (await readStoredSamples(store, id)).length;
    expect(stored).toBeGreaterThan(3);
    await freeDisk();
    const asked = toy.requests.length;
    await hand(id);
    expect(await readMeasuredRun(store, id)).toMatchObject({ status: "SUCCEEDED", error: null, sampleCount: 20 });
    expect(toy.requests.length - asked).toBe(20 - stored);
  });

  it("has no space for a moment loses no answer and needs no other attempt", { timeout: 60_000 }, async () => {
    await fillDisk(2);
    const { toy, id, sent, hand } = await setting();
    await hand(id);
    await freeDisk();
    expect(await readMeasuredRun(store, id)).toMatchObject({ status: "SUCCEEDED", sampleCount: 20 });
    expect(toy.requests).toHaveLength(20);
    expect(sent).toEqual([]);
  });

  it("is cut off goes back into the queue, however often, even at its last attempt", { timeout: 90_000 }, async () => {
    const cuts = new Set([3, 9, 15]);
    const { toy, id, sent, hand } = await setting(async (_, call) => {
      if (cuts.delete(call)) proxy.cut();
      await sleep(20);
      return {};
    });
    for (let attempt = 0; attempt < 4; attempt++) {
      await hand(id);
      const { status } = (await readMeasuredRun(store, id))!;
      expect(status).toBe(attempt < 3 ? "QUEUED" : "SUCCEEDED");
    }
    expect(sent).toEqual([
      [id, 5],
      [id, 5],
      [id, 5],
    ]);
    expect(await readStoredSamples(store, id)).toHaveLength(20);
    // The engine was kept, and no answer that had arrived was lost: only those in flight were asked again.
    expect(toy.opened).toBe(1);
    expect(toy.requests.length).toBeLessThanOrEqual(20 + 3 * 2);
  });

  it("loses the lock of the run ends its requests before another worker has the lock", async () => {
    let ended = 0;
    const { id, sent, hand } = await setting(async (_, call) => {
      if (call === 4) {
        await admin`select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and objid = ${id}`;
      }
      await sleep(100);
      ended = performance.now();
      return {};
    });
    const lockIsFree = (async () => {
      await sleep(300);
      for (;;) {
        const release = await store.tryLock(id);
        if (release) {
          await release();
          return performance.now();
        }
        await sleep(10);
      }
    })();
    await hand(id);
    await lockIsFree;
    expect(ended).toBeGreaterThan(0);
    expect(sent).toEqual([[id, 5]]);
    expect((await readMeasuredRun(store, id))!.status).toBe("QUEUED");
  });
});

describe("with the real queue", () => {
  it("a run survives that every connection is ended while it is measured", { timeout: 90_000 }, async () => {
    const toy = toyPlugins(async (_, call) => {
      if (call === 5) {
        await admin`select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()`;
      }
      await sleep(30);
      return {};
    });
    const queue = await openQueue(store);
    const context = { store, plugins: toy.plugins, cacheFolder: "/nonexistent", log: () => {} };
    const evaluation = await createEvaluation(store, queue, toy.plugins);
    worker = await startWorker(context, queue, ["toy"]);
    const [id] = (await evaluation.startRuns(REQUEST, COMMAND)) as [number];
    await expect
      .poll(async () => (await readMeasuredRun(store, id).catch(() => null))?.status, { timeout: 60_000 })
      .toBe("SUCCEEDED");
    expect(await readStoredSamples(store, id)).toHaveLength(20);
    await worker.stop();
    worker = undefined;
    await queue.stop();
  });

  it("knows which runs wait in it", async () => {
    const queue = await openQueue(store);
    const { models, benchmarks, labs } = await store.catalogue();
    const run = {
      ...{ modelId: models.all[0]!.id, benchmarkId: benchmarks.all[0]!.id, labId: labs.all[0]!.id },
      ...{ mode: "waiting", runner: "nobody", decoding: {}, recipe: {} },
    };
    const [first, second] = (await queueRuns(store, [run, { ...run, mode: "other" }])) as [number, number];
    await queue.send("nobody", first);
    expect(await queue.waiting([first, second])).toEqual(new Set([first]));
    await queue.send("nobody", second, 60);
    expect(await queue.waiting([first, second])).toEqual(new Set([first, second]));
    await queue.stop();
  });
});
