import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { PGlite } from "@electric-sql/pglite";
import postgres from "postgres";
import { createTokens } from "../src/access/tokens.ts";
import { createHttpServer } from "../src/server/server.ts";
import { openStore, type Store } from "../src/store/store.ts";
import { createDatabaseOn } from "../test/support/createDatabase.ts";
import { startEmbeddedPostgres } from "../test/support/embeddedPostgres.ts";
import { fillSmallStore } from "../test/support/smallStore.ts";
import { serveOnLoopback } from "./support/http.ts";
import { report, round } from "./support/report.ts";

// Submits runs over HTTP, and beside it copies the same samples into the same table, with its indexes and triggers, by COPY.

const options = {
  runs: { type: "string", default: "100" },
  samples: { type: "string", default: "10000" },
  engines: { type: "string", default: "postgres,pglite" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });
const RUNS = Number(values.runs);
const SAMPLES = Number(values.samples);

const head = (run: number) => ({ model: "acme/small", benchmark: "sums", lab: "lab-a", mode: `mode-${run}` });
const sample = (run: number, i: number) => ({
  ...{ problem: `problem-${i >> 2}`, repeat: i & 3, correct: (i * 7 + run) % 3 > 0 },
  ...{ promptTokens: 100 + (i % 50), outputTokens: 500 + ((i * 31 + run) % 4000), latency: 1 + (i % 100) / 10 },
  ...{ answer: String(i % 1000), expected: String(i % 997), finishReason: "stop" },
});

function* ndjson() {
  for (let run = 0; run < RUNS; run++) {
    let text = `${JSON.stringify({ run: head(run) })}\n`;
    for (let i = 0; i < SAMPLES; i++) {
      text += `${JSON.stringify({ sample: sample(run, i) })}\n`;
      if (text.length > 100_000) {
        yield Buffer.from(text);
        text = "";
      }
    }
    yield Buffer.from(text);
  }
}

const COLUMNS =
  "run_id, problem_id, repeat, correct, prompt_tokens, output_tokens, latency, answer, expected, finish_reason";
const COPY = (from: string) => `copy samples (${COLUMNS}) from ${from} with (format csv)`;

function* csv(first: number) {
  for (let run = 0; run < RUNS; run++) {
    let text = "";
    for (let i = 0; i < SAMPLES; i++) {
      const one = sample(run, i);
      text += `${first + run},${one.problem},${one.repeat},${one.correct},${one.promptTokens},${one.outputTokens},`;
      text += `${one.latency},${one.answer},${one.expected},${one.finishReason}\n`;
      if (text.length > 100_000) {
        yield Buffer.from(text);
        text = "";
      }
    }
    yield Buffer.from(text);
  }
}

/** Rows a second of what is submitted. What is sent is made before the clock starts. */
async function submit(store: Store): Promise<number> {
  await fillSmallStore(store);
  const { token } = await createTokens(store).create({ scope: "submit", lab: "lab-a" });
  const api = await serveOnLoopback(createHttpServer(store));
  const pieces = [...ndjson()];
  const started = performance.now();
  const response = await fetch(`${api.url}/submissions`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
    body: Readable.toWeb(Readable.from(pieces)) as BodyInit,
    duplex: "half",
  } as RequestInit);
  const answer = (await response.text()).trimEnd().split("\n").at(-1)!;
  const seconds = (performance.now() - started) / 1000;
  await api.close();
  if (JSON.parse(answer).summary?.stored !== RUNS) throw new Error(`Not all runs were stored: ${answer}`);
  return (RUNS * SAMPLES) / seconds;
}

/** Adds the runs without samples and without measures; the row id of the first. */
async function addRuns(store: Store): Promise<number> {
  await fillSmallStore(store);
  const rows = await store.rows(
    `insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, status, provenance, decoding, measures, submission)
     select 'run-' || i, 1, 'mode-' || i, 1, 1, 'SUCCEEDED', 'IMPORTED', '{}', '{}', '{}' from generate_series(1, $1::integer) i
     returning id`,
    [RUNS],
  );
  return Math.min(...rows.map(([id]) => Number(id)));
}

async function copyIntoPostgres(url: string): Promise<number> {
  const store = await openStore({ url });
  const first = await addRuns(store);
  await store.close();
  const pieces = [...csv(first)];
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const started = performance.now();
  await pipeline(Readable.from(pieces), await sql.unsafe(COPY("stdin")).writable());
  const seconds = (performance.now() - started) / 1000;
  await sql.end();
  return (RUNS * SAMPLES) / seconds;
}

async function copyIntoPglite(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "paretograph-ingest-"));
  const store = await openStore({ folder });
  const first = await addRuns(store);
  await store.close();
  const blob = new Blob([...csv(first)]);
  const client = await PGlite.create(join(folder, "pg"));
  const started = performance.now();
  await client.query(COPY("'/dev/blob'"), [], { blob });
  const seconds = (performance.now() - started) / 1000;
  await client.close();
  rmSync(folder, { recursive: true });
  return (RUNS * SAMPLES) / seconds;
}

const rows: Record<string, string | number>[] = [];
for (const engine of values.engines.split(",")) {
  const server = engine === "postgres" ? await startEmbeddedPostgres() : null;
  try {
    const folder = await mkdtemp(join(tmpdir(), "paretograph-ingest-"));
    const store = await openStore(server ? { url: await createDatabaseOn(server.url) } : { folder });
    const ours = await submit(store);
    await store.close();
    rmSync(folder, { recursive: true });
    const copied = server ? await copyIntoPostgres(await createDatabaseOn(server.url)) : await copyIntoPglite();
    const peak = round(process.resourceUsage().maxRSS / 1024);
    rows.push({ engine, "rows/s": round(ours), "COPY rows/s": round(copied), ratio: round(ours / copied), MiB: peak });
  } finally {
    await server?.stop();
  }
}
report(`${RUNS} runs of ${SAMPLES} samples`, rows, ["The aim on PostgreSQL is a ratio of at least 0.5."]);
