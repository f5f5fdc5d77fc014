import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { toyPlugins } from "../evaluation/toyPlugins.ts";
import { type Api, serveApi } from "../support/api.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { startProxy } from "../support/proxy.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

const noQueue = {
  send: async () => {},
  waiting: async () => new Set<number>(),
  work: async () => {},
  stop: async () => {},
};
const RUNS = "{ runs(first: 5) { edges { node { id mode } } } }";

let url: string;
let admin: ReturnType<typeof postgres>;
let store: Store;
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  admin = postgres(url, { max: 2, onnotice: () => {} });
  store = await openStore({ url, statementSeconds: 5 });
  await fillSmallStore(store);
  await recordRun(store, { measures: { accuracy: { value: 0.5 } } });
});
afterAll(async () => {
  await store.close();
  await admin.end();
});

/** Keeps every reader of runs waiting until the function that it gives is called. */
async function lockRuns(): Promise<() => Promise<void>> {
  const locked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const ended = admin.begin(async (transaction) => {
    await transaction`lock table runs in access exclusive mode`;
    locked.resolve();
    await free.promise;
  });
  await locked.promise;
  return async () => {
    free.resolve();
    await ended;
  };
}
const waitingForLocks = async () =>
  (await admin`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    .length;
const post = (api: Api, query: string) =>
  fetch(api.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });

describe.each([true, false])("a request that takes too long (fast lane: %s)", (fastLane) => {
  it("is answered with TIMED_OUT, and its statements are ended", async () => {
    const api = await serveApi(store, { fastLane, requestSeconds: 1 });
    await api.data(RUNS);
    const free = await lockRuns();
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(api, RUNS)));
    expect(performance.now() - begun).toBeLessThan(3_000);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(((await answer.json()) as any).errors[0].extensions.code).toBe("TIMED_OUT");
    }
    await expect.poll(waitingForLocks, { timeout: 3_000 }).toBe(0);
    await free();
    expect((await api.data(RUNS)).runs.edges).toHaveLength(1);
    await api.close();
  });

  it("is ended when its client goes away", async () => {
    const api = await serveApi(store, { fastLane, requestSeconds: 20 });
    await api.data(RUNS);
    const free = await lockRuns();
    const leaving = request(api.url, { method: "POST", headers: { "content-type": "application/json" } });
    leaving.on("error", () => {});
    leaving.end(JSON.stringify({ query: RUNS }));
    await expect.poll(waitingForLocks).toBe(1);
    leaving.destroy();
    await expect.poll(waitingForLocks, { timeout: 3_000 }).toBe(0);
    await free();
    await api.close();
  });
});

describe("the time limit", () => {
  it("ends no subscription, which ends with its client", async () => {
    const evaluation = await createEvaluation(store, noQueue, toyPlugins().plugins);
    const [id] = await evaluation.startRuns({ model: "acme/small", benchmarks: ["sums"], runner: "toy" }, COMMAND);
    let followed = 0;
    const api = await serveApi(store, {
      requestSeconds: 1,
      evaluation: {
        ...evaluation,
        follow: (run) => {
          followed++;
          return evaluation.follow(run);
        },
      },
    });
    const { runs } = await api.data("{ runs(first: 5) { edges { node { id mode status } } } }");
    const node = runs.edges.map((edge: any) => edge.node).find(({ status }: any) => status === "QUEUED");
    const following = request(api.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
    });
    following.end(JSON.stringify({ query: `subscription { runProgress(id: "${node.id}") { status } }` }));
    const [response] = await once(following, "response");
    response.setEncoding("utf8");
    let heard = "";
    response.on("data", (text: string) => (heard += text));
    await sleep(2_000);
    expect(followed).toBe(1);
    await evaluation.cancelRun(id!);
    await expect.poll(() => heard, { timeout: 5_000 }).toContain("CANCELED");
    following.destroy();
    await api.close();
  });

  it("answers with UNAVAILABLE or TIMED_OUT where the database is cut off or hangs, and with data when it is back", {
    timeout: 60_000,
  }, async () => {
    const proxy = await startProxy(url);
    const other = await openStore({ url: proxy.url(url), statementSeconds: 2 });
    const api = await serveApi(other, { requestSeconds: 1 });
    await api.data(RUNS);
    proxy.hang();
    const hung = await Promise.all(Array.from({ length: 3 }, () => post(api, RUNS)));
    for (const answer of hung) {
      expect(answer.status).toBe(503);
      expect(((await answer.json()) as any).errors[0].extensions.code).toBe("TIMED_OUT");
    }
    proxy.release();
    proxy.cut();
    await expect.poll(async () => (await post(api, RUNS)).status, { timeout: 20_000 }).toBe(200);
    await proxy.close();
    const away = (await (await post(api, RUNS)).json()) as any;
    expect(away.errors[0].extensions.code).toBe("UNAVAILABLE");
    await api.close();
    await other.close();
  });
});
