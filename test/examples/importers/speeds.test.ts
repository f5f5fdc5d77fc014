import { expect, test } from "vitest";
import { file, folder, imported, reasonsIn, speedsIn } from "./read.ts";

test("ML.ENERGY states joules, watts and milliseconds for each way of serving", async () => {
  const found = await imported(folder("ml-energy"));
  const speeds = speedsIn(found);
  expect(speeds).toHaveLength(8);
  expect(speeds[0]).toMatchObject({
    model: { name: "Qwen/Qwen3-14B" },
    dataset: "gpqa",
    precision: "bfloat16",
    accelerator: { name: "B200", count: 1 },
    parallelism: { tensor: 1, expert: 1, data: 1 },
    meanConcurrency: 7.997300215982722,
    outputTokens: 7026.242424242424,
    throughput: 234.06050523961807,
    energyPerToken: 1.3662634337367148,
    power: 319.7883095908309,
  });
  expect(speeds[0]!.interTokenLatency!.median).toBeCloseTo(0.03362808651581872, 15);
});

test("codecarbon's last row of a run holds its energy, and nothing private is read", async () => {
  const found = await imported(folder("codecarbon"));
  const speeds = speedsIn(found);
  // 16 names of runs in the file, by hand; 6 rows before the last of one, 5 of no name.
  expect(speeds).toHaveLength(16);
  const second = speeds.find(({ place }) => place.endsWith(":13"))!;
  expect(second).toMatchObject({ duration: 91.82258701324464, accelerator: { name: "Apple M1", count: 1 } });
  // 6.450191602309546e-7 kWh in 91.8 s.
  expect(second.power).toBeCloseTo(0.025288646860891616, 12);
  expect(JSON.stringify(found)).not.toMatch(/48\.399|2\.792|macOS|France/);
  expect(found).toContainEqual({
    kind: "leftOut",
    leftOut: { place: "examples-emissions.csv:3", reason: expect.any(String), count: 5 },
  });
});

test("inference-perf states seconds, and its settings the model", async () => {
  const config = file("config.yaml", "server:\n  base_url: http://10.0.0.1\n  model_name: Qwen/Qwen3-8B\n");
  const found = await imported([...folder("inference-perf"), config]);
  expect(speedsIn(found)).toMatchObject([
    {
      model: { name: "Qwen/Qwen3-8B" },
      requestRate: 1,
      completed: 60,
      failed: 0,
      outputTokens: 62.35,
      throughput: 62.15363932698074,
      ttft: { mean: 0.03331898592878133, p99: 0.04251505806925707 },
      timePerOutputToken: { median: 0.0034682437246881946 },
      interTokenLatency: { median: 3.392953658476472e-5 },
      latency: { mean: 0.48322820343310013 },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain("10.0.0.1");
});

test("evalscope's table of percentiles is in seconds", async () => {
  const found = await imported(folder("evalscope").filter(({ path }) => path.startsWith("perf")));
  expect(speedsIn(found)).toMatchObject([
    {
      concurrency: 10,
      completed: 100,
      failed: 0,
      ttft: { median: 0.214, p90: 0.271, p99: 0.402 },
      latency: { median: 1.842 },
    },
  ]);
});

test("optimum-benchmark's phases are times of the first token and of each", async () => {
  const found = await imported(folder("optimum-benchmark"));
  expect(speedsIn(found)).toMatchObject([
    { throughput: 48, ttft: { mean: 0.0205, p90: 0.021 }, settings: { decode_gpu_kwh: 3.1e-6 } },
  ]);
  expect(reasonsIn(found)).toEqual(["benchmark_report.json: load_model: A measurement of speed has no place for it."]);
});

test("MLPerf's tokens a second have the power of the same system", async () => {
  const row = {
    ID: "5.1-1",
    Submitter: "Lab",
    System: "8xGPU",
    UsedModel: "llama2-70b-99",
    Model: "llama2-70b-99",
    Scenario: "Offline",
    Accuracy: `ROUGE1: 44.4542  ${"x".repeat(300)}`,
    Nodes: 2,
    Accelerator: "GPU 192GB",
    "a#": 8,
    version: "v5.1",
    weight_data_types: "fp8",
  };
  const rows = [
    { ...row, Performance_Result: 8000.5, Performance_Units: "Tokens/s" },
    { ...row, Performance_Result: 5200, Performance_Units: "Watts" },
    { ...row, Scenario: "Server", Performance_Result: 100, Performance_Units: "Queries/s" },
  ];
  const found = await imported([file("summary_results.json", rows)]);
  expect(speedsIn(found)).toMatchObject([
    {
      model: { name: "llama2-70b-99" },
      tool: "MLPerf Inference v5.1",
      accelerator: { name: "GPU 192GB", count: 16 },
      throughput: 8000.5,
      power: 5200,
      requestRate: null,
    },
  ]);
  expect(reasonsIn(found)).toEqual([expect.stringContaining("Queries/s"), expect.stringContaining("ROUGE")]);
});
