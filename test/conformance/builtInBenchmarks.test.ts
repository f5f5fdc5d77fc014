import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { benchmarkCases } from "../../src/conformance/benchmarkCases.ts";
import { BUILT_IN_BENCHMARKS } from "../../src/plugins/benchmarks/builtIn.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-conformance-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Some problems of each benchmark, in the form of its file. */
const lines = (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const NUMBERS = [7, 12, 305, 18, 940];
const FORMULAS = ["\\frac{3}{4}", "2\\sqrt{3}", "12", "(3, \\frac{\\pi}{2})", "x^2 + 2x + 1"];
const DATA: Record<string, [file: string, content: string]> = {
  gsm8k: [
    "gsm8k.jsonl",
    lines(NUMBERS.map((n, i) => ({ question: `Anna has some apples and case ${i}.`, answer: `So many.\n#### ${n}` }))),
  ],
  aime25: [
    "aime25.jsonl",
    lines(NUMBERS.map((n, i) => ({ id: i, problem: `Find the number of ways ${i}.`, answer: n }))),
  ],
  math500: [
    "math500.jsonl",
    lines(
      FORMULAS.map((answer, i) => ({
        ...{ unique_id: `test/${i}`, problem: `Compute thing number ${i}.`, answer, subject: "Algebra", level: 3 },
      })),
    ),
  ],
  "hmmt-feb25": [
    "hmmt.jsonl",
    lines(
      FORMULAS.map((answer, i) => ({
        problem_idx: i + 1,
        problem: `Compute part ${i}.`,
        answer,
        problem_type: ["Algebra"],
      })),
    ),
  ],
  "gpqa-diamond": [
    "gpqa.csv",
    `Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,High-level domain,Subdomain\n${[
      0, 1, 2, 3,
    ]
      .map(
        (i) =>
          `rec${i},What is particle ${i}?,a photon ${i},a boson ${i},an electron ${i},no change ${i},Physics,Optics`,
      )
      .join("\n")}\n`,
  ],
};

describe.each(BUILT_IN_BENCHMARKS.map((plugin) => [plugin.name, plugin] as const))(
  "the benchmark %s",
  (name, plugin) => {
    const data = DATA[name];
    const dataFile = data && join(folder, data[0]);
    if (data) writeFileSync(dataFile!, data[1]);
    const cases = benchmarkCases(plugin, {
      ...(dataFile && { dataFile }),
      ...(name === "arithmetic" && { problems: 40 }),
    });
    it.each(cases.map((one) => [one.code, one] as const))("%s", async (_, { skipped, run }) => {
      if (skipped === undefined) expect((await run()).outcome).not.toBe("skipped");
    });
  },
);
