import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { BUILT_IN_MODULE } from "../src/plugins/benchmarks/builtIn.ts";
import { math500 } from "../src/plugins/benchmarks/math500.ts";
import { type BenchmarkCode, codeInProcess } from "../src/plugins/boundary/benchmarkCode.ts";
import { separateCode } from "../src/plugins/boundary/separateCode.ts";
import { boxedCompletions } from "./support/realCompletions.ts";
import { report, round } from "./support/report.ts";

// How many real completions a second are graded in this process and in a plugin's own, and how much of this
// process each takes: npm run bench:boundary -- --rounds 5
const options = {
  data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
  rounds: { type: "string", default: "5" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });

const folder = join(values.data, "mip-overthinking");
if (!existsSync(folder)) {
  console.log(`No completions: ${folder} does not exist.`);
  process.exit(0);
}
const completions = boxedCompletions(folder);

const ways: [name: string, code: BenchmarkCode][] = [
  ["in this process", codeInProcess(math500)],
  ["in a process of its own", separateCode(BUILT_IN_MODULE, math500)],
];
const found = ways.map(() => ({ perSecond: [] as number[], ownShare: [] as number[] }));
for (const [, code] of ways) await grade(code);
// The ways take turns, so that what else the machine does falls on both.
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [i, [, code]] of ways.entries()) {
    const before = process.cpuUsage();
    const start = performance.now();
    await grade(code);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    found[i]!.perSecond.push(completions.length / seconds);
    found[i]!.ownShare.push((user + system) / 1000 / completions.length);
  }
}
for (const [, code] of ways) await code.close();

const [inProcess] = found;
report(
  `Grading ${completions.length} real completions, all at once`,
  ways.map(([name], i) => ({
    way: name,
    "per second": round(median(found[i]!.perSecond)),
    "beside in this process": round(median(found[i]!.perSecond) / median(inProcess!.perSecond)),
    "ms of this process's CPU for each": round(median(found[i]!.ownShare)),
  })),
);

function grade(code: BenchmarkCode): Promise<unknown> {
  return Promise.all(
    completions.map(({ text, gold }, i) =>
      code.grade({ id: String(i), question: "?", expected: gold }, text, {}, 0, { finishReason: "stop" }),
    ),
  );
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
