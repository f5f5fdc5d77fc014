import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type BundledRun, readBundled } from "../../data/scripts/bundledFormat.ts";
import { readJsonLines } from "../../src/recording/bundled/jsonLines.ts";
import { runSubmission } from "../../src/recording/submitted/submission.ts";

/** What ZeroEval itself reports, in percent, from its `gsm.summary.json` and `math-l5.summary.json`. */
const reported: Record<string, { accuracy: number }> = JSON.parse(
  readFileSync(new URL("./fixtures/zeroeval-reported.json", import.meta.url), "utf8"),
);

/** Runs that are more than half a point from ZeroEval's figure; docs/data.md says why, sample by sample. */
const EXPLAINED = [
  "gsm/Phi-3.5-mini-instruct",
  "gsm/Yi-1.5-34B-Chat",
  "gsm/Yi-1.5-9B-Chat",
  "gsm/gemma-2-2b-it",
  "math-l5/Phi-3.5-mini-instruct",
  "math-l5/Qwen2.5-32B-Instruct",
  "math-l5/Qwen2.5-3B-Instruct",
  "math-l5/Yi-1.5-34B-Chat",
  "math-l5/Yi-1.5-9B-Chat",
];

const zeroeval = readBundled("zeroeval").runs;
const mip = readBundled("mip-overthinking").runs;
const samplesOf = ({ samples = [] }: BundledRun) => samples;

describe("the graded results", () => {
  it("are valid submissions whose token counts say that they are counted", () => {
    for (const { key: _, ...run } of [...zeroeval, ...mip]) {
      expect(runSubmission.safeParse({ ...run, lab: "zeroeval" }).error).toBeUndefined();
      expect(run.estimated?.output_tokens).toContain("gpt-tokenizer o200k_base");
      expect(run.estimated?.prompt_tokens).toContain("question alone");
    }
  });

  it("cover each problem once", () => {
    const sizes: Record<string, number> = { gsm8k: 1319, "math-l5": 721, "gsm8k/mip": 582, "math500/mip": 52 };
    for (const run of [...zeroeval, ...mip]) {
      const problems = samplesOf(run).map(({ problem }) => problem);
      expect(problems).toHaveLength(sizes[run.benchmark] ?? 0);
      expect(new Set(problems).size).toBe(problems.length);
      expect(run.problemCount).toBe(problems.length);
    }
    expect(zeroeval.map(({ benchmark }) => benchmark)).toEqual([
      ...Array(16).fill("gsm8k"),
      ...Array(16).fill("math-l5"),
    ]);
    expect(mip.map(({ benchmark }) => benchmark)).toEqual([
      ...Array(7).fill("gsm8k/mip"),
      ...Array(8).fill("math500/mip"),
    ]);
  });

  it("name a problem of GSM8K the same in both sources", () => {
    const gold = new Map(samplesOf(zeroeval[0] as BundledRun).map(({ problem, expected }) => [problem, expected]));
    const number = (text: string | null | undefined) => Number(text?.replaceAll(",", ""));
    for (const run of mip.filter(({ benchmark }) => benchmark === "gsm8k/mip"))
      for (const { problem, expected } of samplesOf(run)) expect(number(expected)).toBe(number(gold.get(problem)));
  });

  it("count the tokens of every completion", () => {
    for (const run of [...zeroeval, ...mip]) {
      const failed = samplesOf(run).filter(({ error }) => error);
      expect(failed.every(({ correct }) => correct == null)).toBe(true);
      expect(samplesOf(run).filter(({ outputTokens }) => outputTokens).length).toBe(
        samplesOf(run).length - failed.length,
      );
    }
    expect(mip.flatMap(samplesOf).filter(({ error }) => error)).toHaveLength(1);
  });

  it("have reasoning apart where the model marks it", () => {
    const reasons = mip.filter((run) => samplesOf(run).some(({ reasoningTokens }) => reasoningTokens));
    expect(new Set(reasons.map(({ model }) => model))).toEqual(
      new Set([
        "deepseek-ai/DeepSeek-R1",
        "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
        "Qwen/QwQ-32B",
        "simplescaling/s1.1-32B",
      ]),
    );
  });
});

describe("the accuracies of zeroeval", () => {
  const gaps = zeroeval.map((run) => {
    const right = samplesOf(run).filter(({ correct }) => correct).length;
    return { key: run.key, gap: (100 * right) / samplesOf(run).length - (reported[run.key]?.accuracy ?? Number.NaN) };
  });

  it("are within half a point of what ZeroEval reports, but for those that are explained", () => {
    expect(gaps.filter(({ gap }) => !(Math.abs(gap) <= 0.5)).map(({ key }) => key)).toEqual(EXPLAINED);
  });

  it("are nowhere six points away", () => {
    expect(Math.max(...gaps.map(({ gap }) => Math.abs(gap)))).toBeLessThan(6);
  });
});

const folder = fileURLToPath(new URL("../../../shared/data", import.meta.url));

describe.skipIf(!existsSync(folder))("graded again from ../shared/data", () => {
  it("a problem of ZeroEval's GSM8K is the line of the test set that its number says", () => {
    const questions = readJsonLines<{ question: string }>(join(folder, "gsm8k/test.jsonl"));
    const rows = readJsonLines<{ id: string; question: string }>(
      join(folder, "zeroeval/gsm/Qwen2-7B-Instruct.jsonl.gz"),
    );
    const letters = (text: string) => text.replace(/\W/g, "");
    for (const { id, question } of rows)
      expect(letters(question)).toBe(letters(questions[Number(id.split("#")[1])]?.question ?? ""));
  });

  it("the source's judge agrees on MiP-Overthinking's GSM8K, but for a few of its own mistakes", () => {
    const judged = readJsonLines<{ problem: number; eval_result: number }>(
      join(folder, "mip-overthinking/gsm8k/gemma-2-27b-it.jsonl.gz"),
    );
    const run = mip.find(({ key }) => key === "gsm8k/gemma-2-27b-it") as BundledRun;
    const correct = new Map(samplesOf(run).map((sample) => [sample.problem, sample.correct]));
    const differ = judged.filter((row) => (row.eval_result === 1) !== correct.get(`${row.problem}`));
    expect(differ.map(({ problem }) => problem)).toEqual([584, 652, 780, 797, 830, 901, 1059, 1063]);
  });
});
