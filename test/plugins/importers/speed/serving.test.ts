import { describe, expect, test } from "vitest";
import { file, fixture, imported, SPEED_SHAPE, speeds } from "./read.ts";

describe("vllm bench serve", () => {
  test("reads milliseconds and an unlimited rate", async () => {
    const [speed, ...others] = await speeds(fixture("vllm-v0.11.0.json"));
    expect(others).toEqual([]);
    expect(speed).toMatchObject({
      model: { name: "stub-model" },
      tool: "vllm bench serve",
      concurrency: 2,
      requestRate: null,
      completed: 6,
      duration: 0.21898906099977467,
      promptTokens: 30,
      outputTokens: 12,
      throughput: 328.78354595106504,
    });
    // By hand: the figures of the file through 1,000.
    expect(speed!.ttft!.mean).toBeCloseTo(0.02238725683340211, 15);
    expect(speed!.ttft!.median).toBeCloseTo(0.022488875500130234, 15);
    expect(speed!.timePerOutputToken!.p99).toBeCloseTo(0.004588458427257469, 15);
    expect(speed!.interTokenLatency!.median).toBeCloseTo(0.004128085999582254, 15);
    // The protocol is no engine, the end-to-end latency was not asked for, and the date has no zone.
    expect(speed).not.toHaveProperty("engine");
    expect(speed).not.toHaveProperty("latency");
    expect(speed).not.toHaveProperty("startedAt");
    expect(speed!.settings).toMatchObject({ date: "20261127-211505", backend: "openai-chat" });
    expect(JSON.stringify(speed)).not.toContain("/data/tok");
  });

  test("reads the seconds of a fork", async () => {
    const [speed] = await speeds(fixture("vllm-fork-glm5_fp8_isl10240_osl128_conc4.json"));
    expect(speed).toMatchObject({
      model: { name: "zai-org/GLM-5-FP8" },
      concurrency: 4,
      requestRate: null,
      completed: 40,
      promptTokens: 10_240,
      outputTokens: 128,
      throughput: 71.72926477701695,
      ttft: { median: 1.343107552267611, p99: 4.53247219292447 },
      timePerOutputToken: { median: 0.04508992330002504, p99: 0.056340259210477896 },
      latency: { median: 7.081450764089823, p99: 9.673435664568096 },
    });
    expect(speed).not.toHaveProperty("interTokenLatency");
  });

  const ROW = {
    date: "20260101-000000",
    backend: "vllm",
    model_id: "/home/ann/models/Qwen3-8B",
    num_prompts: 2,
    request_rate: 8,
    max_concurrency: null,
    duration: 2,
    completed: 2,
    failed: 1,
    total_input_tokens: 20,
    total_output_tokens: 10,
    output_throughput: 5,
    mean_ttft_ms: 100,
  };

  test("reads appended runs in a file of JSON, with details and what people noted", async () => {
    const details = { ttfts: [0.1, 0.1], generated_texts: ["a", "b"], gpu: "H100 of ann", mean_ttft: 7 };
    const found = await imported(
      file("runs.json", `${JSON.stringify({ ...ROW, ...details })}\n${JSON.stringify(ROW)}`),
    );
    const measured = found.filter((one) => one.kind === "speed").map(({ speed }) => speed);
    expect(measured.map(({ place }) => place)).toEqual(["runs.json:1", "runs.json:2"]);
    for (const speed of measured) {
      expect(SPEED_SHAPE.parse(speed)).toMatchObject({
        model: { name: "Qwen3-8B" },
        engine: "vllm",
        concurrency: null,
        requestRate: 8,
        failed: 1,
        ttft: { mean: 0.1 },
      });
    }
    expect(JSON.stringify(found)).not.toContain("ann");
    expect(found).toContainEqual({
      kind: "leftOut",
      leftOut: { place: "runs.json:1", reason: expect.stringContaining("gpu"), count: 2 },
    });
  });

  test("takes zeros for an empty list", async () => {
    const [speed] = await speeds(file("a.json", { ...ROW, mean_ttft_ms: 0, median_ttft_ms: 0, p99_ttft_ms: 0 }));
    expect(speed).not.toHaveProperty("ttft");
  });

  test.each([
    [{ mean_ttft_ms: -1 }, "OUT_OF_RANGE", "a.json: mean_ttft_ms"],
    [{ completed: 1.5 }, "OUT_OF_RANGE", "a.json: completed"],
    [{ output_throughput: "fast" }, "BAD_FILE", "a.json: output_throughput"],
    [{ model_id: null }, "BAD_FILE", "a.json: model_id"],
    [{ request_rate: 0 }, "OUT_OF_RANGE", "a.json: request_rate"],
  ])("refuses %j", async (fault, code, place) => {
    await expect(imported(file("a.json", { ...ROW, ...fault }))).rejects.toMatchObject({ code, place });
  });

  test("leaves out the sum of a sweep", async () => {
    const sweep = [file("s/run=0.json", ROW), file("s/run=1.json", ROW), file("s/summary.json", [ROW, ROW])];
    expect((await speeds(...sweep)).map(({ place }) => place)).toEqual(["s/run=0.json", "s/run=1.json"]);
    expect(await speeds(file("t/summary.json", [ROW, ROW]))).toHaveLength(2);
  });
});

describe("sglang.bench_serving", () => {
  test("reads a bare Infinity and the tokens that the server counted", async () => {
    const [speed] = await speeds(fixture("sglang-v0.5.23-max_concurrency.jsonl"));
    expect(speed).toMatchObject({
      place: "sglang-v0.5.23-max_concurrency.jsonl:1",
      model: { name: "" },
      engine: "sglang",
      engineVersion: "stub",
      dataset: "random-ids",
      concurrency: 2,
      requestRate: null,
      meanConcurrency: 1.8526634864514286,
      completed: 10,
      duration: 0.24167817699981242,
      outputTokens: 5.7,
      throughput: 235.85083563438266,
      settings: { total_output_tokens_retokenized: 114 },
    });
    expect(speed!.ttft!.mean).toBeCloseTo(0.02111736880005992, 15);
    expect(speed!.latency!.p95).toBeCloseTo(0.054786072799743124, 15);
    expect(speed!.interTokenLatency!.p90).toBeCloseTo(0.00423253460048727, 15);
  });

  test("reads a rate, no limit and details", async () => {
    const [speed] = await speeds(fixture("sglang-v0.5.23-output-details.jsonl"));
    expect(speed).toMatchObject({ concurrency: null, requestRate: 20, completed: 6, promptTokens: 15 });
    expect(JSON.stringify(speed)).not.toContain("r r r");
  });

  test("reads an older line, whose milliseconds have no unit in their names", async () => {
    const line = {
      backend: "vllm",
      dataset_name: "random",
      request_rate: "trace",
      completed: 4,
      total_input: 40,
      total_output: 8,
      total_output_retokenized: 8,
      mean_e2e_latency: 1500,
      median_ttft: 250,
      output_token_throughput: 12,
      benchmark_duration: 3,
    };
    const [speed] = await speeds(file("old.jsonl", `${JSON.stringify(line)}\n\n`));
    expect(speed).toMatchObject({
      engine: "vllm",
      completed: 4,
      promptTokens: 10,
      outputTokens: 2,
      throughput: 12,
      duration: 3,
      latency: { mean: 1.5 },
      ttft: { median: 0.25 },
      settings: { request_rate: "trace" },
    });
    expect(speed).not.toHaveProperty("requestRate");
  });

  test("takes from the server what it is and not where it is", async () => {
    const server_info = {
      model_path: "/root/.cache/huggingface/hub/models--Qwen--Qwen3-8B/snapshots/abc123",
      host: "10.1.2.3",
      api_key: "secret",
      version: "0.5.5",
      quantization: "fp8",
      kv_cache_dtype: "fp8_e5m2",
      tp_size: 8,
      dp_size: 1,
    };
    const line = { backend: "sglang", total_output_tokens_retokenized: 1, completed: 1, server_info };
    const found = await imported(file("a.jsonl", line));
    expect(found[0]).toMatchObject({
      speed: {
        model: { name: "Qwen/Qwen3-8B", revision: "abc123" },
        engineVersion: "0.5.5",
        precision: "fp8",
        cachePrecision: "fp8_e5m2",
        parallelism: { tensor: 8, data: 1 },
      },
    });
    expect(JSON.stringify(found)).not.toMatch(/10\.1|secret|root/);
  });
});
