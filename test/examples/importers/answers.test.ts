import { describe, expect, test } from "vitest";
import { requestsOf, sampleOf } from "../../../examples/importers/evalscope/samples.ts";
import { digestOfText } from "../../../src/plugins/contract/promptDigests.ts";
import { Fields } from "../../../src/plugins/importers/fields/fields.ts";
import { file, folder, imported, reasonsIn, runsIn, statementsIn } from "./read.ts";

describe("HELM", () => {
  test("makes a run of each metric and split, without perturbed instances", async () => {
    const found = await imported(folder("helm"));
    const runs = runsIn(found);
    // The means of the rows of stats.json without a perturbation, by hand: 1 of 9 tested problems, 0 of 1 of validation.
    expect(
      runs.map(({ protocol, benchmark, measures }) => [protocol!.metric, benchmark.split, measures!.accuracy!.value]),
    ).toEqual([
      ["exact_match", "test", 1 / 9],
      ["quasi_exact_match", "test", 1 / 9],
      ["prefix_exact_match", "test", 1 / 9],
      ["quasi_prefix_exact_match", "test", 1 / 9],
      ["exact_match", "valid", 0],
      ["quasi_exact_match", "valid", 0],
      ["prefix_exact_match", "valid", 0],
      ["quasi_prefix_exact_match", "valid", 0],
    ]);
    expect(runs[0]).toMatchObject({
      model: { name: "openai/gpt2" },
      benchmark: { name: "mmlu", subset: "subject=philosophy" },
      servedAs: "huggingface",
      decoding: { temperature: 0, maxTokens: 1, stop: ["\n"] },
      protocol: { harness: "helm", method: "multiple_choice_joint", shots: 5 },
      problemCount: 9,
      startedAt: "2025-11-05T15:02:02.000Z",
    });
    expect(runs[0]!.samples).toHaveLength(9);
    expect(runs[0]!.samples![0]).toMatchObject({
      problem: "id147",
      correct: false,
      promptTokens: 333,
      outputTokens: 1,
      latency: 0.6803672313690186,
      output: " D",
    });
    expect(runs[0]!.samples!.filter(({ correct }) => correct)).toHaveLength(1);
    expect(statementsIn(found)).toEqual([]);
    expect(reasonsIn(found)).toContainEqual(expect.stringContaining("exact_match@5 is no accuracy"));
    expect(reasonsIn(found)).toContainEqual(expect.stringContaining("perturbed"));
  });

  const SPEC = { name: "gsm:model=a_b", adapter_spec: { model: "a/b", model_deployment: "together/b" } };
  const stat = (name: string, mean: number, more = {}) => ({ name: { name, split: "test", ...more }, count: 1, mean });
  const instance = (id: string, trial: number, mean: number, more = {}) => ({
    instance_id: id,
    train_trial_index: trial,
    stats: [stat("exact_match", mean), stat("num_prompt_tokens", 10)],
    ...more,
  });

  test("takes trials for repeats, times of cached answers for unknown, and failures for errors", async () => {
    const request = (id: string, trial: number, result: object) => ({
      instance: { id, split: "test" },
      train_trial_index: trial,
      result: { completions: [{ text: "x" }], ...result },
    });
    const found = await imported([
      file("run/run_spec.json", SPEC),
      file("run/stats.json", [stat("exact_match", 0.9), stat("exact_match", 0.1, { perturbation: { name: "typos" } })]),
      file("run/per_instance_stats.json", [
        instance("1", 0, 1),
        instance("1", 1, 0),
        instance("2", 0, 0),
        instance("2", 1, 0),
        instance("1", 0, 0, { perturbation: { name: "typos" } }),
      ]),
      file("run/scenario_state.json", {
        request_states: [
          request("1", 0, { success: true, cached: true, request_time: 3 }),
          request("1", 1, { success: true, cached: false, request_time: 2 }),
          request("2", 0, { success: false, error: "no answer" }),
          request("2", 1, { success: true, request_time: 1 }),
          request("2", 1, { success: true, request_time: 1 }),
        ],
      }),
    ]);
    expect(runsIn(found)[0]).toMatchObject({
      servedAs: "together",
      problemCount: 2,
      samples: [
        { problem: "1", repeat: 0, correct: true },
        { problem: "1", repeat: 1, correct: false, latency: 2 },
        { problem: "2", repeat: 0, error: "no answer" },
        { problem: "2", repeat: 1, correct: false },
      ],
    });
    const [first, , third, fourth] = runsIn(found)[0]!.samples!;
    expect(first!.latency).toBeUndefined();
    expect(third).not.toHaveProperty("correct");
    // Two requests for one instance: neither their tokens nor their times are the answer's.
    expect(fourth!.promptTokens).toBeUndefined();
    expect(statementsIn(found)).toEqual([
      "exact_match is stated as 0.9, and 3 instances have the mean 0.3333333333333333.",
    ]);
  });

  test("refuses an accuracy above 1 with its place", async () => {
    const given = [file("run_spec.json", SPEC), file("stats.json", [stat("exact_match", 1.6)])];
    await expect(imported(given)).rejects.toMatchObject({ code: "OUT_OF_RANGE", place: "stats.json: [0].mean" });
  });
});

describe("evalscope", () => {
  test("reads reports with the answers that are at hand, and says where they do not agree", async () => {
    const found = await imported(folder("evalscope"));
    const [gpqa, gsm8k] = runsIn(found);
    expect(gpqa).toMatchObject({
      model: { name: "qwen3-max" },
      benchmark: { name: "gpqa_diamond" },
      protocol: { harness: "evalscope", metric: "mean_acc" },
      problemCount: 10,
      measures: {
        accuracy: { value: 0.9, count: 10 },
        output_tokens: { value: 559.1, count: 10 },
        latency: { value: 17.873169, count: 10 },
      },
    });
    expect(gpqa!.samples!.map(({ problem, correct }) => [problem, correct])).toEqual([
      ["2", true],
      ["3", true],
      ["4", true],
      ["5", true],
      ["8", false],
      ["9", true],
    ]);
    expect(gsm8k).toMatchObject({ benchmark: { name: "gsm8k", subset: "main" }, measures: { accuracy: { value: 1 } } });
    expect(gsm8k!.samples!.find(({ problem }) => problem === "3")).toMatchObject({
      correct: true,
      promptTokens: 635,
      outputTokens: 103,
      latency: 3.92417116696015,
      ttft: 0.9411283750087023,
      expected: "540",
      finishReason: "stop",
    });
    expect(statementsIn(found)).toEqual(["The report says 0.9, and 6 reviews have the mean 0.8333333333333334."]);
  });

  test.each([
    ["a text", "5"],
    [
      "parts, since the model reasons",
      [
        { type: "reasoning", reasoning: "hm" },
        { type: "text", text: "5" },
      ],
    ],
  ])("gives the request of a sample whose answer is %s", (_, content) => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "2+3?" },
      { role: "assistant", content },
    ];
    const prediction = new Fields({ messages, model_output: { choices: [{ message: { content } }] } }, "row");
    const graded = { subset: "I", index: "0", problem: "0", repeat: 0, prediction };
    expect(requestsOf(graded)).toEqual([
      { text: digestOfText("2+3?"), answers: [digestOfText("5")], purpose: "answer" },
    ]);
    expect(sampleOf(graded, "acc", false)).toMatchObject({ output: "5" });
  });

  test("reads repeats, a cache beside the prompt, errors and settings without keys", async () => {
    const report = {
      dataset_name: "aime",
      model_name: "a/b",
      metrics: [
        {
          name: "mean_acc",
          score: 0.5,
          macro_score: 0.6,
          num: 1,
          categories: [{ subsets: [{ name: "I" }, { name: "II" }] }],
        },
        { name: "Rouge-L", score: 17 },
      ],
    };
    const answer = (index: number, more: object) => ({ index, model_output: { choices: [], ...more } });
    const review = (index: number, acc: number) => ({
      index,
      sample_score: { group_id: 7, score: { value: { acc, other: 1 } } },
    });
    const usage = {
      input_tokens: 5,
      output_tokens: 3,
      input_tokens_cache_read: 90,
      total_tokens: 98,
      reasoning_tokens: 2,
    };
    const found = await imported([
      file("o/reports/m/aime.json", report),
      file(
        "o/predictions/m/aime_I.jsonl",
        [answer(1, { error: "timeout" }), answer(0, { usage })].map((one) => JSON.stringify(one)).join("\n"),
      ),
      file("o/reviews/m/aime_I.jsonl", [review(1, 1), review(0, 1)].map((one) => JSON.stringify(one)).join("\n")),
      file(
        "o/configs/task_config_ab.yaml",
        "api_key: secret\ngeneration_config:\n  temperature: 0.6\n  max_tokens: 100\n",
      ),
    ]);
    expect(runsIn(found)).toMatchObject([
      {
        decoding: { temperature: 0.6, maxTokens: 100 },
        samples: [
          {
            problem: "I/7",
            repeat: 0,
            correct: true,
            promptTokens: 95,
            cachedPromptTokens: 90,
            outputTokens: 3,
            reasoningTokens: 2,
          },
          { problem: "I/7", repeat: 1, error: "timeout" },
        ],
      },
    ]);
    expect(JSON.stringify(found)).not.toContain("secret");
    expect(reasonsIn(found)).toEqual([
      expect.stringContaining("mean of the subsets' means: 0.6"),
      expect.stringContaining("Rouge-L is no accuracy: 17"),
    ]);
  });
});

describe("files that are read together", () => {
  const inFolder = (name: string, within: string) =>
    folder(name).map((one) => ({ ...one, path: `${within}/${one.path}` }));

  test.each(["evalscope", "opencompass", "helm"])(
    "of %s are those of one folder, where two have the same names",
    async (name) => {
      const once = runsIn(await imported(inFolder(name, "one")));
      const twice = runsIn(await imported([...inFolder(name, "one"), ...inFolder(name, "other")]));
      expect(twice).toHaveLength(2 * once.length);
      const withoutPlace = (run: object) => ({ ...run, place: undefined });
      for (const run of twice) expect(once.map(withoutPlace)).toContainEqual(withoutPlace(run));
    },
  );

  test("belong to the data set with the longest name", async () => {
    const report = (name: string) => ({
      dataset_name: name,
      model_name: "m",
      metrics: [{ name: "mean_acc", score: 1, num: 1 }],
    });
    const review = JSON.stringify({ index: 0, sample_score: { score: { value: { acc: 1 } } } });
    const found = await imported([
      file("reports/math.json", report("math")),
      file("reports/math_500.json", report("math_500")),
      file("reviews/math_500_default.jsonl", review),
    ]);
    expect(runsIn(found).map(({ samples }) => samples?.length)).toEqual([undefined, 1]);
  });

  test("are not taken from other tools' folders of results", async () => {
    const found = await imported([file("results/2024/gpqa_gpt-4o.json", { score: 0.5, "score:std": 0.1 })]);
    expect(runsIn(found).map(({ protocol }) => protocol!.harness)).toEqual(["simple-evals"]);
  });
});

describe("lighteval", () => {
  test("reads results with their errors, and leaves means and other metrics out", async () => {
    const found = await imported(folder("lighteval"));
    const [algebra, anatomy, anli] = runsIn(found);
    expect(algebra).toMatchObject({
      model: { name: "HuggingFaceTB/SmolLM2-1.7B-Instruct", revision: "main" },
      benchmark: { name: "mmlu:abstract_algebra", dataset: "lighteval/mmlu", split: "test", problemCount: 100 },
      protocol: { harness: "lighteval", metric: "acc", shots: 5 },
      decoding: { temperature: 0, topP: 0.95, maxTokens: 256, seed: 42, stop: ["</s>"] },
      measures: { accuracy: { value: 0.31, count: 100 } },
    });
    // 0.31 ± 1.96 × 0.04648231987117316.
    expect(algebra!.measures!.accuracy!.low).toBeCloseTo(0.21889465305, 10);
    expect(algebra!.measures!.accuracy!.high).toBeCloseTo(0.40110534695, 10);
    expect(anatomy!.measures!.accuracy).toEqual({ value: 0.4444444444444444, count: 135 });
    expect(anli).toMatchObject({ model: { name: "" }, benchmark: { name: "anli:r1" }, protocol: { shots: 0 } });
    expect(anli!.samples!.map(({ correct }) => correct)).toEqual([false, false]);
    // A task that is decided by probabilities has no tokens, and its empty lists are no zeros.
    expect(anli!.samples![0]).not.toHaveProperty("outputTokens");
    expect(reasonsIn(found)).toEqual([
      expect.stringContaining("mcc is no accuracy: 0.1673623873916"),
      expect.stringContaining("custom_reward is no accuracy: 7.25"),
      expect.stringContaining("broken_metric is no accuracy: without a figure"),
      expect.stringContaining("mmlu:_average|5: It is the mean"),
      expect.stringContaining("all: It is the mean"),
    ]);
    expect(JSON.stringify(found)).not.toContain(".cache");
  });

  test("reads the keys of older versions and the engine", async () => {
    const results = {
      config_general: {
        lighteval_sha: "abc",
        model_name: "/data/ann/Qwen3-8B",
        model_config: { gpu_memory_utilization: 0.9, dtype: "float16" },
      },
      results: { "lighteval|gpqa:diamond|0|0": { "gpqa_pass@k:k=1": 0.4, "gpqa_pass@k:k=4": 0.7 } },
      versions: { "lighteval|gpqa:diamond|0|0": 1 },
      config_tasks: { "lighteval|gpqa:diamond": { hf_repo: "Idavidrein/gpqa", effective_num_docs: 198 } },
    };
    const found = await imported([file("results_2025-05-06T07-08-09.1.json", results)]);
    expect(runsIn(found)).toMatchObject([
      {
        model: { name: "Qwen3-8B" },
        runner: "vllm",
        servedAs: "vllm, float16",
        benchmark: { name: "gpqa:diamond", dataset: "Idavidrein/gpqa", version: "1" },
        protocol: { metric: "gpqa_pass@k:k=1", shots: 0 },
        problemCount: 198,
        notes: "The file is of 2025-05-06 07:08, local time. lighteval abc.",
      },
    ]);
    expect(JSON.stringify(found)).not.toContain("ann");
    expect(reasonsIn(found)).toEqual([expect.stringContaining("k=4 is no accuracy: 0.7")]);
  });

  test("refuses a damaged Parquet", async () => {
    const [details] = folder("lighteval").filter(({ path }) => path.endsWith(".parquet"));
    const cut = { ...details!, bytes: details!.bytes.subarray(0, 9000) };
    await expect(imported([cut])).rejects.toMatchObject({ code: "BAD_FILE" });
  });
});

describe("OpenCompass", () => {
  test("reads percentages with the answers, and the hash of the prompt from the summary", async () => {
    const found = await imported(folder("opencompass"));
    const [run, ...others] = runsIn(found);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      model: { name: "model-a-hf" },
      benchmark: { name: "gsm8k" },
      protocol: { harness: "opencompass", metric: "accuracy", promptHash: "1d7fe4", mode: "gen" },
      measures: { accuracy: { value: 0.5 } },
    });
    expect(run!.samples!.map(({ correct }) => correct)).toEqual([true, false, true, false, true, false]);
    expect(reasonsIn(found)).toEqual([expect.stringContaining("naive_average is a mean")]);
  });

  test("reads a summary alone, parts of predictions, repeats and failures", async () => {
    const csv =
      "dataset,version,metric,mode,a,b\ngsm8k,abc123,accuracy,gen,50.00,-\nmmlu,-,naive_average,gen,1,2\nsum,ffffff,rouge1,gen,3,4\n";
    expect(runsIn(await imported([file("x/summary/summary_1.csv", csv)]))).toMatchObject([
      { model: { name: "a" }, measures: { accuracy: { value: 0.5 } }, protocol: { promptHash: "abc123" } },
    ]);
    const given = [
      file("x/results/a/math.json", { accuracy: 75, details: [{ correct: [true, true] }, { correct: [true, false] }] }),
      file("x/results/a/bad.json", { error: "No predictions" }),
      file("x/results/a/bad.json.bak", "{}"),
      file("x/predictions/a/math_0.json", { 0: { prediction: ["p", "q"], res_length: 4 } }),
      file("x/predictions/a/math_1.json", { 0: { prediction: ["r", "s"] } }),
    ];
    const found = await imported(given);
    expect(
      runsIn(found)[0]!.samples!.map(({ problem, repeat, correct, output }) => [problem, repeat, correct, output]),
    ).toEqual([
      ["0", 0, true, "p"],
      ["0", 1, true, "q"],
      ["1", 0, true, "r"],
      ["1", 1, false, "s"],
    ]);
    expect(statementsIn(found)).toEqual([]);
    expect(reasonsIn(found)).toEqual(["x/results/a/bad.json: error: The evaluation failed."]);
    const tooLarge = [file("x/results/a/math.json", { accuracy: 160, details: {} })];
    await expect(imported(tooLarge)).rejects.toMatchObject({
      code: "OUT_OF_RANGE",
      place: "x/results/a/math.json: accuracy",
    });
  });
});

describe("simple-evals", () => {
  test("reads the score of a file and names from the file's name", async () => {
    const found = await imported(folder("simple-evals").filter(({ path }) => path.endsWith(".json")));
    expect(runsIn(found)).toMatchObject([
      { model: { name: "customgpt" }, benchmark: { name: "gpqa" }, measures: { accuracy: { value: 0.1 } } },
      {
        model: { name: "customgpt" },
        benchmark: { name: "mgsm" },
        measures: { accuracy: { value: 0.7272727272727273 } },
      },
    ]);
    // The deviation of the samples is no error of the mean.
    expect(runsIn(found)[0]!.measures!.accuracy).toEqual({ value: 0.1 });
    expect(reasonsIn(found)).toContainEqual(
      expect.stringContaining("chars: It is no accuracy of the whole benchmark: 2026.2"),
    );
    const dated = file("healthbench_hard_gpt-4.1_20250601_101112.json", { score: 0.3, "score:std": 0.1 });
    expect(runsIn(await imported([dated]))).toMatchObject([
      {
        model: { name: "gpt-4.1" },
        benchmark: { name: "healthbench_hard" },
        notes: "The file is of 2025-06-01 10:11, local time.",
      },
    ]);
  });

  test("reads the judged answers of simple-evals-ru", async () => {
    const found = await imported(folder("simple-evals").filter(({ path }) => path.endsWith(".jsonl")));
    const [run] = runsIn(found);
    expect(run).toMatchObject({ model: { name: "llama_3_3_70b" }, benchmark: { name: "simpleqa" }, problemCount: 10 });
    expect(run!.samples!.filter(({ correct }) => correct)).toHaveLength(4);
    expect(run!.samples![0]).toMatchObject({
      problem: "3197",
      promptTokens: 30,
      outputTokens: 22,
      cost: 1.0199999999999999e-5,
    });
  });

  test("reads the events of OpenAI evals", async () => {
    const event = (sample_id: string, type: string, data: object) => ({
      run_id: "r",
      event_id: 0,
      sample_id,
      type,
      data,
      created_by: "ann@x",
    });
    const lines = [
      { spec: { completion_fns: ["gpt-4o"], eval_name: "arith.dev.v0", split: "dev", created_by: "ann@x" } },
      event("a.1", "sampling", { prompt: "p", sampled: ["4"], usage: { prompt_tokens: 9, completion_tokens: 1 } }),
      event("a.1", "match", { correct: true, expected: "4" }),
      event("a.2", "sampling", { sampled: "5", usage: { prompt_tokens: 9, completion_tokens: 1 } }),
      event("a.2", "sampling", { sampled: "judge", usage: { prompt_tokens: 99, completion_tokens: 1 } }),
      event("a.2", "match", { correct: false }),
      event("a.3", "error", { message: "ann" }),
      event("a.1", "metrics", { x: 1 }),
      { final_report: { accuracy: 0.4, boostrap_std: 0.1, extra: 1 } },
    ];
    const found = await imported([file("log.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"))]);
    expect(runsIn(found)).toMatchObject([
      {
        model: { name: "gpt-4o" },
        benchmark: { name: "arith.dev.v0", split: "dev" },
        measures: { accuracy: { value: 0.4 } },
        samples: [
          { problem: "a.1", correct: true, promptTokens: 9, outputTokens: 1, output: "4" },
          { problem: "a.2", correct: false },
          { problem: "a.3", error: "The tool recorded an error." },
        ],
      },
    ]);
    expect(runsIn(found)[0]!.samples![1]).not.toHaveProperty("promptTokens");
    expect(statementsIn(found)).toEqual(["The report says 0.4, and 2 matches have the mean 0.5."]);
    expect(JSON.stringify(found)).not.toContain("ann");
  });
});

test("NeMo Evaluator's records make a run of a benchmark", async () => {
  const [run] = runsIn(await imported(folder("nemo-evaluator")));
  expect(run).toMatchObject({ benchmark: { name: "gsm8k" }, protocol: { scorer: "byob_gsm8k" }, problemCount: 5 });
  expect(run!.samples!.map(({ correct }) => correct)).toEqual([true, false, true, false, false]);
  expect(run!.samples![0]).toMatchObject({ answer: "18.", expected: "18" });
});
