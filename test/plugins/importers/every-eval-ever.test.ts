import { describe, expect, it } from "vitest";
import { everyEvalEver } from "../../../src/plugins/importers/every-eval-ever/importer.ts";
import { fuzzImporter } from "./fuzz.ts";
import { fixture, imported, textFile } from "./importedFrom.ts";

const FOLDER = "every-eval-ever";
const DEMO = "f3a1c0de-4b2e-4c1a-9f6d-1b7e5a2c8d40";
const demo = [fixture(`${FOLDER}/${DEMO}.json`), fixture(`${FOLDER}/${DEMO}_samples.jsonl`)];

/** A file of version 0.3 with one result, whose parts can be replaced. */
const aggregate = ({ metric = {}, score = {}, result = {}, more = {} }: Record<string, object> = {}) => ({
  schema_version: "0.3.0",
  evaluation_id: "e/1",
  retrieved_timestamp: "1750000001",
  source_metadata: { source_name: "S", source_organization_name: "O", evaluator_relationship: "third_party" },
  eval_library: { name: "lm_eval", version: "0.4.11" },
  model_info: { name: "m", id: "org/m", additional_details: {} },
  evaluation_results: [
    {
      evaluation_name: "task",
      source_data: { dataset_name: "task", source_type: "other" },
      metric_config: { metric_kind: "accuracy", lower_is_better: false, min_score: 0, max_score: 1, ...metric },
      score_details: { score: 0.5, ...score },
      ...result,
    },
  ],
  ...more,
});

const line = (more: object = {}) => ({
  schema_version: "0.3.0",
  evaluation_id: "e/1",
  model_id: "org/m",
  evaluation_name: "task",
  sample_id: "1",
  interaction_type: "single_turn",
  input: { raw: "?", reference: ["4"] },
  output: { raw: ["4"] },
  answer_attribution: [],
  evaluation: { score: 1, is_correct: true },
  ...more,
});
const lines = (...all: object[]) => textFile("a_samples.jsonl", all.map((one) => JSON.stringify(one)).join("\n"));
const one = (given: object) => imported(everyEvalEver, [textFile("a.json", given)]);

describe("aggregates", () => {
  it("gives a run of each result of 0.2.0, with the figures of the file", async () => {
    const { runs, leftOut } = await imported(everyEvalEver, [fixture(`${FOLDER}/aggregate-example.json`)]);
    expect(leftOut).toEqual([]);
    expect(runs.map(({ benchmark, measures }) => [benchmark.dataset, measures!.accuracy!.value])).toEqual([
      ["google/IFEval", 0.4486],
      ["SaylorTwift/bbh", 0.4224],
      ["DigitalLearningGmbH/MATH-lighteval", 0.0249],
      ["Idavidrein/gpqa", 0.2743],
      ["TAUR-Lab/MuSR", 0.419],
      ["TIGER-Lab/MMLU-Pro", 0.1946],
    ]);
    expect(runs[0]).toMatchObject({ model: { name: "TencentARC/LLaMA-Pro-8B-Instruct" }, servedAs: "bfloat16" });
    // The time at which the record was written is no date of the run.
    expect(runs[0]).not.toHaveProperty("finishedAt");
  });

  it("keeps the parts of 0.2.2 apart, and does not give each of them the cost of all", async () => {
    const { runs, leftOut } = await imported(everyEvalEver, [fixture(`${FOLDER}/hal-gaia-claude-3-7-high-0.2.2.json`)]);
    expect(runs.map(({ benchmark: { name, subset }, measures }) => [name, subset, measures])).toEqual([
      ["GAIA", undefined, { accuracy: { value: 0.6424 } }],
      ["GAIA - GAIA Level 1", "GAIA Level 1", { accuracy: { value: 0.6792 } }],
      ["GAIA - GAIA Level 2", "GAIA Level 2", { accuracy: { value: 0.6395 } }],
      ["GAIA - GAIA Level 3", "GAIA Level 3", { accuracy: { value: 0.5769 } }],
    ]);
    expect(runs.every(({ mode }) => mode === "high")).toBe(true);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]!.reason).toContain("122.49 dollars");
  });

  it("makes a run of each filter of 0.3.0, with 1.96 standard errors on both sides", async () => {
    const path = "data/gsm8k_selfcons/openai/gsm8k-175b-verification/a620400d-6801-4892-824c-8ab397680f95.json";
    const { runs } = await imported(everyEvalEver, [fixture(`${FOLDER}/valid-0.3.0/${path}`, path)]);
    expect(runs.map(({ protocol }) => protocol!.filter)).toEqual(["score-first", "maj@3", "maj@1"]);
    expect(runs[0]).toMatchObject({
      benchmark: { name: "gsm8k_selfcons" },
      decoding: { temperature: 0.2 },
      finishedAt: "2026-11-27T21:05:22.000Z",
      measures: { accuracy: { value: 0.6666666666666666, count: 6, high: 1 } },
    });
    // 2/3 - 1.96 × 0.210818510677892
    expect(runs[0]!.measures!.accuracy!.low).toBeCloseTo(0.253462, 6);
  });

  it.each([
    ["percent", { min_score: 0, max_score: 100 }, 64.2, 0.642],
    ["percent", { metric_unit: "percent" }, 0.5, 0.005],
    ["percent", { metric_unit: "percentage", max_score: 100 }, 100, 1],
    ["shares", { metric_unit: "proportion" }, 1, 1],
    ["shares", { min_score: "0", max_score: "1.0" }, "0.25", 0.25],
    ["shares", { min_score: undefined, max_score: undefined, score_type: "binary" }, 0.75, 0.75],
  ])("tells %s by unit and bounds: %o", async (_, metric, score, value) => {
    const bounds = { min_score: null, max_score: null };
    const { runs } = await one(aggregate({ metric: { ...bounds, ...metric }, score: { score } }));
    expect(runs[0]!.measures!.accuracy!.value).toBeCloseTo(value, 12);
  });

  it.each([
    ["neither its unit nor its bounds", { min_score: null, max_score: null }],
    ["contradict", { metric_unit: "percent", max_score: 1 }],
    ["unbounded", { max_score: "Infinity" }],
    ["scores up to 5", { max_score: 5 }],
    ["no accuracy", { metric_kind: "f1" }],
    ["no accuracy", { metric_kind: "pass_rate", metric_id: "pass_at_k", metric_parameters: { k: 5 } }],
    ["does not say that its score", { metric_kind: "benchmark_score" }],
  ])("leaves out what is %s", async (why, metric) => {
    const { runs, leftOut } = await one(aggregate({ metric }));
    expect(runs).toEqual([]);
    expect(leftOut[0]!.reason).toContain(why);
    expect(leftOut[0]!.place).toBe("a.json: evaluation_results.0");
  });

  it.each([
    ["a share above 1", {}, { score: 1.6 }, "OUT_OF_RANGE"],
    ["160 %", { max_score: 100 }, { score: 160 }, "OUT_OF_RANGE"],
    ["a figure below the bounds", { min_score: 0.25 }, { score: 0.1 }, "OUT_OF_RANGE"],
    ["a text", {}, { score: "high" }, "BAD_FILE"],
  ])("refuses %s with its place", async (_, metric, score, code) => {
    const place = "a.json: evaluation_results.0.score_details.score";
    await expect(one(aggregate({ metric, score }))).rejects.toMatchObject({ code, place });
  });

  it("names the data set of the problems, not the table that was read, and knows the whole from its parts", async () => {
    const [first] = aggregate().evaluation_results;
    const source_data = {
      ...{
        dataset_name: "submissions",
        source_type: "hf_dataset",
        hf_repo: "TIGER-Lab/submissions",
        hf_split: "train",
      },
      additional_details: { benchmark_hf_repo: "TIGER-Lab/MMLU-Pro", prompt_style: "5-shot CoT" },
    };
    const named = ["MMLU-Pro (overall)", "MMLU-Pro (Biology)"].map((name) => ({
      ...first,
      evaluation_name: name,
      source_data,
    }));
    const { runs } = await one(aggregate({ more: { evaluation_results: named } }));
    const dataset = "TIGER-Lab/MMLU-Pro";
    expect(runs.map(({ benchmark }) => benchmark)).toEqual([
      { name: "MMLU-Pro (overall)", dataset },
      { name: "MMLU-Pro (Biology)", dataset, subset: "MMLU-Pro (Biology)" },
    ]);
    expect(runs[0]!.protocol).toMatchObject({ setup: "5-shot CoT" });
  });

  it("knows a data set of the hub by its address, and keeps any other address", async () => {
    const of = (...url: unknown[]) =>
      aggregate({ result: { source_data: { dataset_name: "s", source_type: "url", url } } });
    const hub = "https://huggingface.co/datasets/org/set";
    expect((await one(of("a path", hub))).runs[0]!.benchmark).toEqual({ name: "task", dataset: "org/set", url: hub });
    expect((await one(of("https://a.org/x"))).runs[0]!.benchmark).toEqual({ name: "task", url: "https://a.org/x" });
  });

  it("tells apart what was judged in another way", async () => {
    const judge = async (input_prompt: string) =>
      (await one(aggregate({ metric: { llm_scoring: { judges: [], input_prompt } } }))).runs[0]!.protocol!.judge;
    expect(await judge("a")).toBe(await judge("a"));
    expect(await judge("a")).not.toBe(await judge("b"));
  });

  it("takes no accuracy of which less is better", async () => {
    const { runs, leftOut } = await one(aggregate({ metric: { lower_is_better: true } }));
    expect(runs).toEqual([]);
    expect(leftOut[0]).toMatchObject({ reason: "Less of task is better, so it is no accuracy (0.5)." });
  });

  it("refuses other versions", async () => {
    const other = aggregate({ more: { schema_version: "0.1.0" } });
    await expect(one(other)).rejects.toMatchObject({ code: "UNSUPPORTED_VERSION", place: "a.json: schema_version" });
  });

  it("shares a total among the problems that are stated, and takes a mean as it is", async () => {
    const stated = { uncertainty: { num_samples: 200 } };
    const total = { generation_config: { additional_details: { total_cost_usd: "12.50" } } };
    const mean = { generation_config: { additional_details: { avg_cost_per_task: "$0.25" } } };
    const unclear = { generation_config: { additional_details: { total_cost: "12.50" } } };
    const costs = [];
    for (const result of [total, mean, unclear]) {
      costs.push((await one(aggregate({ score: stated, result }))).runs[0]!.measures!.cost?.value);
    }
    expect(costs).toEqual([0.0625, 0.25, undefined]);
  });

  it("takes a cost that is a result of its own for the only accuracy of its data set", async () => {
    const [accuracy] = aggregate().evaluation_results;
    const cost = {
      ...accuracy,
      evaluation_name: "task.avg_cost_usd",
      metric_config: { metric_kind: "cost", metric_name: "Average cost per task", metric_unit: "usd", max_score: 3 },
      score_details: { score: 0.4 },
    };
    const { runs, leftOut } = await one(aggregate({ more: { evaluation_results: [accuracy, cost] } }));
    expect(runs[0]!.measures).toEqual({ accuracy: { value: 0.5 }, cost: { value: 0.4 } });
    expect(leftOut).toEqual([]);
  });
});

describe("instances", () => {
  it("belong to the aggregate beside them, whose figure stays where theirs is another", async () => {
    const { runs, disagreements } = await imported(everyEvalEver, demo);
    expect(runs).toHaveLength(1);
    expect(runs[0]!.measures).toEqual({ accuracy: { value: 0.75 } });
    expect(runs[0]!.samples).toEqual([
      {
        ...{ problem: "demo_0001", repeat: 0, correct: true, promptTokens: 12, outputTokens: 5 },
        ...{ answer: "4", expected: "4", output: "The answer is 4." },
      },
    ]);
    expect(disagreements.map(({ statement }) => statement)).toEqual([
      "The accuracy is stated as 0.75, and that of the 1 lines is 1.",
    ]);
  });

  it("make runs of their own where they come alone", async () => {
    const { runs } = await imported(everyEvalEver, [demo[1]!]);
    expect(runs).toMatchObject([
      { model: { name: "demo-org/demo-model" }, benchmark: { name: "demo-source.demo_bench" } },
    ]);
    expect(runs[0]).not.toHaveProperty("measures");
  });

  const samplesOf = async (...all: object[]) =>
    (await imported(everyEvalEver, [textFile("a.json", aggregate()), lines(...all)])).runs[0]!.samples;

  it("count repeats, and call no failed answer wrong", async () => {
    const failed = { evaluation: { score: 0, is_correct: false }, error: "timeout" };
    expect(await samplesOf(line(), line({ sample_id: "2", ...failed }), line())).toMatchObject([
      { problem: "1", repeat: 0, correct: true },
      { problem: "2", repeat: 0, error: "timeout" },
      { problem: "1", repeat: 1, correct: true },
    ]);
    expect((await samplesOf(line(failed)))![0]).not.toHaveProperty("correct");
  });

  it.each([
    // Inspect leaves the cache out of the input; HELM leaves the reasoning out of the output.
    [{ input_tokens: 10, output_tokens: 5, total_tokens: 15, input_tokens_cache_read: 4 }, 10, 5],
    [{ input_tokens: 10, output_tokens: 5, total_tokens: 19, input_tokens_cache_read: 4 }, 14, 5],
    [{ input_tokens: 10, output_tokens: 5, total_tokens: 35, reasoning_tokens: 20 }, 10, 25],
    [{ input_tokens: 10, output_tokens: 5, total_tokens: 99 }, 10, 5],
  ])("let the total tell what their tokens hold: %o", async (token_usage, promptTokens, outputTokens) => {
    expect(await samplesOf(line({ token_usage }))).toMatchObject([{ promptTokens, outputTokens }]);
  });

  it("have times in seconds, but no latency that is less than a part of it", async () => {
    const whole = { latency_ms: 2500, time_to_first_token_ms: 300 };
    expect(await samplesOf(line({ performance: whole }))).toMatchObject([{ latency: 2.5, ttft: 0.3 }]);
    const waiting = line({ performance: { latency_ms: 20, generation_time_ms: 900 } });
    const samples = await samplesOf(line({ performance: whole }), waiting);
    expect(samples!.map(({ latency }) => latency)).toEqual([undefined, undefined]);
  });

  it("are left out where they may be of several results, or are of another evaluation", async () => {
    const [first] = aggregate().evaluation_results;
    const two = aggregate({ more: { evaluation_results: [first, { ...first, evaluation_result_id: "norm" }] } });
    const files = [
      textFile("a.json", two),
      lines(line(), line({ evaluation_result_id: "norm" }), line({ evaluation_id: "x" })),
    ];
    const { runs, leftOut } = await imported(everyEvalEver, files);
    expect(runs.map(({ samples }) => samples?.length)).toEqual([undefined, 1]);
    expect(leftOut.map(({ reason, count }) => [reason.slice(0, 30), count])).toEqual([
      ["These lines do not say to whic", 1],
      ["These lines belong to another ", 1],
    ]);
  });

  it("belong to the scorer that the converter of Inspect's logs names", async () => {
    const [first] = aggregate().evaluation_results;
    const named = (metric: string) => ({ ...first, evaluation_name: `${metric} on task for scorer choice` });
    const f1 = { ...named("f1"), metric_config: { ...first!.metric_config, metric_kind: "f1" } };
    const all = aggregate({
      more: { evaluation_results: [named("accuracy"), f1], eval_library: { name: "inspect_ai", version: "0.3" } },
    });
    const { runs } = await imported(everyEvalEver, [textFile("a.json", all), lines(line(), line({ sample_id: "2" }))]);
    expect(runs).toMatchObject([
      {
        benchmark: { name: "task" },
        protocol: { harness: "inspect", task: "task", scorer: "choice" },
        samples: [{}, {}],
      },
    ]);
    expect(runs[0]!.benchmark).not.toHaveProperty("subset");
  });

  it("keep partial credit, leave an unknown level undecided, and are left out alone where scores are no verdicts", async () => {
    const partial = line({ evaluation: { score: 0.5, is_correct: true } });
    const unknown = line({ sample_id: "2", evaluation: { score: -1, is_correct: false } });
    expect(await samplesOf(partial, unknown)).toMatchObject([{ correct: true, score: 0.5 }, { problem: "2" }]);
    expect((await samplesOf(unknown))![0]).not.toHaveProperty("correct");
    expect(
      (await samplesOf(line({ evaluation: { score: 0.5, is_correct: false }, error: "x" })))![0],
    ).not.toHaveProperty("score");
    const { runs, leftOut } = await imported(everyEvalEver, [
      lines(partial, line({ evaluation_name: "other", model_id: "b" })),
    ]);
    expect(runs.map(({ benchmark, model }) => [benchmark.name, model.name])).toEqual([["other", "b"]]);
    expect(leftOut).toMatchObject([{ place: "a_samples.jsonl: task", count: 1 }]);
    await expect(imported(everyEvalEver, [lines(line({ model_id: undefined }))])).rejects.toMatchObject({
      code: "BAD_FILE",
    });
  });

  it("are held against the number of lines and the checksum that are stated", async () => {
    const detailed_evaluation_results = { hash_algorithm: "sha256", checksum: "0".repeat(64), total_rows: 7 };
    const files = [
      textFile("a.json", aggregate({ score: { score: 1 }, more: { detailed_evaluation_results } })),
      lines(line()),
    ];
    expect((await imported(everyEvalEver, files)).disagreements).toHaveLength(2);
  });
});

it("takes no file of another format, such as its own schema", async () => {
  const names = { schema_version: { type: "string" }, evaluation_id: {}, model_info: {}, evaluation_results: {} };
  const others = [
    textFile("eval.schema.json", { properties: names }),
    textFile("results.json", { results: {}, model_info: 1 }),
  ];
  expect(await imported(everyEvalEver, others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
});

it("gives what can be stored or refuses, whatever is wrong in a file", async () => {
  await fuzzImporter(everyEvalEver, demo, 300);
  await fuzzImporter(everyEvalEver, [fixture(`${FOLDER}/hal-gaia-claude-3-7-high-0.2.2.json`)], 150);
  await fuzzImporter(
    everyEvalEver,
    [
      fixture(
        `${FOLDER}/valid-0.3.0/data/gsm8k_selfcons/openai/gsm8k-175b-verification/a620400d-6801-4892-824c-8ab397680f95.json`,
      ),
    ],
    150,
  );
});
