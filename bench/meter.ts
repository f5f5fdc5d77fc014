import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ClientReading } from "./clients/readStreams.ts";
import { report, round } from "./support/report.ts";

const { values } = parseArgs({
  options: {
    streams: { type: "string", default: "1,64,256,1024" },
    // How long the engine writes each stream.
    seconds: { type: "string", default: "4" },
    // The most tokens of all streams together in a second: an engine with a full batch writes each stream more slowly.
    throughput: { type: "string", default: "12800" },
    // The most tokens of one stream in a second.
    rate: { type: "string", default: "100" },
    rounds: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);

const WAYS = [
  ["the engine itself", null],
  ["a bare pass-through", "passThrough"],
  ["paretograph meter", "meteringProxy"],
] as const;
type Way = (typeof WAYS)[number][1];

interface Reading extends ClientReading {
  /** The CPU seconds of the process in the middle. */
  cpuBetween: number;
  /** The share of the machine's cores that nothing used. */
  idle: number;
}

const rows: Record<string, string | number>[] = [];
for (const streams of values.streams.split(",").map(Number)) {
  const rate = Math.min(Number(values.rate), Number(values.throughput) / streams);
  const readings = await measure(streams, rate);
  const throughputOf = (way: Way) => mean(readings.get(way)!.map(({ tokens, seconds }) => tokens / seconds));
  const cpuOf = (way: Way) => mean(readings.get(way)!.map(({ cpuBetween, tokens }) => (1e6 * cpuBetween) / tokens));
  for (const [title, way] of WAYS) {
    rows.push({
      way: title,
      streams,
      "asked for": Math.round(streams * rate),
      "tokens/s": Math.round(throughputOf(way)),
      "of the engine's": round(throughputOf(way) / throughputOf(null)),
      "cores idle": round(mean(readings.get(way)!.map(({ idle }) => idle))),
      "CPU s/M tokens": way === null ? "" : round(cpuOf(way)),
      "of the bare one's": way === null ? "" : round(cpuOf(way) / cpuOf("passThrough")),
    });
  }
}
report(
  `Streams of ${values.seconds} s, an event for each token, at ${values.throughput} tokens/s of all together at most; ` +
    `means of ${rounds} rounds`,
  rows,
  [
    "Aim: at most 2 % less than the engine itself, while the engine is the limit, which it is as long as cores are idle.",
  ],
);

/** Reads streams from one engine in each way, in turn, so that all ways see the same machine. */
async function measure(streams: number, rate: number): Promise<Map<Way, Reading[]>> {
  const engine = await start("servers/sse.ts", { TOKENS: "0", STEP_MS: String(1000 / rate) });
  const between = new Map<Way, Started>();
  try {
    for (const [, way] of WAYS) {
      if (way) between.set(way, await start(`servers/${way}.ts`, { UPSTREAM: engine.url }));
    }
    // The first streams compile the code.
    for (const { url } of between.values()) await read(url, 64, rate);
    const readings = new Map<Way, Reading[]>(WAYS.map(([, way]) => [way, []]));
    for (let i = 0; i < rounds; i++) {
      for (const [, way] of WAYS) {
        const started = between.get(way);
        const before = started ? await cpuOf(started.child) : 0;
        const coresBefore = coreTimes();
        const reading = await read((started ?? engine).url, streams, Number(values.seconds) * rate);
        const cores = coreTimes();
        const idle = (cores.idle - coresBefore.idle) / (cores.all - coresBefore.all);
        const cpuBetween = started ? (await cpuOf(started.child)) - before : 0;
        readings.get(way)!.push({ ...reading, cpuBetween, idle });
      }
    }
    return readings;
  } finally {
    for (const { child } of [...between.values(), engine]) child.disconnect();
  }
}

interface Started {
  child: ChildProcess;
  url: string;
}

async function start(file: string, environment: Record<string, string>): Promise<Started> {
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, ...environment } });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, url: `http://127.0.0.1:${port}` };
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send("cpu");
  const [{ cpu }] = (await once(child, "message")) as [{ cpu: number }];
  return cpu;
}

async function read(url: string, streams: number, tokens: number): Promise<ClientReading> {
  const child = fork(join(import.meta.dirname, "clients/bareDispatch.ts"), {
    env: { ...process.env, URL: url, STREAMS: String(streams), TOKENS: String(Math.round(tokens)) },
  });
  const [reading] = await Promise.race([
    once(child, "message") as Promise<[ClientReading]>,
    once(child, "exit").then(() => Promise.reject(new Error("The client ended without a result."))),
  ]);
  return reading;
}

function coreTimes(): { idle: number; all: number } {
  const times = cpus().map((core) => core.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((one) => Object.values(one))) };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
