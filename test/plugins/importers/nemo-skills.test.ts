import { describe, expect, test } from "vitest";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import { nemoSkillsImporter } from "../../../src/plugins/importers/nemo-skills/importer.ts";
import { faultOfRun, fuzzImporter, type Given, importAll } from "./fuzz.ts";
import { folder, kinds, meanVerdict, written } from "./given.ts";

const read = async (given: readonly Given[]) => kinds(await importAll(nemoSkillsImporter, given));
const refusal = (given: readonly Given[]) =>
  read(given).then(
    () => null,
    (error: unknown) => {
      if (error instanceof ImportError) return error;
      throw error;
    },
  );
const lines = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

test("gives the mean over the repeats that are given, and not that of the first one", async () => {
  const { runs, disagreements } = await read(folder("nemo-skills"));
  const answered = runs.filter(({ samples }) => samples);
  // EXPECTED.json: gpqa 3 and 2 of 4 right, 17,017 and 25,437 tokens; math 5 and 6 of 7, 74,988 and 63,438.
  expect(
    answered.map(({ benchmark, measures, samples, repeats }) => [
      benchmark.name,
      measures!.accuracy!.value,
      meanVerdict(samples),
      repeats,
      samples!.reduce((sum, { outputTokens }) => sum + outputTokens!, 0),
    ]),
  ).toEqual([
    ["gpqa", 0.625, 0.625, 2, 17_017 + 25_437],
    ["math", 11 / 14, 11 / 14, 2, 74_988 + 63_438],
  ]);
  // The metrics are of more repeats than there are outputs.
  expect(disagreements.map(({ place, statement }) => `${place}: ${statement}`)).toEqual([
    "metrics.json: gpqa.pass@1[avg-of-4]: It is the mean over 4 repeats (symbolic_correct 50), and the outputs of 2 are given.",
    "metrics.json: math.pass@1[avg-of-3]: It is the mean over 3 repeats (symbolic_correct 71.42857142857143), and the outputs of 2 are given.",
  ]);
  expect(runs.map(faultOfRun)).toEqual(runs.map(() => null));
});

test("gives benchmarks without outputs what the tool computed, in shares", async () => {
  const { runs, leftOut } = await read(folder("nemo-skills").filter(({ path }) => path === "metrics.json"));
  const found = runs.map(({ benchmark, protocol, measures, repeats }) => [
    `${benchmark.name} ${protocol!.metric}`,
    Math.round(measures!.accuracy!.value * 1e6) / 1e6,
    measures!.output_tokens!.value,
    repeats,
  ]);
  expect(found).toEqual([
    ["answer-judge correct_judgements", 0.4375, 189, 4],
    ["gpqa symbolic_correct", 0.5, 5363, 4],
    ["human-eval passing_base_tests", 0.75, 3840, 2],
    ["human-eval passing_plus_tests", 0.625, 3840, 2],
    ["ifeval prompt_strict_accuracy", 0.333333, 2597, 3],
    ["ifeval prompt_loose_accuracy", 0.333333, 2597, 3],
    ["math symbolic_correct", 0.714286, 9574, 3],
    ["minif2f lean4_correct", 0.333333, 2455, 4],
  ]);
  const whole = leftOut.filter(({ reason }) => reason.includes("It is a part of math"));
  expect(whole.map(({ place }) => place)).toEqual(["metrics.json: math-aime25", "metrics.json: math-aime24"]);
  expect(leftOut.some(({ place }) => place.startsWith("metrics.json: arena-hard"))).toBe(true);
});

test("takes the time of an answer where it can be, and says how many it leaves out", async () => {
  const { runs, leftOut } = await read(folder("nemo-skills"));
  const times = runs.find(({ benchmark }) => benchmark.name === "math")!.samples!.map(({ latency }) => latency);
  // One answer of the fixture ends 50 years after it began.
  expect(times.filter((time) => time === undefined)).toHaveLength(1);
  expect(times[0]).toBeCloseTo(37.557856, 5);
  expect(leftOut.find(({ reason }) => reason.includes("a week"))!.count).toBe(1);
});

test.each([
  [{ symbolic_correct: true }, { symbolic_correct: true }],
  [{ judgement: "Reasoning: …\nJudgement: Yes" }, { judge_correct: true }],
  [{ judgement: "no idea" }, { judge_correct: null }],
  [{ judgement: "INCORRECT" }, { judge_correct: false }],
  [{ judgement: "A" }, { correct: true }],
  [{ judgement: "C" }, { correct: false }],
  [{ judgement: "Judgement: No", expected_judgement: "Judgement: No" }, { correct_judgements: true }],
  [
    { symbolic_correct: false, judgement: "Judgement: yes" },
    { symbolic_correct: false, judge_correct: true },
  ],
  [
    { is_correct: true, "is_correct-plus": false },
    { passing_base_tests: true, passing_plus_tests: false },
  ],
  [{ is_correct: true }, { accuracy: true }],
  [{ graded_list: [false, true] }, { accuracy: false }],
  [{ proof_status: "timeout" }, { lean4_correct: false }],
  [
    { strict_eval: { follow_all_instructions: false }, loose_eval: { follow_all_instructions: true } },
    { prompt_strict_accuracy: false, prompt_loose_accuracy: true },
  ],
])("%j is graded as %j", async (row, verdicts) => {
  const { runs } = await read([written("b/output.jsonl", lines({ num_generated_tokens: 1, ...row }))]);
  const found = Object.fromEntries(runs.map(({ protocol, samples }) => [protocol!.metric, samples![0]!.correct]));
  expect(found).toEqual(verdicts);
});

describe("files", () => {
  const right = { symbolic_correct: true, num_generated_tokens: 3 };
  const wrong = { symbolic_correct: false, num_generated_tokens: 4 };

  test("takes repeats in order of their numbers, and problems by their lines", async () => {
    const given = [10, 2].map((seed) => written(`b/output-rs${seed}.jsonl`, lines(seed === 2 ? right : wrong, right)));
    const { runs } = await read(given);
    expect(runs[0]!.samples!.map(({ problem, repeat, correct }) => [problem, repeat, correct])).toEqual([
      ["0", 0, true],
      ["1", 0, true],
      ["0", 1, false],
      ["1", 1, true],
    ]);
  });

  test("finds outputs in eval-results beside the metrics, and those of a folder that is given itself", async () => {
    const metrics = written("m/metrics.json", { b: { "pass@1": { num_entries: 1, symbolic_correct: 100.0 } } });
    const { runs } = await read([written("m/eval-results/b/output.jsonl", lines(right)), metrics]);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      measures: { accuracy: { value: 1 } },
      benchmark: { name: "b" },
      model: { name: "" },
    });
    const alone = await read([written("output-rs0.jsonl", lines(right))]);
    expect(alone.runs[0]!.benchmark.name).toBe("");
    const named = await read([written("output.jsonl", lines(right)), { ...metrics, path: "metrics.json" }]);
    expect(named.runs.map(({ benchmark }) => benchmark.name)).toEqual(["b"]);
  });

  test("leaves out chunks and the greedy output beside repeats", async () => {
    const { runs, leftOut } = await read([
      written("b/output-rs0.jsonl", lines(right)),
      written("b/output-rs1_chunk_0.jsonl", lines(wrong)),
      written("b/output.jsonl", lines(wrong)),
    ]);
    expect(runs[0]!.samples).toHaveLength(1);
    expect(leftOut.map(({ place }) => place)).toEqual(["b/output-rs1_chunk_0.jsonl", "b/output.jsonl"]);
  });

  test("an answer that failed is no wrong one", async () => {
    const { runs } = await read([
      written("b/output.jsonl", lines(right, { ...wrong, error: "timeout at http://10.0.0.9/v1" })),
    ]);
    expect(runs[0]!.samples![1]).toEqual({ problem: "1", repeat: 0, outputTokens: 4, error: "timeout at <address>" });
  });

  test("answers that were cut afterwards are a run with that limit", async () => {
    const ways = { "pass@1": { num_entries: 2, symbolic_correct: 50, avg_tokens: 9 } };
    const { runs } = await read([
      written("metrics.json", { b: { "pass@1": { num_entries: 2, symbolic_correct: 100 } } }),
      written("metrics-ms8192.json", { b: ways }),
      written("b/output.jsonl", lines(right, right)),
    ]);
    expect(
      runs.map(({ decoding, measures, samples }) => [decoding?.maxTokens, measures!.accuracy!.value, samples?.length]),
    ).toEqual([
      [undefined, 1, 2],
      [8192, 0.5, undefined],
    ]);
    expect(runs[1]!.measures).not.toHaveProperty("output_tokens");
  });

  test.each([
    ["a share above 100 %", [written("metrics.json", { b: { "pass@1": { symbolic_correct: 160 } } })], "OUT_OF_RANGE"],
    [
      "a negative number of tokens",
      [written("b/output.jsonl", lines({ ...right, num_generated_tokens: -1 }))],
      "OUT_OF_RANGE",
    ],
    ["a line that is cut", [written("b/output.jsonl", `${lines(right)}\n{"num_gen`)], "BAD_FILE"],
    [
      "repeats that are not of the same problems",
      [0, 1].map((i) => written(`b/output-rs${i}.jsonl`, lines({ ...right, problem: `p${i}` }))),
      "BAD_FILE",
    ],
  ])("refuses %s with its place", async (_, given, code) => {
    const error = await refusal(given);
    expect(error?.code).toBe(code);
    expect(error?.place).toMatch(/metrics\.json: b|output.*\.jsonl:\d/);
  });

  test("takes no file of another format", async () => {
    const others = [...folder("lm-eval"), ...folder("inspect"), written("x/output.jsonl", '{"a":1}')];
    expect(await read(others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
  });
});

test("a broken file is read or refused", async () => {
  await fuzzImporter(nemoSkillsImporter, folder("nemo-skills"), 400);
}, 60_000);
