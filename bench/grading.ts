import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { finalExpression, finalNumber } from "../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../src/plugins/grading/mathEqual.ts";
import { boxedCompletions, type Completion, withoutBoxes } from "./support/realCompletions.ts";
import { report, round } from "./support/report.ts";

// How many answers a second are graded, and how many of them right, beside Math-Verify where a Python that has it is named:
// npm run bench:grading -- --python /path/to/venv/bin/python
const options = {
  python: { type: "string" },
  data: { type: "string", default: join(import.meta.dirname, "../../shared/data") },
  most: { type: "string", default: "800" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });

interface Graded {
  seconds: number;
  verdicts: boolean[];
}

const folder = join(values.data, "mip-overthinking");
if (!existsSync(folder)) {
  console.log(`No completions: ${folder} does not exist.`);
  process.exit(0);
}

const completions = everyNth(boxedCompletions(folder), Number(values.most));
const plain = completions.map((completion) => ({ ...completion, text: withoutBoxes(completion.text) }));
const announced = completions.flatMap((completion) =>
  /^-?\d+$/.test(completion.gold)
    ? [{ ...completion, text: `We add them up.\n\nThe answer is **${completion.gold}**.` }]
    : [],
);
const wrong = completions.map(({ text, kind }, at) => ({ text, kind, gold: otherGold(at) }));

const truth = byUs(completions).verdicts;
const sets: [name: string, answers: Completion[], expected: boolean[]][] = [
  ["boxed", completions, truth],
  ["boxes taken off", plain, truth],
  ['"The answer is **N**."', announced, announced.map(() => true)],
  ["beside another gold answer", wrong, wrong.map(() => false)],
];
const rows: Record<string, string | number>[] = [];
for (const [name, answers, expected] of sets) {
  byUs(answers);
  const ours = byUs(answers);
  const theirs = values.python ? byMathVerify(answers, values.python) : null;
  rows.push({
    texts: name,
    answers: answers.length,
    "agree, ours": agreement(ours, expected),
    "per second, ours": round(answers.length / ours.seconds),
    ...(theirs && {
      "agree, Math-Verify": agreement(theirs, expected),
      "per second, Math-Verify": round(answers.length / theirs.seconds),
      "times as fast": round(theirs.seconds / ours.seconds),
    }),
  });
}
report("Grading real completions on GSM8K and MATH-500", rows, [
  "Agreement is with our verdict on the boxed text, or with the verdict that is right by construction.",
  ...(values.python ? [] : ["Math-Verify was left out: name a Python that has it with --python."]),
]);

function byUs(answers: readonly Completion[]): Graded {
  const start = performance.now();
  const verdicts = answers.map(({ text, gold, kind }) => {
    const answer = kind === "number" ? finalNumber(text) : finalExpression(text);
    return answer !== null && mathEqual(answer, gold) === "equal";
  });
  return { seconds: (performance.now() - start) / 1000, verdicts };
}

function byMathVerify(answers: readonly Completion[], python: string): Graded {
  const input = answers.map((answer) => JSON.stringify(answer)).join("\n");
  const script = join(import.meta.dirname, "support/math_verify_grades.py");
  const { stdout, stderr, status } = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`Math-Verify failed: ${stderr}`);
  return JSON.parse(stdout);
}

function agreement({ verdicts }: Graded, expected: readonly boolean[]): number {
  return verdicts.filter((verdict, at) => verdict === expected[at]).length;
}

function everyNth<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, at) => all[Math.floor(at * step)]!);
}

/** Returns the gold answer of another problem that differs from the answer that is given at a place. */
function otherGold(at: number): string {
  const given = completions[at]!;
  const found = finalExpression(given.text) ?? "";
  for (let step = 1; ; step++) {
    const { gold } = completions[(at + 7 * step) % completions.length]!;
    if (gold !== given.gold && mathEqual(gold, given.gold) !== "equal" && mathEqual(found, gold) !== "equal")
      return gold;
  }
}
