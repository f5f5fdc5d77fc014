import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PUBLISHED_DIFFERENCES } from "../../../data/scripts/registry/differences.ts";
import { configOf } from "../../../data/scripts/registry/sameDimensions.ts";
import { readConfigFiles } from "../../../data/scripts/registry/sourceFolder.ts";
import { architectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";
import { completeConfigs, configFolder, hasConfigs, INCOMPLETE, publishedModels } from "../publishedConfigs.ts";
import { architectures } from "../randomArchitectures.ts";

const count = (slug: string) => countParameters(architectureOf(slug));

test("active weights are all but the experts that a token does not visit", () => {
  fc.assert(
    fc.property(architectures, (architecture) => {
      const { total, active, breakdown } = countParameters(architecture);
      expect(Object.values(breakdown).reduce((sum, part) => sum + part, 0)).toBe(total);
      const visited = structuredClone(architecture);
      for (const { feedForward } of visited.layers) {
        // A layer with no more experts than are visited, and the router of before.
        if (feedForward?.kind !== "experts") continue;
        feedForward.vectorWeights += (feedForward.count - feedForward.active) * architecture.hiddenSize;
        feedForward.count = feedForward.active;
        // The idle experts' rows of the router stay.
        if (feedForward.idle) feedForward.idle.width = 0;
      }
      expect(active).toBe(countParameters(visited).total);
    }),
  );
});

describe("bundled models", () => {
  /**
   * The fixture holds the number of weights that the model's own code in transformers allocates. The three that differ hold a
   * router's balancing bias as a parameter; it is no weight of the forward pass, and a buffer in other models.
   */
  test("counts equal those of the model class in transformers, weight by weight", () => {
    const fixture = new URL("fixtures/transformersCounts.json", import.meta.url);
    const { counts } = JSON.parse(readFileSync(fixture, "utf8")) as { counts: Record<string, number> };
    const balancingBias: Record<string, number> = {
      "baidu/ERNIE-4.5-21B-A3B-PT": 27 * 64,
      "poolside/Laguna-S-2.1-FP8": 47 * 256,
      "poolside/Laguna-XS.2-FP8": 39 * 256,
    };
    const compared = bundledArchitectures.filter(([slug]) => counts[slug] !== undefined);
    expect(compared.length).toBe(246);
    for (const [slug, architecture] of compared) {
      const { total } = countParameters(architecture);
      expect(total + (balancingBias[slug] ?? 0), slug).toBe(counts[slug]);
    }
  });

  // Sums over safetensors headers as the model hub shows them, and the makers' own tables.
  test.each([
    ["meta-llama/Llama-3.1-8B", 8_030_261_248],
    ["Qwen/Qwen3-30B-A3B", 30_532_122_624],
    ["mistralai/Mixtral-8x7B-v0.1", 46_702_792_704],
    ["openai/gpt-oss-120b", 116_829_156_672],
    ["google/gemma-2-9b", 9_241_705_984],
    ["Qwen/Qwen2.5-7B", 7_615_616_512],
  ])("%s has %d weights", (id, total) => {
    expect(count(id).total).toBe(total);
  });

  test("Llama-3.1-8B, by hand", () => {
    const layer = 4096 * 4096 * 2 + 4096 * 1024 * 2 + 3 * 4096 * 14336 + 2 * 4096;
    expect(count("meta-llama/Llama-3.1-8B").total).toBe(32 * layer + 2 * 128_256 * 4096 + 4096);
  });

  // DeepSeek-V3 README: 671B total, 37B active. Mixtral of Experts (arXiv 2401.04088), §1: 47B and 13B; mistral.ai: 46.7B and
  // 12.9B. Qwen3 README: 30.5B and 3.3B, 235B and 22B. MiniMax-M1 README: 456B.
  test.each([
    ["deepseek-ai/DeepSeek-V3", 671e9, 37.5e9, 0.005],
    ["mistralai/Mixtral-8x7B-v0.1", 46.7e9, 12.9e9, 0.003],
    ["Qwen/Qwen3-30B-A3B", 30.5e9, 3.3e9, 0.02],
    ["Qwen/Qwen3-235B-A22B", 235e9, 22e9, 0.01],
  ])("%s: about %d weights, %d active", (id, total, active, tolerance) => {
    expect(Math.abs(count(id).total / total - 1)).toBeLessThan(tolerance);
    expect(Math.abs(count(id).active / active - 1)).toBeLessThan(tolerance);
  });
});

describe.skipIf(!hasConfigs)("published figures (../shared/data/model-configs)", () => {
  test("total and active are within 2 % of models.csv, but for the differences that are explained one by one", () => {
    const explained = new Set(PUBLISHED_DIFFERENCES.map(({ slug, figure }) => `${slug} ${figure}`));
    const configs = readConfigFiles(configFolder);
    const differing = publishedModels().flatMap((published) => {
      const file = configOf(published.id, configs);
      if (!file || INCOMPLETE.includes(published.id)) return [];
      const counted = countParameters(readArchitecture(file.config));
      const figures = (["total", "active"] as const).filter((figure) => {
        const value = Number(published[`${figure}_parameters`]);
        return value && Math.abs(counted[figure] / value - 1) > 0.02;
      });
      return figures.map((figure) => `${published.id} ${figure}`);
    });
    expect(new Set(differing)).toEqual(explained);
  });

  test("the kinds are those of models.csv", () => {
    const published = new Map(publishedModels().map((model) => [model.id, model.architecture.toUpperCase()]));
    for (const { id, config } of completeConfigs()) {
      expect(architectureKind(readArchitecture(config)), id).toBe(published.get(id));
    }
  });
});
