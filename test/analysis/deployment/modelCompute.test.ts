import { describe, expect, it } from "vitest";
import { computeOfModel } from "../../../src/analysis/deployment/modelCompute.ts";
import { requireDeployment } from "../../../src/analysis/request/deploymentPlan.ts";
import { publishedPrecision } from "../../../src/compute/config/publishedPrecision.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";

/** Llama-3.1-8B-Instruct: 32 layers of width 4096, 32 heads and 8 of keys and values of width 128, 14336, 128256. */
const LLAMA = {
  model_type: "llama",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
};
const KNOWN = {
  config: LLAMA,
  architecture: readArchitecture(LLAMA),
  precision: publishedPrecision(LLAMA, "meta-llama/Llama-3.1-8B-Instruct"),
};

describe("the compute of an answer of a model", () => {
  it("is that of the formula, worked out by hand, and memory is 16 bits a weight and a cached value", () => {
    const [prompt, output] = [1000, 500];
    const layer = 4096 * (4096 + 2 * 1024 + 4096) + 3 * 4096 * 14336;
    const tokens = prompt + output - 1;
    const attended = (tokens * (tokens + 1)) / 2;
    const flops = 2 * 32 * layer * tokens + 2 * 32 * 32 * 256 * attended + 2 * 128256 * 4096 * output;
    const compute = computeOfModel(KNOWN, prompt, output, null);
    expect(compute.flops.total).toBe(flops);
    expect(compute.flops.prefill + compute.flops.decode).toBeCloseTo(flops, -3);
    expect(compute.weights).toBe(2 * 8_030_261_248);
    expect(compute.cache).toBe(32 * 2 * 1024 * 2 * (prompt + output));
    expect(compute).toMatchObject({ precision: "BF16", served: null });
  });

  it("has seconds, energy and rates on a deployment", () => {
    const plan = requireDeployment({ hardware: "h100-sxm", tensorParallel: 2, batch: 16, precision: "FP8" });
    const { served, precision, cache } = computeOfModel(KNOWN, 1000, 500, plan);
    const { estimate, memory } = served!;
    expect(precision).toBe("FP8");
    expect(memory.kvCache).toBe(16 * cache);
    expect(estimate!.latency).toBeGreaterThan(estimate!.ttft);
    expect(estimate!.throughput).toBeCloseTo((16 * 500) / estimate!.latency, 9);
    expect(estimate!.gpuTime).toBeCloseTo((2 * estimate!.latency) / 16, 12);
    expect(estimate!.tokensPerSecondPerUser).toBeCloseTo(499 / (estimate!.latency - estimate!.ttft), 9);
  });

  it("costs as much on eight accelerators as on one where each holds a replica", () => {
    const seconds = (count: number) =>
      computeOfModel(KNOWN, 1000, 500, requireDeployment({ hardware: "H200", count, batch: 32 })).served!;
    expect(seconds(8).serving.split).toEqual({ replicas: 8, tensor: 1, attention: 1, pipeline: 1, expert: 1 });
    expect(seconds(8).estimate!.gpuTime).toBeCloseTo(seconds(1).estimate!.gpuTime, 12);
  });

  it("takes the best batch within the times that are allowed, and fewer answers where they are shorter", () => {
    const chosen = (limits: { itlP95?: number; ttftP95?: number }) =>
      computeOfModel(KNOWN, 1000, 500, requireDeployment({ hardware: "H100-SXM", batch: "BEST", ...limits })).served!;
    const free = chosen({});
    const fast = chosen({ itlP95: 0.02 });
    expect(fast.estimate!.interTokenP95).toBeLessThanOrEqual(0.02);
    expect(fast.serving.batch).toBeLessThan(free.serving.batch);
    expect(fast.estimate!.throughput).toBeLessThan(free.estimate!.throughput);
    expect(chosen({ ttftP95: 1e-4 }).estimate).toBeNull();
  });

  it("is the measured time where this configuration was measured", () => {
    const plan = requireDeployment({
      ...{ hardware: "H100-SXM", tensorParallel: 2, batch: 64, engine: "TENSORRT_LLM", engineVersion: "1.0.0rc3" },
    });
    const { estimate } = computeOfModel(KNOWN, 1024, 512, plan).served!;
    // data/serving/silicon-sample.csv: 8.6 ms.
    expect(estimate!.interTokenLatency).toBeCloseTo(0.0086, 3);
    const other = requireDeployment({
      ...{ hardware: "H100-SXM", tensorParallel: 2, batch: 200 },
      engine: "TENSORRT_LLM",
    });
    expect(computeOfModel(KNOWN, 1024, 512, other).served!.estimate!.interTokenLatency).toBeGreaterThan(0.0086);
  });

  it("has no figures of an answer where it does not fit", () => {
    const plan = requireDeployment({ hardware: "L4", batch: 1000 });
    const { served } = computeOfModel(KNOWN, 10_000, 10_000, plan);
    expect(served!.estimate).toBeNull();
    expect(served!.memory.total).toBeGreaterThan(served!.memory.available);
  });

  it("has no speed after the first token where there is but one", () => {
    const { served } = computeOfModel(KNOWN, 100, 1, requireDeployment({ hardware: "H200" }));
    expect(served!.estimate!.tokensPerSecondPerUser).toBeNull();
  });

  it.each([0, -1, 0.5, 100_000_001, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s tokens", (tokens) => {
    for (const [prompt, output, argument] of [
      [tokens, 10, "promptTokens"],
      [10, tokens, "outputTokens"],
    ] as const) {
      expect(() => computeOfModel(KNOWN, prompt, output, null)).toThrow(
        expect.objectContaining({ code: "BAD_VALUE", argument }),
      );
    }
  });
});
