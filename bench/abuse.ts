import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Order, Outcome } from "./abuse/attacker.ts";
import { ATTACKS, type Attack } from "./abuse/attacks.ts";
import { post } from "./support/http.ts";
import { report, round } from "./support/report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});

const HEAP_MB = 512;
/** The most milliseconds that another client's small query may take at the 99th percentile. */
const AIM = 250;
/** The pause of the small client between two queries, in milliseconds. */
const PAUSE = 20;
const SMALL = { query: '{ model(slug: "Qwen/Qwen3-8B") { slug name } runs(first: 1) { edges { node { mode } } } }' };

const folder = mkdtempSync(join(tmpdir(), "abuse-"));
const server = spawn(
  process.execPath,
  [`--max-old-space-size=${HEAP_MB}`, join(import.meta.dirname, "../src/main.ts"), "serve"],
  { env: { ...process.env, DATA_DIR: folder, DATABASE_URL: "", PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] },
);
const ended = once(server, "exit");
try {
  const url = await addressOf(server);
  await post(url, SMALL);
  const rows = [];
  rows.push(await underAttack(url, null));
  for (const attack of ATTACKS.filter(({ name }) => name.includes(values.only))) {
    const row = await underAttack(url, attack);
    rows.push(row);
    // A row takes seconds, and the table comes at the end.
    console.error(Object.values(row).join(" | "));
    if (server.exitCode !== null || server.signalCode !== null) break;
  }
  const failures = rows.filter(({ ok }) => ok !== "yes").length;
  report(
    `A server on ${HEAP_MB} MB of heap, each attack for ${values.seconds} s, a small query of another client every ${PAUSE} ms`,
    rows,
    [
      `Aims: the server lives, each attack is refused with its code, p99 of the small query under ${AIM} ms. ${failures} rows miss them.`,
    ],
  );
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  server.kill("SIGKILL");
  await ended;
  rmSync(folder, { recursive: true });
}

/** What the small client sees while an attack goes on; without an attack, what it sees otherwise. */
async function underAttack(url: string, attack: Attack | null) {
  const milliseconds = 1000 * Number(values.seconds);
  let running = true;
  const attacking =
    attack === null ? setTimeout(milliseconds, {}) : run({ url, attack: ATTACKS.indexOf(attack), milliseconds });
  const done = attacking.then((outcome) => {
    running = false;
    return outcome;
  });
  const times: number[] = [];
  let failed = 0;
  while (running) {
    const started = performance.now();
    const answer = await post(url, SMALL).catch((error: Error) => error.message);
    times.push(performance.now() - started);
    if (!answer.startsWith('{"data":{')) failed++;
    await setTimeout(PAUSE);
  }
  const outcome = await done;
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)]!;
  const lives = server.exitCode === null && server.signalCode === null;
  const unexpected = Object.keys(outcome).filter((code) => !attack?.codes.includes(code));
  return {
    attack: attack?.name ?? "none",
    answers: Object.entries(outcome)
      .map(([code, count]) => `${code} ${count}`)
      .join(", "),
    "small p50 ms": round(times[Math.floor(times.length / 2)]!),
    "p99 ms": round(p99),
    "max ms": round(times.at(-1)!),
    "failed of": `${failed} of ${times.length}`,
    "server MB": lives ? residentMegabytes(server) : 0,
    ok: lives && failed === 0 && unexpected.length === 0 && p99 < AIM ? "yes" : "NO",
  };
}

async function run(order: Order): Promise<Outcome> {
  const worker = new Worker(new URL("./abuse/attacker.ts", import.meta.url), { workerData: order });
  const [outcome] = await once(worker, "message");
  await worker.terminate();
  return outcome;
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout! })) {
    const [url] = /http:\S+\/graphql/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error("The server ended before it listened.");
}

/** The memory of a process, in megabytes. Linux alone says it. */
function residentMegabytes({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
