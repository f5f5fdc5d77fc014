import { type ParseArgsConfig, parseArgs } from "node:util";
import { openAsPlugin } from "../src/plugins/boundary/openAsPlugin.ts";
import { hostedPlugin } from "../src/plugins/boundary/sessions/hostedPlugin.ts";
import type { Engine, RunnerPlugin } from "../src/plugins/contract/runner.ts";
import plugin, { QUICK_ENGINE } from "./support/quickEngine.ts";
import { report, round } from "./support/report.ts";

// What an answer of a plugin's runner costs in this process and through a process of its own, of an engine that answers at
// once: npm run bench:engines -- --rounds 5
const options = {
  answers: { type: "string", default: "2000" },
  rounds: { type: "string", default: "5" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });
const count = Number(values.answers);

const open = (runner: unknown) =>
  openAsPlugin(runner as RunnerPlugin, {}, { signal: new AbortController().signal, log: () => {} });
const started = performance.now();
const separate = await open(hostedPlugin(plugin, QUICK_ENGINE));
const start = performance.now() - started;
const ways: [name: string, engine: Engine][] = [
  ["in this process", await open(plugin)],
  ["in a process of its own", separate],
];

const rows = [];
for (const [load, inFlight, size] of [
  ["1 in flight, answers of 2,000 characters", 1, 2000],
  ["64 in flight, answers of 2,000 characters", 64, 2000],
  ["64 in flight, answers of 50,000 characters", 64, 50_000],
] as const) {
  const seconds: number[][] = [[], []];
  const own: number[][] = [[], []];
  for (const [, engine] of ways) await answer(engine, inFlight, size);
  // The ways take turns, so that what else the machine does falls on both.
  for (let i = 0; i < Number(values.rounds); i++) {
    for (const [k, [, engine]] of ways.entries()) {
      const before = process.cpuUsage();
      const from = performance.now();
      await answer(engine, inFlight, size);
      seconds[k]!.push((performance.now() - from) / 1000 / count);
      const { user, system } = process.cpuUsage(before);
      own[k]!.push((user + system) / 1000 / count);
    }
  }
  for (const [k, [way]] of ways.entries()) {
    rows.push({
      load,
      way,
      "ms for each answer": round(1000 * median(seconds[k]!)),
      "beside in this process": round(median(seconds[k]!) / median(seconds[0]!)),
      "ms of this process's CPU": round(median(own[k]!)),
    });
  }
}
for (const [, engine] of ways) await engine.close();
report(`${count} answers of an engine that answers at once; its process started in ${round(start)} ms`, rows);

async function answer(engine: Engine, inFlight: number, size: number): Promise<void> {
  let left = count;
  const signal = new AbortController().signal;
  const messages = [{ role: "user" as const, content: `${size}${"?".repeat(size)}` }];
  const ask = async () => {
    while (left-- > 0) await engine.generate({ messages, thinking: "off" }, signal);
  };
  await Promise.all(Array.from({ length: inFlight }, ask));
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
