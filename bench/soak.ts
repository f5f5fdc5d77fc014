import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createDatabaseOn } from "../test/support/createDatabase.ts";
import { startEmbeddedPostgres } from "../test/support/embeddedPostgres.ts";
import { percentiles } from "./support/latency.ts";
import { report, round } from "./support/report.ts";
import { startSlowEngine } from "./support/slowEngine.ts";
import { type Client, connectTo } from "./support/soakClient.ts";

/**
 * A mixed load on a server in a process of its own, for minutes: pages, frontiers, filters and documents that come once, all
 * while subscriptions follow a run that is measured, and other runs are started and canceled. The server takes its settings
 * from this command's environment. It prints its memory as it goes, and in the end whether that was flat.
 */

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    subscriptions: { type: "string", default: "2000" },
    connections: { type: "string", default: "20" },
    /** The pause of a connection between two requests, in milliseconds: 0 is as much as the server takes. */
    pause: { type: "string", default: "0" },
    every: { type: "string", default: "30" },
    postgres: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const START = "mutation ($input: StartRunInput!) { startRun(input: $input) { runs { id } } }";
/** What must not come; refusals may. */
const FAILURE = /INTERNAL|^5|^E[A-Z]+|hang up/;
/** Queries by a number: the same ones again, others by their filters, and documents that come once. */
const QUERIES: ((i: number) => string)[] = [
  () =>
    '{ runs(first: 20, where: { benchmark: ["gpqa-diamond"] }) { edges { cursor node { id mode model { slug } } } } }',
  () => '{ frontier(where: { benchmark: ["gpqa-diamond"] }) { points { mode model { slug } } } }',
  (i) => `{ frontier(where: { benchmark: ["gsm8k"], totalParameters: { max: ${1e9 + i * 1e6} } }) { candidateCount } }`,
  (i) => `query Once${i} { a${i}: metrics { name unit } }`,
  (i) => `{ models(first: ${1 + (i % 50)}) { edges { node { slug name } } } }`,
];

const folder = mkdtempSync(join(tmpdir(), "paretograph-soak-"));
const postgres = values.postgres ? await startEmbeddedPostgres() : undefined;
const server = await startServer(postgres && (await createDatabaseOn(postgres.url)));
const engine = await startSlowEngine();
try {
  await soak(connectTo(server.url, tokenIn(folder)));
} finally {
  server.child.kill("SIGTERM");
  await new Promise((resolve) => server.child.once("exit", resolve));
  await engine.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Loads the server until the time is over, and says whether its memory was flat. */
async function soak(client: Client): Promise<void> {
  const idle = memoryOf(server.child);
  const streams = await client.subscribe(await startRun(client), Number(values.subscriptions));
  const counts = new Map<string, number>();
  const count = (outcome: string) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  let durations: number[] = [];
  const ends = performance.now() + Math.min(Number(values.minutes), 60) * 60_000;
  const asking = Array.from({ length: Number(values.connections) }, async (_, connection) => {
    const ask = client.connection();
    for (let i = 0; performance.now() < ends; i++) {
      const began = performance.now();
      count(await ask.query(QUERIES[(i + connection) % QUERIES.length]!(i * 1000 + connection)));
      durations.push(performance.now() - began);
      if (Number(values.pause) > 0) await sleep(Number(values.pause));
    }
    ask.close();
  });
  // Each change of a run gives the data another version, so that kept answers are made anew.
  const changing = (async () => {
    while (performance.now() < ends) {
      await sleep(5_000);
      const id = await startRun(client).catch((error) => count(`startRun ${error.message}`));
      if (typeof id === "string") await client.send(`mutation { cancelRun(id: "${id}") { run { status } } }`);
    }
  })();
  const rows: Record<string, string | number>[] = [];
  const started = performance.now();
  while (performance.now() < ends) {
    const since = performance.now();
    await sleep(Math.max(1, Math.min(Number(values.every) * 1000, ends - since)));
    if (durations.length === 0) continue;
    const { p50, p99 } = percentiles(durations);
    rows.push({
      "after s": Math.round((performance.now() - started) / 1000),
      "RSS MB": memoryOf(server.child),
      "requests/s": Math.round(durations.length / ((performance.now() - since) / 1000)),
      "p50 ms": round(p50),
      "p99 ms": round(p99),
      streams: streams.open(),
      events: streams.events(),
    });
    durations = [];
    if (!values.json) console.log(JSON.stringify(rows.at(-1)));
  }
  await Promise.all([...asking, changing]);
  streams.close();
  const outcomes = [...counts].map((entry) => entry.join(" ")).join(", ");
  const failed = [...counts.keys()].filter((outcome) => FAILURE.test(outcome));
  report(`${values.minutes} minutes on ${values.postgres ? "PostgreSQL" : "PGlite"}`, rows, [
    `Outcomes: ${outcomes}.`,
    `Idle the server took ${idle} MB. ${verdictOn(rows.map((row) => Number(row["RSS MB"])))}`,
    failed.length === 0 ? "Nothing failed." : `These are failures: ${failed.join(", ")}.`,
  ]);
  if (failed.length > 0) process.exitCode = 1;
}

/** Starts a run that a slow engine answers, and gives its id. */
async function startRun(client: Client): Promise<string> {
  const { data, errors } = await client.send<{ startRun: { runs: { id: string }[] } }>(START, {
    input: {
      model: "Qwen/Qwen3-8B",
      benchmarks: ["arithmetic"],
      runner: "openai",
      runnerOptions: { endpoint: engine.url, model: "slow" },
      thinking: ["off"],
      mostConcurrent: 2,
    },
  });
  if (errors) throw new Error(errors[0]!.message);
  return data!.startRun.runs[0]!.id;
}

function startServer(databaseUrl: string | undefined): Promise<{ child: ChildProcess; url: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["src/main.ts", "serve"], {
    env: {
      ...inherited,
      ...{ DATA_DIR: folder, PORT: "0", NODE_ENV: "production" },
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
    // Refusals are counted here, and need not be printed.
    stdio: ["ignore", "pipe", "ignore"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
    child.stdout!.on("data", (text) => {
      output += text;
      const url = /http:\/\/\S+\/graphql/.exec(output)?.[0];
      if (url) resolve({ child, url });
    });
  });
}

/** The token that a server leaves for commands of its own user; undefined where it leaves none. */
function tokenIn(folder: string): string | undefined {
  const file = join(folder, "operate-token");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** The resident memory of a process in MB. */
function memoryOf({ pid }: ChildProcess): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return Math.round((pages * 4096) / 1e6);
}

/** Compares the memory of the last third with that of the middle third: the first warms up. */
function verdictOn(memory: number[]): string {
  if (memory.length < 6) return "Too few figures to say whether memory is flat.";
  const third = Math.floor(memory.length / 3);
  const mean = (some: number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
  const [middle, last] = [mean(memory.slice(third, 2 * third)), mean(memory.slice(-third))];
  const growth = `from ${Math.round(middle)} MB in the middle third to ${Math.round(last)} MB in the last`;
  return last < middle * 1.05 ? `Memory was flat: ${growth}.` : `Memory grew: ${growth}.`;
}
