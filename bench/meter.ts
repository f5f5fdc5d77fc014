import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ClientReading } from "./clients/readStreams.ts";
import { report, round } from "./support/report.ts";

const { values } = parseArgs({
  options: {
    streams: { type: "string", default: "1,64,256,1024" },
    tokens: { type: "string", default: "256" },
    // The most tokens of all streams together in a second: an engine with a full batch writes each stream more slowly.
    throughput: { type: "string", default: "12800" },
    // The most tokens of one stream in a second.
    rate: { type: "string", default: "100" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});
const tokens = Number(values.tokens);

const WAYS = [
  ["the engine itself", null],
  ["a bare pass-through", "passThrough"],
  ["paretograph meter", "meteringProxy"],
] as const;
type Way = (typeof WAYS)[number][1];

interface Reading extends ClientReading {
  /** The CPU seconds of the process in the middle. */
  cpuBetween: number;
}

const rows: Record<string, string | number>[] = [];
for (const streams of values.streams.split(",").map(Number)) {
  const rate = Math.min(Number(values.rate), Number(values.throughput) / streams);
  const readings = new Map<Way, Reading[]>(WAYS.map(([, way]) => [way, []]));
  // The ways are taken in turn, so that all see the same machine.
  for (let i = 0; i < Number(values.rounds); i++) {
    for (const [, way] of WAYS) readings.get(way)!.push(await measure(way, streams, rate));
  }
  const throughputOf = (way: Way) => median(readings.get(way)!.map((reading) => reading.tokens / reading.seconds));
  const cpuOf = (way: Way) =>
    median(readings.get(way)!.map(({ cpuBetween, tokens: read }) => (1e6 * cpuBetween) / read));
  for (const [title, way] of WAYS) {
    rows.push({
      way: title,
      streams,
      "asked for": Math.round(streams * rate),
      "tokens/s": Math.round(throughputOf(way)),
      "of the engine's": round(throughputOf(way) / throughputOf(null)),
      "CPU s/M tokens": way === null ? "" : round(cpuOf(way)),
      "of the bare one's": way === null ? "" : round(cpuOf(way) / cpuOf("passThrough")),
    });
  }
}
report(
  `Streams of ${tokens} tokens, an event each, at ${values.throughput} tokens/s of all together at most; ${values.rounds} rounds, medians`,
  rows,
  ["Aim: at most 2 % less than the engine itself, while the engine is the limit."],
);

/** Reads streams from an engine of its own, by way of a process in the middle where there is one. */
async function measure(way: Way, streams: number, rate: number): Promise<Reading> {
  const engine = await start("servers/sse.ts", { TOKENS: String(tokens), STEP_MS: String(1000 / rate) });
  const between = way && (await start(`servers/${way}.ts`, { UPSTREAM: engine.url }));
  const url = between?.url ?? engine.url;
  try {
    // The first streams compile the code.
    await read(url, Math.min(streams, 64));
    const before = between ? await cpuOf(between.child) : 0;
    const reading = await read(url, streams);
    return { ...reading, cpuBetween: between ? (await cpuOf(between.child)) - before : 0 };
  } finally {
    between?.child.disconnect();
    engine.child.disconnect();
  }
}

async function start(file: string, environment: Record<string, string>) {
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, ...environment } });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, url: `http://127.0.0.1:${port}` };
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send("cpu");
  const [{ cpu }] = (await once(child, "message")) as [{ cpu: number }];
  return cpu;
}

async function read(url: string, streams: number): Promise<ClientReading> {
  const child = fork(join(import.meta.dirname, "clients/bareDispatch.ts"), {
    env: { ...process.env, URL: url, STREAMS: String(streams), TOKENS: String(tokens) },
  });
  const [reading] = await Promise.race([
    once(child, "message") as Promise<[ClientReading]>,
    once(child, "exit").then(() => Promise.reject(new Error("The client ended without a result."))),
  ]);
  return reading;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
