import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { file, fixture, imported, SPEED_SHAPE, speeds } from "./read.ts";

const json = (name: string) => JSON.parse(readFileSync(new URL(`../fixtures/speed/${name}`, import.meta.url), "utf8"));

describe("guidellm", () => {
  test("reads what succeeded, of 0.2", async () => {
    const found = await imported(fixture("guidellm-v0.2.json"));
    expect(found[0]).toMatchObject({
      speed: {
        place: "guidellm-v0.2.json: benchmarks[0]",
        model: { name: "example_model" },
        concurrency: 1,
        completed: 46,
        failed: 0,
        duration: 29.997201442718506,
        meanConcurrency: 0.9977627456483604,
        promptTokens: 257.1086956521739,
        throughput: 198.13346751788123,
        latency: { mean: 0.6444743664368339, median: 0.6424565315246582, p99: 0.6891846656799316 },
        // 1749157168.1827004 and 1749157198.1799018 seconds since 1970, by Python's datetime.
        startedAt: "2025-06-05T20:59:28.182Z",
        finishedAt: "2025-06-05T20:59:58.179Z",
        settings: { strategy: "synchronous", incomplete: 1 },
      },
    });
    const [speed] = await speeds(fixture("guidellm-v0.2.json"));
    expect(speed!.ttft!.median).toBeCloseTo(0.01638054847717285, 15);
    expect(speed!.interTokenLatency!.mean).toBeCloseTo(0.004941609043733832, 15);
    // Its "time per output token" counts the first token.
    expect(speed).not.toHaveProperty("timePerOutputToken");
    expect(JSON.stringify(found)).not.toMatch(/gratitude|example_target/);
    expect(found).toContainEqual({
      kind: "leftOut",
      leftOut: {
        place: "guidellm-v0.2.json: benchmarks[0].metrics.time_per_output_token_ms",
        reason: expect.stringContaining("first token"),
      },
    });
  });

  test("reads a rate, of 0.3", async () => {
    const [speed] = await speeds(fixture("guidellm-v0.3.json"));
    expect(speed).toMatchObject({
      model: { name: "Qwen/Qwen3-0.6B" },
      concurrency: null,
      requestRate: 10,
      completed: 586,
    });
  });

  /** A report as guidellm 0.7 writes it: `config` for `args`, totals among the metrics, several rates. */
  const report = (version: number) => {
    const [old] = json("guidellm-v0.3.json").benchmarks;
    const { worker: _, run_stats: __, args: ___, request_totals, ...rest } = old;
    const benchmark = (strategy: object) => ({
      ...rest,
      config: { strategy, backend: { target: "http://10.0.0.1:8000", model: "Qwen/Qwen3-0.6B" } },
      metrics: { ...rest.metrics, request_totals },
    });
    return {
      metadata: { version, guidellm_version: "0.7.3", python_version: "3.12.3", platform: "Linux-host-ann" },
      config: { spec: { backend: { kind: "openai_http", model: "Qwen/Qwen3-0.6B" } } },
      benchmarks: [
        benchmark({ type_: "concurrent", streams: 16 }),
        benchmark({ type_: "throughput", max_concurrency: null }),
        benchmark({ type_: "poisson", rate: 2.5, max_concurrency: 64 }),
      ],
    };
  };

  test.each(["json", "yaml"])("reads several rates a file, of 0.7 in %s", async (form) => {
    const text = form === "json" ? JSON.stringify(report(2)) : stringify(report(2));
    const found = await speeds(file(`benchmarks.${form}`, text));
    expect(found).toMatchObject([
      { concurrency: 16, completed: 586, settings: { guidellm_version: "0.7.3", strategy: "concurrent" } },
      { concurrency: null, requestRate: null },
      { concurrency: 64, requestRate: 2.5 },
    ]);
    expect(found.every(({ model }) => model.name === "Qwen/Qwen3-0.6B")).toBe(true);
    expect(JSON.stringify(found)).not.toMatch(/10\.0\.0|ann/);
  });

  test("refuses a version that it does not know", async () => {
    const future = file("a.json", report(3));
    await expect(imported(future)).rejects.toMatchObject({
      code: "UNSUPPORTED_VERSION",
      place: "a.json: metadata.version",
    });
  });

  test("refuses a YAML that grows", async () => {
    const tens = (name: string) => `[${Array.from({ length: 10 }, () => `*${name}`).join(", ")}]`;
    const names = [..."abcdefghi"];
    const grown = names.map((name, i) => `${name}: &${name} ${i === 0 ? "[x]" : tens(names[i - 1]!)}`);
    const bomb = `metadata:\n  guidellm_version: 1\n${grown.join("\n")}\n`;
    await expect(imported(file("a.yaml", bomb))).rejects.toMatchObject({ code: "BAD_FILE" });
  });
});

describe("aiperf and genai-perf", () => {
  test("reads each metric by its unit", async () => {
    const found = await imported(fixture("profile_export_aiperf.json"));
    expect(found[0]).toMatchObject({
      speed: {
        model: { name: "stub-model" },
        tool: "aiperf",
        concurrency: 2,
        meanConcurrency: 1.8951784674920165,
        completed: 12,
        duration: 0.55585024,
        promptTokens: 40,
        outputTokens: 16,
        throughput: 337.0915536042137,
        settings: { aiperf_version: "0.13.0" },
      },
    });
    const [speed] = await speeds(fixture("profile_export_aiperf.json"));
    expect(speed!.ttft!.mean).toBeCloseTo(0.0229816775, 15);
    expect(speed!.timePerOutputToken!.median).toBeCloseTo(0.004145370166666667, 15);
    expect(speed!.latency!.p99).toBeCloseTo(0.08743879021, 15);
    // Its times are local ones of an unknown zone.
    expect(speed).not.toHaveProperty("startedAt");
    expect(JSON.stringify(found)).not.toMatch(/127\.0\.0\.1|\/data/);
  });

  test("reads the GPUs that it watched, seconds, and the options of older versions", async () => {
    const gpu = (watts: number) => ({
      gpu_name: "NVIDIA H100 80GB HBM3",
      hostname: "host-of-ann",
      metrics: { gpu_power_usage: { unit: "W", avg: watts } },
    });
    const summary = {
      request_throughput: { unit: "requests/sec", avg: 2 },
      time_to_first_token: { unit: "s", avg: 0.5, p50: 0.4 },
      input_config: {
        endpoint: { model_names: ["Qwen/Qwen3-8B"], url: "http://host-of-ann" },
        loadgen: { concurrency: 32, request_rate: null },
      },
      telemetry_data: { endpoints: { "host-of-ann:9400": { gpus: { gpu_0: gpu(300), gpu_1: gpu(350.5) } } } },
      start_time: "2026-01-02T03:04:05+00:00",
    };
    const found = await imported(file("p.json", summary));
    expect(found[0]).toMatchObject({
      speed: {
        model: { name: "Qwen/Qwen3-8B" },
        accelerator: { name: "NVIDIA H100 80GB HBM3", count: 2 },
        power: 650.5,
        concurrency: 32,
        ttft: { mean: 0.5, median: 0.4 },
        startedAt: "2026-01-02T03:04:05+00:00",
      },
    });
    expect(JSON.stringify(found)).not.toContain("ann");
  });

  test("reads genai-perf", async () => {
    const summary = {
      request_throughput: { unit: "requests/sec", avg: "2" },
      request_latency: { unit: "ms", avg: "1500", p99: 2000 },
      inter_token_latency: { unit: "fortnights", avg: 1 },
      input_config: { model: ["llama"], perf_analyzer: { stimulus: { concurrency: 4 } } },
    };
    const given = file("profile_export_genai_perf.json", summary);
    await expect(imported(given)).rejects.toMatchObject({
      code: "BAD_FILE",
      place: "profile_export_genai_perf.json: inter_token_latency.unit",
    });
    const [speed] = await speeds(file("a.json", { ...summary, inter_token_latency: undefined }));
    expect(speed).toMatchObject({
      tool: "genai-perf",
      model: { name: "llama" },
      concurrency: 4,
      latency: { mean: 1.5, p99: 2 },
    });
  });
});

describe("InferenceX", () => {
  test("multiplies by the GPUs, and reads seconds", async () => {
    const [speed] = await speeds(fixture("inferencex-agg_row.json"));
    expect(speed).toMatchObject({
      model: { name: "stub-model" },
      engine: "vllm",
      engineVersion: "0.11.0",
      accelerator: { name: "h200", count: 8 },
      precision: "fp8",
      parallelism: { tensor: 8, pipeline: 1, expert: 1 },
      concurrency: 2,
      ttft: { mean: 0.02238725683340211, median: 0.022488875500130234, p99: 0.02278913785021359 },
      timePerOutputToken: { median: 0.004546579909071046 },
      settings: { isl: 30, osl: 12, dp_attention: "false" },
    });
    // The row was made of this run, whose output throughput the file states.
    expect(speed!.throughput).toBeCloseTo(328.78354595106504, 10);
    expect(speed).not.toHaveProperty("power");
  });

  const ROW = {
    hw: "gb200-nv_ann",
    conc: 64,
    image: "lmsysorg/sglang:v0.5.5.post1-cu129",
    model: "deepseek-ai/DeepSeek-R1",
    framework: "dynamo-sglang",
    precision: "fp4",
    is_multinode: true,
    num_prefill_gpu: 4,
    num_decode_gpu: 12,
    tput_per_gpu: 1000,
    output_tput_per_gpu: 100,
    std_intvty: 48132,
    median_ttft: 1.5,
  };

  test("divides over the GPUs that decode, in a list of rows", async () => {
    const power = { avg_total_gpu_power_w: 9000, joules_per_output_token: 7.5, power_metric_schema_version: 2 };
    const rows = [
      { ...ROW, ...power, power_valid: 1 },
      { ...ROW, ...power, power_valid: 0, num_decode_gpu: 0 },
      { ...ROW, joules_per_output_token: 1, power_valid: 1 },
    ];
    const found = await speeds(file("agg_all.json", rows));
    expect(found).toMatchObject([
      {
        place: "agg_all.json: [0]",
        accelerator: { name: "gb200", count: 16 },
        engineVersion: "0.5.5.post1",
        throughput: 1200,
        power: 9000,
        energyPerToken: 7.5,
      },
      { throughput: 400, accelerator: { count: 4 } },
      {},
    ]);
    for (const speed of found.slice(1)) expect(speed).not.toHaveProperty("energyPerToken");
    expect(found[0]).not.toHaveProperty("parallelism");
  });
});

describe("trtllm-bench", () => {
  const REPORT = {
    engine: {
      model: "meta-llama/Llama-3.1-8B-Instruct",
      model_path: "/home/ann/llama",
      engine_dir: "/home/ann/engine",
      version: "1.2.0",
      backend: "Pytorch",
      dtype: "bfloat16",
      kv_cache_dtype: null,
      quantization: "FP8",
    },
    machine: { name: "NVIDIA H100 80GB HBM3", "memory.total": 79.1, "clocks.mem": 2.6 },
    world_info: { tp_size: 2, pp_size: 1, ep_size: 1, world_size: 2, max_batch_size: 256, issue_rate: 1e9 },
    request_info: {
      num_requests: 100,
      avg_num_concurrent_requests: 33.3,
      avg_input_length: 128,
      avg_output_length: 64,
    },
    performance: {
      total_latency_ms: 2500,
      avg_request_latency_ms: 900,
      system_output_throughput_tok_s: 2560,
      request_latency_percentiles_ms: {
        p50: 800,
        p90: 1200,
        p95: 1300,
        p99: 1400,
        minimum: 1,
        maximum: 2,
        average: 900,
      },
    },
    streaming_metrics: {
      avg_ttft_ms: 40,
      avg_tpot_ms: 12,
      tpot_percentiles: { p50: 11, p99: 20 },
      ttft_percentiles: { p50: 35 },
    },
    dataset: { isl_stats: {} },
  };

  test("reads the engine, the GPUs and the times", async () => {
    const found = await imported(file("report.json", REPORT));
    expect(found[0]).toMatchObject({
      speed: {
        model: { name: "meta-llama/Llama-3.1-8B-Instruct" },
        engine: "tensorrt-llm",
        engineVersion: "1.2.0",
        accelerator: { name: "NVIDIA H100 80GB HBM3", count: 2 },
        precision: "FP8",
        parallelism: { tensor: 2, pipeline: 1, expert: 1 },
        completed: 100,
        duration: 2.5,
        throughput: 2560,
        ttft: { mean: 0.04, median: 0.035 },
        timePerOutputToken: { mean: 0.012, median: 0.011, p99: 0.02 },
        latency: { mean: 0.9, median: 0.8, p99: 1.4 },
      },
    });
    expect(JSON.stringify(found)).not.toContain("ann");
  });

  test("has no times of tokens where it did not stream", async () => {
    const [speed] = await speeds(file("report.json", { ...REPORT, streaming_metrics: undefined }));
    expect(speed).not.toHaveProperty("ttft");
  });
});

describe("llm-d's report", () => {
  test("reads the example of its makers", async () => {
    const [speed] = await speeds(fixture("llmd-br_v0_2_1_example.yaml"));
    expect(SPEED_SHAPE.parse(speed)).toMatchObject({
      completed: 500,
      failed: 0,
      promptTokens: 2262.448,
      throughput: 2262.448,
      ttft: { mean: 0.0368578234128654, median: 0.03622930939309299, p99: 0.05029489721637218 },
    });
    expect(speed!.model.name).not.toBe("");
  });

  test("refuses version 0.1 and an unknown unit", async () => {
    const report = (units: string, version: string) => ({
      version,
      run: { uid: "a" },
      results: { request_performance: { aggregate: { latency: { time_to_first_token: { units, mean: 1 } } } } },
    });
    await expect(imported(file("a.json", report("s", "0.1")))).rejects.toMatchObject({ code: "UNSUPPORTED_VERSION" });
    await expect(imported(file("a.json", report("bytes", "0.2")))).rejects.toMatchObject({ code: "BAD_FILE" });
    expect(await speeds(file("a.json", report("ms", "0.2")))).toMatchObject([{ ttft: { mean: 0.001 } }]);
  });
});
