import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../../test/support/createDatabase.ts";
import { startEmbeddedPostgres } from "../../test/support/embeddedPostgres.ts";
import type { ServerMessage } from "../servers/reportReady.ts";
import { post } from "../support/http.ts";
import { fillWithRandomRuns } from "../support/randomRuns.ts";
import { report, round } from "../support/report.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    slices: { type: "string", default: "10" },
    seconds: { type: "string", default: "1" },
    connections: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});

const PAGE = `{
  runs(first: 20, where: { benchmark: ["benchmark-7"] }, orderBy: { field: ACCURACY, direction: DESC }) {
    edges { cursor node { id mode status sourceUrl license finishedAt model { slug name architecture } benchmark { slug name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const PAGE_OF_POSTGRAPHILE = `{
  allRuns(first: 20, condition: { benchmarkId: 7 }, orderBy: [ACCURACY_DESC, PRIMARY_KEY_ASC]) {
    edges { cursor node {
      id mode status sourceUrl license finishedAt
      modelByModelId { slug name architecture } benchmarkByBenchmarkId { slug name }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const FRONTIER = `{
  frontier(where: { benchmark: ["benchmark-7"] }) {
    candidateCount
    points { mode model { slug name architecture } measures { metric { name } value low high estimated } }
  }
}`;

interface Contender {
  name: string;
  server: string;
  body: unknown;
}
const CONTENDERS: Contender[] = [
  { name: "bare node:http + postgres", server: "../servers/bare.ts", body: {} },
  { name: "Paretograph, page of runs", server: "../servers/paretograph.ts", body: { query: PAGE } },
  { name: "PostGraphile, the same page", server: "./postgraphile.ts", body: { query: PAGE_OF_POSTGRAPHILE } },
  { name: "Paretograph, cached frontier", server: "../servers/paretograph.ts", body: { query: FRONTIER } },
];

const postgres = await startEmbeddedPostgres({ shared_buffers: "512MB", max_wal_size: "4GB" });
const url = await createDatabaseOn(postgres.url);
const store = await openStore({ url });
await fillWithRandomRuns(store, Number(values.runs));
// PostGraphile orders by the column itself and needs this index.
await store.drizzle.execute("create index on runs (benchmark_id, accuracy desc, id)");
// PostGraphile would name this table's types as those of `data_version`.
await store.drizzle.execute("comment on table data_versions is '@name data_history'");
await store.close();

const servers = new Map<string, { child: ChildProcess; url: string }>();
for (const name of new Set(CONTENDERS.map(({ server }) => server))) servers.set(name, await start(name));

await requireSameAnswer();
const results = CONTENDERS.map((contender) => ({
  contender,
  requests: [] as number[],
  cpu: [] as number[],
  p99: [] as number[],
}));
for (let slice = -1; slice < Number(values.slices); slice++) {
  for (const result of results) {
    const { requestsPerSecond, cpuMs, p99 } = await load(result.contender);
    // The first round only warms up.
    if (slice < 0) continue;
    result.requests.push(requestsPerSecond);
    result.cpu.push(cpuMs);
    result.p99.push(p99);
  }
}
await Promise.all([...servers.values()].map(({ child }) => stop(child)));
await postgres.stop();

const bare = results[0]!;
report(
  `${values.runs} runs, ${values.connections} connections, ${values.slices} slices of ${values.seconds} s in turn, ` +
    `server, load and database on ${availableParallelism()} cores; medians`,
  results.map((result) => ({
    "": result.contender.name,
    "requests/s": Math.round(median(result.requests)),
    "of bare": round(median(result.requests.map((value, i) => value / bare.requests[i]!))),
    "p99 ms": round(median(result.p99)),
    "CPU ms/request": round(median(result.cpu)),
    "bare's CPU/its own": round(median(bare.cpu) / median(result.cpu)),
  })),
  [
    `PostGraphile: ours is ${round(median(results[1]!.requests) / median(results[2]!.requests))} times as fast.`,
    "Aims: the page at least 0.9 of bare and three times PostGraphile, the cached frontier at least 1.5 of bare.",
  ],
);

async function start(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(join(import.meta.dirname, file), {
    env: { ...process.env, DATABASE_URL: url, NODE_ENV: "production", GRAPHILE_ENV: "production" },
    // PostGraphile prints a banner at its start, which is not part of the report.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const { port } = (await answer(child)) as { port: number };
  return { child, url: `http://127.0.0.1:${port}/graphql` };
}

async function answer(child: ChildProcess): Promise<ServerMessage> {
  const [message] = await once(child, "message");
  return message;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const reply = answer(child);
  child.send("cpu?");
  return ((await reply) as { cpuMs: number }).cpuMs;
}

async function load({ server, body }: Contender) {
  const { child, url } = servers.get(server)!;
  const before = await cpuOf(child);
  const result = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    connections: Number(values.connections),
    duration: Number(values.seconds),
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${server}: ${result.non2xx + result.errors} requests failed.`);
  const used = (await cpuOf(child)) - before;
  return {
    requestsPerSecond: result.requests.total / result.duration,
    cpuMs: used / result.requests.total,
    p99: result.latency.p99,
  };
}

/** Throws unless the bare handler answers the same bytes as the API, and PostGraphile the same runs in the same order. */
async function requireSameAnswer(): Promise<void> {
  const [bare, ours, theirs] = await Promise.all(
    CONTENDERS.slice(0, 3).map(({ server, body }) => post(servers.get(server)!.url, body)),
  );
  if (bare !== ours) throw new Error(`The answers differ: ${bare!.slice(0, 500)} … ${ours!.slice(0, 500)}`);
  const sources = (text: string) => [...text.matchAll(/"slug":"(maker[^"]*)"/g)].map(([, slug]) => slug).join();
  if (sources(ours!) !== sources(theirs!)) throw new Error(`PostGraphile answers otherwise: ${theirs!.slice(0, 500)}`);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
