import { describe, expect, test } from "vitest";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import { inspectImporter } from "../../../src/plugins/importers/inspect/importer.ts";
import { faultOfRun, fuzzImporter, type Given, importAll } from "./fuzz.ts";
import { file, folder, kinds, meanVerdict, written } from "./given.ts";
import { type Member, zipOf } from "./zip.ts";

const read = async (...given: Given[]) => kinds(await importAll(inspectImporter, given));
const refusal = (...given: Given[]) =>
  read(...given).then(
    () => null,
    (error: unknown) => {
      if (error instanceof ImportError) return error;
      throw error;
    },
  );

describe("a log of 0.3.285, whose files are packed by Zstandard", () => {
  const log = file("inspect", "v2-0.3.285-zstd.eval");

  test("gives a run for each scorer, as the tool counted", async () => {
    const { runs, leftOut, disagreements } = await read(log);
    // EXPECTED.json: match and includes 1/6, words a mean of 1.83 that is no accuracy, brief 1.
    expect(
      runs.map(({ protocol, measures }) => [protocol!.scorer, protocol!.score, measures!.accuracy!.value]),
    ).toEqual([
      ["match", undefined, 1 / 6],
      ["includes", undefined, 1 / 6],
      ["style", "brief", 1],
    ]);
    expect(leftOut.map(({ place }) => place.split(": ")[1])).toEqual(["results.scores.2.words.mean"]);
    expect(disagreements).toEqual([]);
    expect(runs.map(faultOfRun)).toEqual([null, null, null]);
    expect(meanVerdict(runs[2]!.samples)).toBe(1);
    expect(runs[0]).toMatchObject({ repeats: 2, benchmark: { name: "tiny_math", version: "1.2", problemCount: 4 } });
  });

  test("takes failed samples for errors and not for wrong answers", async () => {
    const { runs } = await read(log);
    const samples = runs[0]!.samples!;
    expect(samples).toHaveLength(8);
    const failed = samples.filter(({ error }) => error !== undefined);
    expect(failed.map(({ problem, repeat, correct }) => [problem, repeat, correct])).toEqual([
      ["p4", 0, undefined],
      ["p4", 1, undefined],
    ]);
    expect(failed[0]!.error).toBe("ValueError('always fails (made on purpose)')");
    expect(meanVerdict(samples)).toBe(1 / 6);
  });

  test("counts the tokens of a prompt with those of the cache", async () => {
    const { runs } = await read(log);
    const samples = runs[0]!.samples!;
    const sum = (field: "promptTokens" | "outputTokens" | "reasoningTokens" | "cachedPromptTokens") =>
      samples.reduce((total, sample) => total + (sample[field] ?? 0), 0);
    // EXPECTED.json: input 135 without the cache, 48 read from it, output 105, of which 60 are reasoning.
    expect([sum("promptTokens"), sum("cachedPromptTokens"), sum("outputTokens"), sum("reasoningTokens")]).toEqual([
      135 + 48,
      48,
      105,
      60,
    ]);
  });
});

test("gives a log without samples what it states, with the sums over its answers as means", async () => {
  const { runs } = await read(file("inspect", "no-version-0.3.162-simpleqa-header-only.json"));
  // 0.431 ± 1.96 × 0.01566794448817344; 73,249 and 32,285 tokens over 1,000 answers. The grader's are no part of them.
  expect(runs[0]!.measures!.accuracy).toMatchObject({ value: 0.431, count: 1000 });
  expect(runs[0]!.measures!.accuracy!.low).toBeCloseTo(0.40029082880318, 12);
  expect(runs[0]!.measures!.output_tokens).toMatchObject({ value: 73.249, count: 1000 });
  expect(runs[0]!.measures!.prompt_tokens!.value).toBe(32.285);
  expect(runs[0]).toMatchObject({
    model: { name: "claude-opus-4-6" },
    servedAs: "anthropic",
    benchmark: { dataset: "codelion/SimpleQA-Verified" },
    protocol: { grader: "gemini-2.0-flash-001" },
    decoding: { maxTokens: 128_000 },
  });
  expect(runs[0]!.samples).toBeUndefined();
});

test("keeps the score of a shortened log and reports what does not agree with it", async () => {
  const { runs, disagreements } = await read(file("inspect", "v2-0.3.180-gpqa-epochs4.json"));
  expect(runs[0]!.measures!.accuracy!.value).toBe(0.5);
  expect(runs[0]!.samples).toHaveLength(5);
  expect(disagreements.map(({ statement }) => statement)).toEqual([
    "It states that 5 problems were asked, each 4 times, and there are 5 samples.",
    "It states 0.5, and the mean over the 5 samples is 0.6.",
  ]);
  expect(runs[0]).toMatchObject({ model: { name: "Qwen/Qwen2.5-7B-Instruct" }, runner: "transformers", repeats: 4 });
  // The data set is a file in the cache of a person.
  expect(runs[0]!.benchmark.dataset).toBeUndefined();
});

test("takes only the mean of several reductions for the accuracy", async () => {
  const { runs, leftOut } = await read(file("inspect", "v2-0.3.180-mbpp-epochs5-pass_at_k.json"));
  expect(runs).toHaveLength(1);
  expect(runs[0]!.place).toContain("results.scores.0.verify.accuracy");
  expect(leftOut.map(({ reason }) => /pass_at_\d/.exec(reason)?.[0])).toEqual(["pass_at_1", "pass_at_2", "pass_at_5"]);
  expect(runs[0]!.decoding).toEqual({ temperature: 0.5 });
});

test("takes any reduction of one repeat for it, and no answer for a wrong one", async () => {
  const { runs, leftOut } = await read(file("inspect", "v2-0.3.180-lab-bench-mode-reducer.json"));
  expect(runs[0]!.measures!.accuracy!.value).toBeCloseTo(0.0365853658536, 12);
  expect(runs[0]!.samples!.map(({ correct }) => correct)).toEqual([false, false, false, false, false]);
  expect(leftOut.map(({ place }) => place.split(".").at(-1))).toEqual(["precision", "coverage"]);
});

test.each([
  ["v2-0.3.95-popularity-cancelled.json", 3, 2 / 3],
  ["v2-0.3.95-no-samples.json", 0, 2 / 3],
  ["epochs2-streaming.eval", 4, 0.75],
  ["mmlu-summary-choices.eval", 1, 0],
  ["v2-0.3.138-arc-cache-read-write.json", 5, 1],
])("reads %s", async (name, samples, accuracy) => {
  const { runs, disagreements } = await read(file("inspect", name));
  expect(runs[0]!.samples?.length ?? 0).toBe(samples);
  expect(runs[0]!.measures!.accuracy!.value).toBeCloseTo(accuracy, 12);
  if (samples > 0) expect(meanVerdict(runs[0]!.samples)).toBeCloseTo(accuracy, 12);
  expect(disagreements).toEqual([]);
  if (name.includes("cancelled")) expect(runs[0]!.notes).toContain("status cancelled");
});

const HEADER = {
  version: 2,
  status: "success",
  eval: { task: "t", model: "openai/gpt-x", dataset: {}, config: { epochs: 1 } },
  results: { scores: [{ name: "match", scorer: "match", metrics: { accuracy: { value: 0.5 } } }] },
};
const usage = (input: number, output: number, more: object = {}) => ({
  input_tokens: input,
  output_tokens: output,
  total_tokens: input + output,
  ...more,
});
const sample = (id: number, value: unknown, more: object = {}) => ({
  id,
  epoch: 1,
  scores: { match: { value } },
  ...more,
});
const log = (samples: object[], header: object = HEADER) => written("log.json", { ...header, samples });
const only = async (one: object) => (await read(log([sample(1, "C", one)]))).runs[0]!.samples![0]!;

test("the accuracy of all groups is that of the run, and one without a value is none", async () => {
  const params = { metric: { name: "inspect_ai/accuracy" } };
  const score = (name: string, metrics: object) => ({ name, scorer: name, metrics });
  const scores = [
    score("match", { a: { value: 1, params }, all: { value: 0.5, params } }),
    score("other", { accuracy: { value: null } }),
  ];
  const { runs, leftOut } = await read(log([sample(1, "C"), sample(2, "I")], { ...HEADER, results: { scores } }));
  expect(runs.map(({ measures }) => measures!.accuracy!.value)).toEqual([0.5]);
  expect(leftOut.map(({ place, reason }) => `${place.split(".").at(-1)}: ${reason.slice(0, 15)}`)).toEqual([
    "a: It is no accura",
    "accuracy: It has no value",
  ]);
});

test("pass_at_1 is the accuracy where no mean is stated, and another reduction of repeats never", async () => {
  const score = (reducer: string, value: number) => ({
    name: "match",
    scorer: "match",
    reducer,
    metrics: { accuracy: { value } },
  });
  const of = async (...scores: object[]) => {
    const header = { ...HEADER, eval: { ...HEADER.eval, config: { epochs: 2 } }, results: { scores } };
    const { runs, leftOut } = await read(log([sample(1, "C"), { ...sample(1, "I"), epoch: 2 }], header));
    return [runs.map(({ measures }) => measures!.accuracy?.value), leftOut.length];
  };
  expect(await of(score("pass_at_2", 1), score("pass_at_1", 0.5))).toEqual([[0.5], 1]);
  expect(await of(score("pass_at_1", 0.5), score("mean", 0.4))).toEqual([[0.4], 1]);
  // The verdicts of the samples remain, and their mean follows from them.
  expect(await of(score("mode", 1), score("max", 1))).toEqual([[undefined], 2]);
});

test("a mean of verdicts is an accuracy, and one of numbers need not be", async () => {
  const scores = [{ name: "match", scorer: "match", metrics: { mean: { value: 0.5 } } }];
  const of = async (...values: unknown[]) =>
    (
      await read(
        log(
          values.map((value, i) => sample(i, value)),
          { ...HEADER, results: { scores } },
        ),
      )
    ).runs;
  expect((await of("C", "I"))[0]!.measures!.accuracy!.value).toBe(0.5);
  expect(await of(1, 0)).toEqual([]);
});

describe("samples", () => {
  test("the tokens of a model that grades itself are no cost of the answer", async () => {
    const model = "openai/gpt-x";
    const call = (span_id: string, used: object, time?: number) => ({
      event: "model",
      model,
      span_id,
      output: { usage: used, time },
    });
    const found = await only({
      model_usage: { [model]: usage(140, 30), "openai/grader": usage(999, 999) },
      events: [
        { event: "span_begin", id: "a", type: "solver" },
        call("a", usage(40, 20), 1.5),
        { event: "span_begin", id: "s", type: "scorers" },
        { event: "span_begin", id: "s1", parent_id: "s", type: "scorer" },
        call("s1", usage(100, 10), 7),
        { event: "model", model: "openai/grader", span_id: "s1", output: { usage: usage(999, 999), time: 9 } },
      ],
    });
    expect(found).toMatchObject({ promptTokens: 40, outputTokens: 20, latency: 1.5 });
  });

  test("before spans the steps stand around the calls of a grader", async () => {
    const model = "openai/gpt-x";
    const call = (used: object) => ({ event: "model", model, output: { usage: used, time: 1 } });
    const step = (action: string, type: string) => ({ event: "step", action, type });
    const found = await only({
      model_usage: { [model]: usage(140, 30) },
      events: [
        step("begin", "solver"),
        call(usage(40, 20)),
        step("end", "solver"),
        step("begin", "scorer"),
        call(usage(100, 10)),
        step("end", "scorer"),
      ],
    });
    expect(found).toMatchObject({ promptTokens: 40, outputTokens: 20, latency: 1 });
  });

  test("the total tells whether output tokens are without those of reasoning, and input tokens with those of a cache", async () => {
    const model = "openai/gpt-x";
    const of = async (used: object) => {
      const { promptTokens, outputTokens, reasoningTokens } = await only({ model_usage: { [model]: used } });
      return [promptTokens, outputTokens, reasoningTokens];
    };
    const stated = { input_tokens: 100, output_tokens: 20, reasoning_tokens: 50, input_tokens_cache_read: 30 };
    expect(await of({ ...stated, total_tokens: 150, output_tokens: 60, total_tokens_: 0 })).toEqual([130, 60, 50]);
    expect(await of({ ...stated, total_tokens: 200 })).toEqual([130, 70, 50]);
    expect(await of({ ...stated, total_tokens: 120, reasoning_tokens: 10 })).toEqual([100, 20, 10]);
    expect(await of({ ...stated, total_tokens: 170 })).toEqual([100, 70, 50]);
  });

  test("failed attempts are discarded tokens", async () => {
    const events = [{ event: "model", model: "openai/gpt-x", output: { usage: usage(5, 7) } }];
    expect(await only({ error_retries: [{ message: "x", events }] })).toMatchObject({ discardedTokens: 7 });
  });

  test.each([
    [{ output: { choices: [{ stop_reason: "max_tokens" }] } }, "length"],
    [{ output: { choices: [{ stop_reason: "stop" }] } }, "stop"],
    [{ output: { choices: [{ stop_reason: "unknown" }] } }, undefined],
    [{ limit: { type: "token", limit: 5 }, output: { choices: [{ stop_reason: "stop" }] } }, "length"],
    [{ limit: { type: "working", limit: 5 } }, "timeout"],
    [{ limit: { type: "message", limit: 5 } }, "message_limit"],
  ])("%j ends by %s", async (given, reason) => {
    expect((await only(given)).finishReason).toBe(reason);
  });

  test("values are verdicts as the tool reads them", async () => {
    const values = ["C", "I", "P", "N", true, 0, 0.25, "1", "yes", "no", null];
    const { runs } = await read(log(values.map((value, i) => sample(i, value))));
    expect(runs[0]!.samples!.map(({ correct, score }) => score ?? correct)).toEqual([
      true,
      false,
      0.5,
      false,
      true,
      false,
      0.25,
      true,
      true,
      false,
      null,
    ]);
    expect((await refusal(log([sample(1, 7)])))?.code).toBe("OUT_OF_RANGE");
    const other = await read(log([sample(1, "blue")]));
    expect(other.runs[0]!.samples).toBeUndefined();
    expect(other.leftOut[0]!.reason).toContain("no verdicts");
  });

  test("the last of two samples of a problem and repeat holds, and an invalid one is left out", async () => {
    const { runs, leftOut } = await read(
      log([sample(1, "I"), sample(1, "C"), sample(2, "C", { invalidation: { author: "x" } })]),
    );
    expect(runs[0]!.samples!.map(({ correct }) => correct)).toEqual([true]);
    expect(leftOut.map(({ count }) => count)).toEqual([1]);
  });

  test("nothing of a machine is kept of an error", async () => {
    const message =
      "ConnectError: http://10.1.2.3:8000/v1 for /home/someone/x.py with api_key=abcdefghij and sk-abcdefghijk";
    const { error } = await only({ scores: {}, error: { message, traceback: "/home/someone" } });
    expect(error).toBe("ConnectError: <address> for <path> with api_key=<key> and <key>");
  });
});

test("a log of version 1 has one scorer, whose metrics stand beside it", async () => {
  const results = { scorer: { name: "match" }, metrics: { accuracy: { name: "accuracy", value: 1 } } };
  const { runs } = await read(
    written("log.json", { ...HEADER, version: 1, results, samples: [{ id: 1, epoch: 1, score: { value: "C" } }] }),
  );
  expect(runs[0]!.measures!.accuracy!.value).toBe(1);
  expect(runs[0]!.samples).toHaveLength(1);
  expect((await refusal(written("log.json", { ...HEADER, version: 3 })))?.code).toBe("UNSUPPORTED_VERSION");
});

test("an ended run without results is read from its samples", async () => {
  const { results: _, ...started } = { ...HEADER, status: "started" };
  const members: Member[] = [
    { name: "_journal/start.json", bytes: Buffer.from(JSON.stringify({ version: 2, eval: started.eval })) },
    { name: "samples/a/b_epoch_1.json", bytes: Buffer.from(JSON.stringify({ ...sample(1, "C"), id: "a/b" })) },
    {
      name: "samples/2_epoch_1.json",
      bytes: Buffer.from(JSON.stringify({ ...sample(2, "I"), scores: { match: { value: "I" }, words: { value: 1 } } })),
      method: 93,
    },
  ];
  const { runs } = await read({ path: "x.eval", bytes: zipOf(members) });
  // A number of words is no verdict, even where it is 1.
  expect(runs).toHaveLength(1);
  expect(runs[0]!.measures).toEqual({});
  expect(runs[0]!.samples!.map(({ problem, correct }) => [problem, correct])).toEqual([
    ["a/b", true],
    ["2", false],
  ]);
});

test("of the logs of a task that was tried again the newest that succeeded is read", async () => {
  const name = (day: number) => `2026-01-0${day}T00-00-00+00-00_t_NFxPh2tSzNB5S7UedZBSkq.json`;
  const of = (day: number, status: string, value: string) =>
    written(name(day), { ...HEADER, status, samples: [sample(1, value)] });
  const { runs, leftOut } = await read(of(1, "error", "I"), of(2, "success", "C"), of(3, "cancelled", "I"));
  expect(runs.map(({ samples }) => samples![0]!.correct)).toEqual([true]);
  expect(leftOut).toHaveLength(2);
});

test.each([
  ["openai/azure/gpt-4o-mini", "gpt-4o-mini", "openai azure"],
  ["openai-api/nebius/Qwen/Qwen3-8B", "Qwen/Qwen3-8B", "openai-api nebius"],
  ["openrouter/meta-llama/llama-3.1-70b-instruct", "meta-llama/llama-3.1-70b-instruct", "openrouter"],
  ["vllm/Qwen/Qwen3-8B", "Qwen/Qwen3-8B", "vllm"],
  ["hf//data/models/Qwen3-8B", "Qwen3-8B", "transformers"],
  ["claude", "claude", undefined],
])("%s is the model %s, served as %s", async (stated, name, servedAs) => {
  const { runs } = await read(log([], { ...HEADER, eval: { ...HEADER.eval, model: stated } }));
  expect([runs[0]!.model.name, runs[0]!.servedAs]).toEqual([name, servedAs]);
});

test.each([
  [{ reasoning_effort: "high" }, "high"],
  [{ reasoning_tokens: 2048 }, "budget-2048"],
  [{ extra_body: { chat_template_kwargs: { enable_thinking: false } } }, "off"],
  [{}, undefined],
])("%j is the mode %s", async (config, mode) => {
  const { runs } = await read(log([], { ...HEADER, plan: { config } } as object));
  expect(runs[0]!.mode).toBe(mode);
});

describe("files of zip", () => {
  const header = { name: "header.json", bytes: Buffer.from(JSON.stringify(HEADER)) };
  const with_ = (...members: Member[]) => refusal({ path: "x.eval", bytes: zipOf([header, ...members]) });
  const bytes = Buffer.from(JSON.stringify(sample(1, "C")));
  const name = "samples/1_epoch_1.json";

  test.each([
    ["says more than it has", { statedSize: bytes.length + 1 }, "BAD_FILE"],
    ["says less than it has", { statedSize: 10 }, "BAD_FILE"],
    ["has another checksum", { statedCrc: 1 }, "BAD_FILE"],
    ["is packed in an unknown way", { method: 14 }, "BAD_FILE"],
    ["is damaged", { bytes: Buffer.from("xyz") }, "BAD_FILE"],
    ["unpacks to more than the limit", { statedSize: 70_000_000 }, "FILE_TOO_LARGE"],
  ])("refuses one whose member %s", async (_, member, code) => {
    for (const method of [8, 93]) expect((await with_({ name, bytes, method, ...member }))?.code).toBe(code);
  });

  test("a bomb is refused before it is unpacked", async () => {
    const zeros = Buffer.alloc(65 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    for (const method of [8, 93]) {
      expect((await with_({ name, bytes: zeros, method }))?.code).toBe("FILE_TOO_LARGE");
      expect((await with_({ name, bytes: zeros, method, statedSize: 1000 }))?.code).toBe("BAD_FILE");
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  });

  test("a sample that is too large is read from its summary", async () => {
    const summaries = [
      { id: 1, epoch: 1, scores: { match: { value: "C" } }, model_usage: { "openai/gpt-x": usage(3, 4) } },
    ];
    const members: Member[] = [
      header,
      { name, bytes, statedSize: 70_000_000 },
      { name: "summaries.json", bytes: Buffer.from(JSON.stringify(summaries)) },
    ];
    const { runs, leftOut } = await read({ path: "x.eval", bytes: zipOf(members) });
    expect(runs[0]!.samples).toEqual([{ problem: "1", repeat: 0, correct: true, promptTokens: 3, outputTokens: 4 }]);
    expect(leftOut.map(({ count }) => count)).toEqual([1]);
  });

  test("what is no log of Inspect is refused or not taken", async () => {
    expect((await refusal({ path: "x.eval", bytes: zipOf([{ name: "a.txt", bytes }]) }))?.code).toBe("BAD_FILE");
    expect(await read(written("x.eval", "no zip"), written("a.json", { status: "success" }))).toEqual({
      runs: [],
      leftOut: [],
      disagreements: [],
    });
  });
});

test("takes no file of another format", async () => {
  const others = [...folder("lm-eval"), ...folder("nemo-skills")];
  expect(await read(...others)).toEqual({ runs: [], leftOut: [], disagreements: [] });
});

test("a broken file is read or refused", async () => {
  await fuzzImporter(
    inspectImporter,
    [file("inspect", "v2-0.3.285-zstd.eval"), file("inspect", "epochs2-streaming.eval")],
    150,
  );
  await fuzzImporter(inspectImporter, [file("inspect", "v2-0.3.95-popularity-cancelled.json")], 400);
}, 60_000);
