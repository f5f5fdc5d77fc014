import { describe, expect, test } from "vitest";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import { lmEvalImporter } from "../../../src/plugins/importers/lm-eval/importer.ts";
import { faultOfRun, fuzzImporter, type Given, importAll } from "./fuzz.ts";
import { folder, kinds, meanVerdict, written } from "./given.ts";

const read = async (given: readonly Given[]) => kinds(await importAll(lmEvalImporter, given));
const refusal = (given: readonly Given[]) =>
  read(given).then(
    () => null,
    (error: unknown) => {
      if (error instanceof ImportError) return error;
      throw error;
    },
  );

/** The figures of `EXPECTED.json`, which were computed from the files by Python. */
const GSM8K = [
  ["gsm8k_part_a", "strict-match", 0, 8],
  ["gsm8k_part_a", "flexible-extract", 0.625, 8],
  ["gsm8k_part_b", "strict-match", 0, 12],
  ["gsm8k_part_b", "flexible-extract", 1 / 3, 12],
  ["gsm8k_selfcons", "score-first", 2 / 3, 6],
  ["gsm8k_selfcons", "maj@3", 2 / 3, 6],
  ["gsm8k_selfcons", "maj@1", 2 / 3, 6],
] as const;

describe.each(["v0.4.11-run", "v0.4.5-run"])("%s", (version) => {
  const given = folder("lm-eval", version);

  test("gives a run for each task and filter, and no run for the group", async () => {
    const { runs, leftOut } = await read(given);
    const found = runs.map(({ protocol, measures }) => {
      const { task, filter } = protocol as Record<string, string>;
      return [task, filter, measures?.accuracy?.value, measures?.accuracy?.count];
    });
    expect(found).toEqual(GSM8K.map((row) => [...row]));
    expect(leftOut.map(({ place }) => place.split(": ")[1])).toEqual(["results.gsm8k_parts"]);
    expect(runs.map(faultOfRun)).toEqual(runs.map(() => null));
  });

  test("gives each run the rows of its filter, one for each problem", async () => {
    const { runs, disagreements } = await read(given);
    for (const { protocol, samples, measures } of runs.filter(({ samples }) => samples)) {
      const { task } = protocol as Record<string, string>;
      const count = GSM8K.find((row) => row[0] === task)![3];
      expect(samples).toHaveLength(count);
      expect(new Set(samples!.map(({ problem }) => problem)).size).toBe(count);
      expect(meanVerdict(samples)).toBeCloseTo(measures!.accuracy!.value, 12);
    }
    expect(runs.filter(({ samples }) => samples)).toHaveLength(5);
    expect(disagreements).toEqual([]);
  });

  test("keeps what was asked apart from tokens that nobody counted", async () => {
    const { runs } = await read(given);
    expect(runs[0]).toMatchObject({
      model: { name: "openai/gsm8k-175b-verification" },
      benchmark: { name: "gsm8k_part_a", split: "test", version: "3", problemCount: 8 },
      decoding: { temperature: 0, stop: ["Question:", "</s>"] },
      protocol: { harness: "lm-eval", shots: 0, metric: "exact_match" },
    });
    // The data set is a file of a machine, and the engine none that is known.
    expect(runs[0]!.benchmark.dataset).toBeUndefined();
    expect(runs[0]!.runner).toBeUndefined();
    expect(runs[0]!.samples![0]).not.toHaveProperty("outputTokens");
    expect(runs.at(-1)!.protocol).toMatchObject({ answersPerProblem: 3 });
    expect(runs.at(-1)!.repeats).toBeUndefined();
  });
});

test("gives the same question and grading the same hash in two versions", async () => {
  const hashes = async (version: string) =>
    (await read(folder("lm-eval", version))).runs.map(({ protocol }) => protocol!.taskHash);
  expect(await hashes("v0.4.5-run")).toEqual(await hashes("v0.4.11-run"));
});

test("keeps the score of a shortened log and says how many of its answers there are", async () => {
  const { runs, disagreements } = await read(folder("lm-eval", "v0.4.9-math_perturbed"));
  expect(runs.map(({ measures }) => measures!.accuracy!.value)).toEqual([0, 0.0004]);
  expect(runs[0]!.samples).toHaveLength(10);
  expect(disagreements[0]!.statement).toContain("5000 problems of math_perturbed_full, and there are samples of 10");
  expect(runs[0]).toMatchObject({
    runner: "transformers",
    runnerVersion: "4.57.6",
    servedAs: "transformers, bfloat16",
    startedAt: "2026-01-21T02:59:43.859Z",
    model: { revision: "82047f5e5d5245c1b3a4cd75ad98aa441d6487cd" },
    decoding: { temperature: 0, maxTokens: 512 },
  });
  // There are eight GPUs in the machine, and nothing says how many were used.
  expect(runs[0]!.accelerator).toBeUndefined();
  // A standard error of 0 is no interval of 5,000 problems; the other is 0.0004 + 1.96 × 0.0002828144211304471.
  expect(runs[0]!.measures!.accuracy).toEqual({ value: 0, count: 5000 });
  expect(runs[1]!.measures!.accuracy!.high).toBeCloseTo(0.00095431626541, 12);
});

test("takes acc and acc_norm for two metrics, and a group of 0.4.0 for the sum of its tasks", async () => {
  const { runs, leftOut } = await read(folder("lm-eval", "v0.4.0-latxa"));
  const belebele = runs.filter(({ benchmark }) => benchmark.name === "belebele_eus_Latn");
  expect(belebele.map(({ protocol }) => protocol!.metric)).toEqual(["acc", "acc_norm"]);
  expect(belebele[0]!.benchmark).toMatchObject({ dataset: "facebook/belebele", split: "eus_Latn", version: "0" });
  expect(belebele[0]!.protocol!.shots).toBe(5);
  expect(runs).toHaveLength(2 + 3 * 2);
  expect(leftOut.map(({ place }) => place.split(": ")[1])).toEqual(["results.eus_exams_eu"]);
});

const RESULTS = {
  results: { t: { "acc,none": 0.5, "acc_stderr,none": 0.1 } },
  configs: { t: { output_type: "multiple_choice" } },
  "n-shot": { t: 0 },
  config: { model: "hf", model_args: "pretrained=a/b" },
};
const withRow = (row: object) => [written("results.json", { ...RESULTS, results: { t: row } })];
test("a group whose tasks are not in the file stands for itself", async () => {
  const groups = { g: { "acc,none": 0.7 } };
  const alone = { ...RESULTS, results: groups, groups, group_subtasks: { g: ["a", "b"] }, configs: {} };
  expect((await read([written("results.json", alone)])).runs.map(({ benchmark }) => benchmark.name)).toEqual(["g"]);
  const nested = {
    ...RESULTS,
    results: { ...RESULTS.results, inner: { "acc,none": 0.6 } },
    groups,
    group_subtasks: { g: ["inner"], inner: ["t"], t: [] },
  };
  const { runs, leftOut } = await read([written("results.json", nested)]);
  expect(runs.map(({ benchmark }) => benchmark.name)).toEqual(["t"]);
  expect(leftOut.map(({ place }) => place)).toEqual(["results.json: results.g", "results.json: results.inner"]);
});

const row = (doc: number, more: object) => JSON.stringify({ doc_id: doc, resps: [], ...more });

describe("figures", () => {
  test.each([
    ["an accuracy of 160 %", { "acc,none": 1.6 }],
    ["one in percent", { "acc,none": 62.5 }],
    ["one below 0", { "acc,none": -0.1 }],
    ["a standard error below 0", { "acc,none": 0.5, "acc_stderr,none": -0.1 }],
  ])("refuses %s with its place", async (_, wrong) => {
    const error = await refusal(withRow(wrong));
    expect(error?.code).toBe("OUT_OF_RANGE");
    expect(error?.message).toContain("results.json: results.t.acc");
  });

  test("takes N/A and NaN for no standard error", async () => {
    for (const none of ['"N/A"', "NaN", "null"]) {
      const text = JSON.stringify(RESULTS).replace("0.1}", `${none}}`);
      expect((await read([written("results.json", text)])).runs[0]!.measures!.accuracy).toEqual({ value: 0.5 });
    }
  });

  test("lists what is no accuracy, with its value", async () => {
    const { runs, leftOut } = await read(
      withRow({ "word_perplexity,none": 12.5, "f1,none": 61, "pass@10,create_test": 0.9, " ": " ", alias: "t" }),
    );
    expect(runs).toEqual([]);
    expect(leftOut.map(({ place, reason }) => `${place} ${reason}`)).toEqual([
      "results.json: results.t.word_perplexity,none It is no accuracy. Its value is 12.5.",
      "results.json: results.t.f1,none It is no accuracy. Its value is 61.",
      "results.json: results.t.pass@10,create_test It is no accuracy. Its value is 0.9.",
    ]);
  });

  test("refuses what 0.3 wrote and says what to do", async () => {
    const old = { results: { t: { acc: 0.5, acc_stderr: 0.1 } }, versions: { t: 0 }, config: { no_cache: true } };
    const error = await refusal([written("results.json", old)]);
    expect(error?.code).toBe("UNSUPPORTED_VERSION");
    expect(error?.message).toContain("evaluate the model again");
  });
});

describe("samples", () => {
  const given = (rows: string[], results: object = RESULTS) => [
    written("results_2026-01-01T00-00-00.1.json", results),
    written("samples_t_2026-01-01T00-00-00.1.jsonl", rows.join("\n")),
  ];

  test("tells filters by order only where each problem has a row for each", async () => {
    const two = {
      ...RESULTS,
      results: { t: { "acc,a": 1, "acc,b": 0 } },
      configs: { t: { filter_list: [{ name: "a" }, { name: "b" }] } },
    };
    const even = [row(0, { acc: 1 }), row(1, { acc: 1 }), row(0, { acc: 0 }), row(1, { acc: 0 })];
    const { runs } = await read(given(even, two));
    expect(runs.map(({ samples }) => meanVerdict(samples))).toEqual([1, 0]);
    const uneven = await read(given(even.slice(0, 3), two));
    expect(uneven.runs.map(({ samples }) => samples)).toEqual([undefined, undefined]);
    expect(uneven.leftOut[0]).toMatchObject({ count: 3, reason: expect.stringContaining("do not name their filters") });
  });

  test("reports a score that its samples do not give, and keeps it", async () => {
    const { runs, disagreements } = await read(given([row(0, { acc: 1 }), row(1, { acc: 1 })]));
    expect(runs[0]!.measures!.accuracy!.value).toBe(0.5);
    expect(disagreements[0]!.statement).toBe("It states 0.5, and the mean of the 2 samples is 1.");
  });

  test("a whole verdict is no score", async () => {
    const { runs } = await read(
      given([row(0, { acc: 1 }), row(1, { acc: 0 }), row(2, { acc: true }), row(3, { acc: null })]),
    );
    expect(runs[0]!.samples!.map(({ correct, score }) => [correct, score])).toEqual([
      [true, undefined],
      [false, undefined],
      [true, undefined],
      [null, undefined],
    ]);
  });

  test("leaves out lists of verdicts and counts rows without the metric", async () => {
    const lists = await read(given([row(0, { acc: [true, false] })]));
    expect(lists.runs[0]!.samples).toBeUndefined();
    expect(lists.leftOut[0]!.reason).toContain("no single verdict");
    const lacking = await read(given([row(0, { acc: 0.5 }), row(1, {})]));
    expect(lacking.runs[0]!.samples).toEqual([{ problem: "0", repeat: 0, correct: false, score: 0.5 }]);
    expect(lacking.leftOut[0]!.count).toBe(1);
  });

  test.each([
    ["a second row of a problem", [row(0, { filter: "none", acc: 1 }), row(0, { filter: "none", acc: 1 })], "BAD_FILE"],
    ["a verdict of 7", [row(0, { acc: 7 })], "OUT_OF_RANGE"],
    ["a row without a problem", [row(0, { acc: 1 }), '{"resps":[]}'], "BAD_FILE"],
    ["a row that is cut", [row(0, { acc: 1 }), '{"doc_id": 1, "re'], "BAD_FILE"],
  ])("refuses %s with its line", async (_, rows, code) => {
    const error = await refusal(given(rows));
    expect(error?.code).toBe(code);
    expect(error?.place).toMatch(/samples_t_.*\.jsonl:\d/);
  });

  test("reads a list, as 0.4.0 to 0.4.2 wrote it", async () => {
    const found = await read([
      written("results.json", RESULTS),
      written("pretrained__a__b_t.jsonl", `[\n${row(0, { acc: 1 })},\n${row(1, { acc: 0 })}\n]`),
    ]);
    expect(found.runs[0]!.samples).toHaveLength(2);
  });
});

describe("files", () => {
  test("asks for the results where only samples are given", async () => {
    const { leftOut, runs } = await read(folder("lm-eval", "v0.4.11-run").slice(1));
    expect(runs).toEqual([]);
    expect(leftOut).toHaveLength(2);
    expect(leftOut[0]!.reason).toContain("only it names the model");
  });

  test("keeps two folders with files of the same names apart", async () => {
    const one = folder("lm-eval", "v0.4.11-run").map(({ path, bytes }) => ({ path: `one/${path}`, bytes }));
    const other = one.map(({ path, bytes }) => ({
      path: path.replace("one/", "other/"),
      bytes: Buffer.from(Buffer.from(bytes).toString().replaceAll("openai/gsm8k-175b-verification", "another/model")),
    }));
    const { runs } = await read([...one, ...other]);
    expect(runs.map(({ samples }) => samples?.length ?? 0)).toEqual([8, 8, 0, 0, 6, 6, 6, 8, 8, 0, 0, 6, 6, 6]);
    expect(new Set(runs.map(({ model }) => model.name)).size).toBe(2);
  });

  test("takes no file of another format", async () => {
    const others = [
      ...folder("inspect"),
      ...folder("nemo-skills"),
      written("results_x.json", { config_general: {}, results: { all: { acc: 1 } } }),
    ];
    expect(await read(others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
  });
});

test.each([
  ["pretrained=/home/someone/models/Qwen3-8B", "Qwen3-8B"],
  ["pretrained=/x/hub/models--Qwen--Qwen3-8B/snapshots/abc123/", "Qwen/Qwen3-8B"],
  ["model=gpt-4o,base_url=http://10.0.0.1:8000/v1,api_key=secret", "gpt-4o"],
])("names the model of %s, and nothing of a machine", async (given, name) => {
  const { runs } = await read([written("results.json", { ...RESULTS, config: { model: "hf", model_args: given } })]);
  expect(runs[0]!.model.name).toBe(name);
  expect(JSON.stringify(runs)).not.toMatch(/someone|10\.0\.0\.1|secret|\/x\//);
});

test.each([
  ["openai-chat-completions", { model: "gpt-x" }, "openai"],
  ["openai-chat-completions", { model: "m", base_url: "http://10.0.0.1/v1" }, undefined],
  ["local-chat-completions", { model: "m" }, undefined],
  ["sglang", { pretrained: "a/b", dtype: "bfloat16" }, "sglang, bfloat16"],
])("%s with %j is served as %s", async (model, given, servedAs) => {
  const { runs } = await read([written("results.json", { ...RESULTS, config: { model, model_args: given } })]);
  expect(runs[0]!.servedAs).toBe(servedAs);
});

test("finds the accelerators where the engine says how many it uses", async () => {
  const environment = [0, 1, 2, 3].map((i) => `GPU ${i}: NVIDIA H100 80GB HBM3`).join("\n");
  const { runs } = await read([
    written("results.json", {
      ...RESULTS,
      config: { model: "vllm", model_args: { pretrained: "a/b", tensor_parallel_size: 2, quantization: "fp8" } },
      pretty_env_info: `x\n${environment}\n[pip3] vllm==0.11.0`,
    }),
  ]);
  expect(runs[0]).toMatchObject({
    accelerator: { name: "NVIDIA H100 80GB HBM3", count: 2 },
    runner: "vllm",
    runnerVersion: "0.11.0",
    servedAs: "vllm, fp8",
  });
});

test("a broken file is read or refused", async () => {
  const small = folder("lm-eval", "v0.4.5-run").map(({ path, bytes }) => {
    const lines = Buffer.from(bytes).toString().split("\n");
    return written(path, path.endsWith(".jsonl") ? lines.slice(0, 4).join("\n") : lines.join("\n"));
  });
  await fuzzImporter(lmEvalImporter, small, 500);
}, 60_000);
