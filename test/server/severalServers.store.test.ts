import { once } from "node:events";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { listBundledLabs, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";
import { recordRuns } from "../../src/recording/record.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { ask, run } from "../cli/command.ts";
import { toyPlugins } from "../evaluation/toyPlugins.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";

const QUERY = `{
  frontier(where: { benchmark: ["gpqa-diamond"] }) { dataVersion candidateCount points { mode model { slug } } }
  models(first: 1) { edges { node { slug } } }
}`;
const TIMEOUT = { timeout: 300_000 };

let url: string;
let servers: ReturnType<typeof run>[];
let urls: string[];
let worker: ReturnType<typeof run>;
let store: Store;

/** Three servers that begin at the same time on an empty database, and then a worker. */
beforeAll(async () => {
  url = await createDatabaseOn(inject("postgresUrl"));
  servers = [1, 2, 3].map(() => run(["serve"], { DATABASE_URL: url }));
  urls = await Promise.all(servers.map((server) => server.ready()));
  store = await openStore({ url });
  worker = run(["worker"], { DATABASE_URL: url });
  await once(worker.child.stdout, "data");
}, 300_000);
afterAll(async () => {
  await store.close();
});

const askAll = (query: string) => Promise.all(urls.map((one) => ask(one, query)));

it("three servers and a worker on one database stay right", TIMEOUT, async () => {
  // Together they migrate it once and load each bundled run once.
  const bundled = listBundledLabs().reduce((sum, lab) => sum + readBundledRuns(lab).length, 0);
  expect((await store.rows("select count(*)::integer from runs", []))[0]).toEqual([bundled]);
  const [migrations] = await store.rows(
    "select count(*)::integer, count(distinct created_at)::integer from drizzle.__drizzle_migrations",
    [],
  );
  expect(migrations![0]).toBe(migrations![1]);

  const before = await askAll(QUERY);
  expect(before[1]).toEqual(before[0]);
  expect(before[2]).toEqual(before[0]);
  expect(before[0].frontier.dataVersion).toBe(store.version());

  // What one process stores, all answer, and none has kept an older frontier.
  for (let i = 1; i <= 5; i++) {
    const measures = { accuracy: { value: 0.9 + i / 100 }, flops: { value: 1e9 / i } };
    const { slug } = before[0].models.edges[0].node;
    const submission = {
      model: slug,
      mode: `new-${i}`,
      benchmark: "gpqa-diamond",
      lab: "epoch",
      problemCount: 198,
      measures,
    };
    await recordRuns(store, [runSubmission.parse(submission)]);
    await expect
      .poll(async () => (await askAll(QUERY)).map(({ frontier }) => frontier.dataVersion))
      .toEqual([store.version(), store.version(), store.version()]);
    for (const { frontier } of await askAll(QUERY)) {
      expect(frontier.candidateCount).toBe(before[0].frontier.candidateCount + i);
      expect(frontier.points.map(({ mode }: { mode: string }) => mode)).toEqual([`new-${i}`]);
    }
  }

  // A run that is canceled in one process is canceled in all, and the version moves with it everywhere.
  const queue = await openQueue(store);
  const evaluation = await createEvaluation(store, queue, toyPlugins(undefined, 50).plugins);
  const slug = before[0].models.edges[0].node.slug;
  const [id] = await evaluation.startRuns({ model: slug, benchmarks: ["sums"], runner: "toy" }, COMMAND);
  const statuses = async () =>
    (await askAll('{ runs(first: 5, where: { runner: ["toy"] }) { edges { node { status } } } }')).map(({ runs }) =>
      runs.edges.map(({ node }: any) => node.status),
    );
  await expect.poll(statuses).toEqual([["QUEUED"], ["QUEUED"], ["QUEUED"]]);
  expect(await evaluation.cancelRun(id!)).toBe(true);
  await expect.poll(statuses).toEqual([["CANCELED"], ["CANCELED"], ["CANCELED"]]);
  await queue.stop();

  for (const { child, ended } of [...servers, worker]) {
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0 });
  }
});
