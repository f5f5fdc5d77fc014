import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createEvaluation } from "../../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../../src/evaluation/permission/command.ts";
import { Ending, endingIn } from "../../../src/store/database/ending.ts";
import { createReadiness } from "../../../src/store/database/readiness.ts";
import { runWithin } from "../../../src/store/database/requestScope.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { labs } from "../../../src/store/tables.ts";
import { toyPlugins } from "../../evaluation/toyPlugins.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { startProxy, type TcpProxy } from "../../support/proxy.ts";
import { fillSmallStore } from "../../support/smallStore.ts";

let url: string;
let admin: ReturnType<typeof postgres>;
let proxy: TcpProxy;
let store: Store;
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  admin = postgres(url, { max: 1, onnotice: () => {} });
  proxy = await startProxy(url);
  store = await openStore({ url: proxy.url(url), statementSeconds: 3 });
  await fillSmallStore(store);
});
afterEach(() => proxy.release());
afterAll(async () => {
  await store.close();
  await admin.end();
  await proxy.close();
});

const addLab = (slug: string) => admin`insert into labs (slug, name) values (${slug}, ${slug})`;
const knowsLab = async (slug: string) => (await store.catalogue()).labs.bySlug.has(slug);
/** Ends the connections of the store that listen. */
const endListening = () =>
  admin`select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`;
/** The statements of the store that run now and have this text in them. */
const running = async (text: string) =>
  (
    await admin`select pid from pg_stat_activity where state = 'active' and query like ${`%${text}%`}
               and pid <> pg_backend_pid()`
  ).length;

describe("a store whose connections are lost", () => {
  it("knows what was written while its listening connection was away, again and again", async () => {
    for (const slug of ["while-away-1", "while-away-2", "while-away-3"]) {
      await expect.poll(async () => (await endListening()).length).toBe(1);
      await addLab(slug);
      await expect.poll(() => knowsLab(slug)).toBe(true);
    }
    await addLab("afterwards");
    await expect.poll(() => knowsLab("afterwards"), { timeout: 2_000 }).toBe(true);
  });

  it("listens again after a database that refused connections for a while", async () => {
    const { port } = new URL(proxy.url(url));
    await proxy.close();
    await addLab("while-closed");
    await sleep(1_500);
    proxy = await startProxy(url, Number(port));
    await expect.poll(() => knowsLab("while-closed")).toBe(true);
    await addLab("after-closed");
    await expect.poll(() => knowsLab("after-closed")).toBe(true);
  });

  it("tells the followers of a run that it has ended meanwhile", async () => {
    const queue = {
      send: async () => {},
      waiting: async () => new Set<number>(),
      work: async () => {},
      stop: async () => {},
    };
    const evaluation = await createEvaluation(store, queue, toyPlugins().plugins);
    const [id] = await evaluation.startRuns({ model: "acme/small", benchmarks: ["sums"], runner: "toy" }, COMMAND);
    const followed = evaluation.follow(id!)[Symbol.asyncIterator]();
    const next = followed.next();
    await sleep(200);
    await endListening();
    await admin`update runs set status = 'CANCELED' where id = ${id!}`;
    expect((await next).value).toMatchObject({ runId: id, status: "CANCELED" });
  });

  it("says that a lock is lost, and another can take it", async () => {
    const lost = Promise.withResolvers<void>();
    const release = (await store.tryLock(4711, lost.resolve))!;
    expect(await store.tryLock(4711)).toBeNull();
    proxy.cut();
    await lost.promise;
    await expect.poll(async () => (await store.tryLock(4711)) !== null).toBe(true);
    await release();
  });
});

describe("the statements of a request", () => {
  const slow = "select pg_sleep(20), 'of a request'";

  it("end in the database when the request is ended", async () => {
    const request = new Ending();
    const answer = runWithin(request, () => store.rows(slow, []));
    const typed = runWithin(request, async () => store.drizzle.execute(slow));
    await expect.poll(() => running("of a request")).toBe(2);
    request.end(new Error("the client went away"));
    await expect(answer).rejects.toThrow("the client went away");
    await expect(typed).rejects.toThrow();
    await expect.poll(() => running("of a request"), { timeout: 2_000 }).toBe(0);
  });

  it("whose cancellation meets a lost connection leave no rejection that nobody holds", async () => {
    const own = await startProxy(url);
    const other = await openStore({ url: own.url(url), statementSeconds: 3 });
    const request = new Ending();
    const answer = runWithin(request, () => other.rows(slow, []));
    await expect.poll(() => running("of a request")).toBe(1);
    const unheld: unknown[] = [];
    const hear = (reason: unknown) => unheld.push(reason);
    process.on("unhandledRejection", hear);
    own.hang();
    request.end(new Error("the client went away"));
    await expect(answer).rejects.toThrow("the client went away");
    // The cancellation has a connection of its own, which is reset before it is answered.
    await sleep(300);
    own.reset();
    await own.close();
    await sleep(300);
    process.off("unhandledRejection", hear);
    expect(unheld).toEqual([]);
    await other.close();
  });

  it("that wait for a connection give up with the request", async () => {
    const request = new Ending();
    const answers = Array.from({ length: 40 }, () => runWithin(request, () => store.rows(slow, [])));
    const settled = Promise.allSettled(answers);
    await expect.poll(() => running("of a request")).toBeGreaterThan(1);
    request.end(new Error("too late"));
    for (const one of await settled) expect(one).toMatchObject({ status: "rejected", reason: { message: "too late" } });
    await expect.poll(() => running("of a request"), { timeout: 5_000 }).toBe(0);
    // Innocent statements on the same connections are answered.
    const others = await Promise.all(
      Array.from({ length: 40 }, (_, i) => runWithin(new Ending(), () => store.rows("select $1::int", [i]))),
    );
    expect(others.map(([row]) => row![0])).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it("have a time limit, and those of other work have none", async () => {
    const limited = runWithin(new Ending(), () => store.rows("select pg_sleep(6)", []));
    const unlimited = store.rows("select pg_sleep(4), 'done'", []);
    await expect(limited).rejects.toMatchObject({ code: "TIMED_OUT" });
    expect((await unlimited)[0]![1]).toBe("done");
  });

  it("are not the statements of the request that only shares a connection with an ended one", {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < 20; round++) {
      const ended = new Ending();
      const lost = Promise.allSettled(
        Array.from({ length: 6 }, () => runWithin(ended, () => store.rows("select pg_sleep(0.02)", []))),
      );
      const kept = Array.from({ length: 12 }, (_, i) =>
        runWithin(new Ending(), () => store.rows("select $1::int, pg_sleep(0.005)", [i])),
      );
      await sleep(round);
      ended.end(new Error("ended"));
      expect((await Promise.all(kept)).map(([row]) => row![0])).toEqual(Array.from({ length: 12 }, (_, i) => i));
      await lost;
    }
  });
});

describe("a database that hangs", () => {
  it("is not ready, keeps no request and no closing for ever, and is used again when it is back", {
    timeout: 90_000,
  }, async () => {
    const own = await startProxy(url);
    const other = await openStore({ url: own.url(url), statementSeconds: 1 });
    const isReady = createReadiness(other, 300);
    expect(await isReady()).toBe(true);
    own.hang();
    const before = performance.now();
    expect(await isReady()).toBe(false);
    expect(await isReady()).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_500);
    const late = endingIn(500);
    await expect(runWithin(late, () => other.rows("select 1", []))).rejects.toThrow("longer than 500 ms");
    // Its connections are given up, and new ones are made.
    own.release();
    await expect
      .poll(() => runWithin(endingIn(1_000), () => other.rows("select 2", [])).catch(() => null), {
        timeout: 30_000,
        interval: 500,
      })
      .toEqual([[2]]);
    own.hang();
    void other.rows("select 3", []).catch(() => {});
    const closing = performance.now();
    await other.close();
    expect(performance.now() - closing).toBeLessThan(8_000);
    await own.close();
  });

  it("has nothing to hide: what it stores outside requests goes on when it is back", async () => {
    proxy.cut();
    await expect
      .poll(() =>
        store.drizzle
          .insert(labs)
          .values({ slug: "later", name: "Later" })
          .then(
            () => true,
            () => false,
          ),
      )
      .toBe(true);
  });
});
