import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/compute/architecture/architecture.ts";
import { architectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import { ComputeError } from "../../../src/compute/computeError.ts";
import { knownModelTypes } from "../../../src/compute/config/modelTypes.ts";
import { neededFields } from "../../../src/compute/config/neededFields.ts";
import { parseConfig } from "../../../src/compute/config/parseConfig.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
import type { Span } from "../../../src/compute/mixers/span.ts";
import { architectureOf } from "../bundledModels.ts";
import { completeConfigs, hasConfigs, INCOMPLETE, publishedConfigs } from "../publishedConfigs.ts";

const LLAMA = {
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 3,
  vocab_size: 100,
};

function codeAndMessage(read: () => unknown): { code: string; message: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof ComputeError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a config of the llama type becomes one group of equal layers", () => {
  expect(readArchitecture(LLAMA)).toEqual({
    modelType: "llama",
    hiddenSize: 64,
    vocabularySize: 100,
    tiedEmbeddings: false,
    residualStreams: 1,
    vectorWeights: 64,
    furtherEmbeddings: 0,
    contextLength: null,
    layers: [
      {
        count: 3,
        mixers: [
          {
            kind: "attention",
            heads: 4,
            kvHeads: 2,
            headDim: 16,
            valueDim: 16,
            span: { kind: "all" },
            indexer: null,
            queryRank: null,
            gateWidth: 0,
            keysAreValues: false,
            sharesCache: false,
            vectorWeights: 0,
          },
        ],
        feedForward: { kind: "dense", width: 128, gated: true, vectorWeights: 0 },
        sideWeights: 0,
        vectorWeights: 128,
      },
    ],
  });
});

test("the language part of a multimodal config counts, tied as its wrapper says", () => {
  const { vocab_size, ...rest } = LLAMA;
  for (const part of ["text_config", "llm_config", "language_config"]) {
    const wrapped = { model_type: "some_vl", tie_word_embeddings: true, [part]: { ...rest, vocab_size } };
    expect(readArchitecture(wrapped)).toEqual({ ...readArchitecture(LLAMA), tiedEmbeddings: true });
  }
});

test("a decoder without a model type is read as a llama", () => {
  const { model_type: _, ...untyped } = LLAMA;
  expect(readArchitecture(untyped)).toEqual(readArchitecture(LLAMA));
});

test("Qwen2 is windowed from a layer on, if it says that it uses windows", () => {
  const qwen = { ...LLAMA, model_type: "qwen2", sliding_window: 8, max_window_layers: 1 };
  expect(spansOf(readArchitecture({ ...qwen, use_sliding_window: false }))).toEqual([[{ kind: "all" }, 3]]);
  expect(spansOf(readArchitecture({ ...qwen, use_sliding_window: true }))).toEqual([
    [{ kind: "all" }, 1],
    [{ kind: "window", tokens: 8 }, 2],
  ]);
});

test("the experts of Qwen3 are found under either name, and missed where only their use is stated", () => {
  // As transformers 5 writes it; 820,320 parameters by the count of the one who trained it.
  const config = {
    ...{ model_type: "qwen3_moe", hidden_size: 96, intermediate_size: 288, moe_intermediate_size: 96, vocab_size: 448 },
    ...{ num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, head_dim: 32, num_experts_per_tok: 2 },
    tie_word_embeddings: true,
  };
  expect(countParameters(readArchitecture({ ...config, num_local_experts: 8 })).total).toBe(820_320);
  expect(countParameters(readArchitecture({ ...config, num_experts: 8 })).total).toBe(820_320);
  expect(codeAndMessage(() => readArchitecture(config))).toMatchObject({ code: "INCOMPLETE_CONFIG" });
});

describe("errors", () => {
  test("an unknown type is named, with those that are known", () => {
    const { code, message } = codeAndMessage(() => readArchitecture({ ...LLAMA, model_type: "rwkv7" }));
    expect(code).toBe("UNKNOWN_MODEL_TYPE");
    expect(message).toContain('"rwkv7"');
    for (const known of knownModelTypes()) expect(message).toContain(known);
  });

  test("so is an architecture without a type", () => {
    const config = { ...LLAMA, model_type: undefined, architectures: ["RwkvForCausalLM"] };
    expect(codeAndMessage(() => readArchitecture(config)).message).toContain('"RwkvForCausalLM"');
  });

  test.each(["toString", "__proto__", "constructor"])("%s is no known type", (model_type) => {
    expect(codeAndMessage(() => readArchitecture({ ...LLAMA, model_type })).code).toBe("UNKNOWN_MODEL_TYPE");
  });

  test.each(["hidden_size", "intermediate_size", "num_attention_heads", "num_hidden_layers", "vocab_size"])(
    "a missing %s is named",
    (field) => {
      const { code, message } = codeAndMessage(() => readArchitecture({ ...LLAMA, [field]: undefined }));
      expect(code).toBe("INCOMPLETE_CONFIG");
      expect(message).toContain(field);
    },
  );

  test("a field of the wrong type is shown", () => {
    const { code, message } = codeAndMessage(() => readArchitecture({ ...LLAMA, hidden_size: "64" }));
    expect(code).toBe("INCOMPLETE_CONFIG");
    expect(message).toContain('hidden_size of the config is "64"');
  });

  test("a list that is too short is counted", () => {
    const config = {
      ...LLAMA,
      model_type: "gpt_oss",
      num_local_experts: 4,
      num_experts_per_tok: 2,
      layer_types: ["x"],
    };
    expect(codeAndMessage(() => readArchitecture(config)).message).toContain("1 entries for 3 layers");
  });

  test.each([null, undefined, 3, "llama", [LLAMA]])("%s is no config", (config) => {
    expect(codeAndMessage(() => readArchitecture(config)).code).toBe("INCOMPLETE_CONFIG");
  });

  test("a variant that is not accounted for is refused", () => {
    const block = { attention: { no_op: false, replace_with_linear: true }, ffn: { no_op: true } };
    const config = { ...LLAMA, model_type: "nemotron-nas", block_configs: [block, block, block] };
    expect(codeAndMessage(() => readArchitecture(config))).toMatchObject({ code: "UNSUPPORTED_CONFIG" });
  });
});

test("Python's Infinity in a config becomes null, in a string it stays", () => {
  expect(parseConfig('{"a": [0.0, Infinity], "b": "to Infinity", "c": -Infinity, "d": NaN}')).toEqual({
    a: [0, null],
    b: "to Infinity",
    c: null,
    d: null,
  });
  expect(codeAndMessage(() => parseConfig("{"))).toMatchObject({ code: "INVALID_CONFIG" });
});

describe("bundled models", () => {
  test("windows: which layers have one, and how wide", () => {
    const windows = (slug: string) => spansOf(architectureOf(slug)).filter(([span]) => span.kind === "window");
    expect(windows("Qwen/Qwen2.5-7B")).toEqual([]);
    expect(windows("google/gemma-2-9b")).toEqual([[{ kind: "window", tokens: 4096 }, 21]]);
    expect(windows("google/gemma-3-27b-it")).toEqual([[{ kind: "window", tokens: 1024 }, 52]]);
    expect(windows("openai/gpt-oss-120b")).toEqual([[{ kind: "window", tokens: 128 }, 18]]);
    expect(windows("LGAI-EXAONE/EXAONE-4.0-32B")).toEqual([[{ kind: "window", tokens: 4096 }, 48]]);
    expect(windows("allenai/Olmo-3-1025-7B")).toEqual([[{ kind: "window", tokens: 4096 }, 24]]);
    expect(windows("XiaomiMiMo/MiMo-V2-Flash")).toEqual([[{ kind: "window", tokens: 129 }, 39]]);
    expect(spansOf(architectureOf("meta-llama/Llama-4-Maverick-17B-128E-Instruct"))).toContainEqual([
      { kind: "chunk", tokens: 8192 },
      36,
    ]);
  });

  test("layers that differ", () => {
    const nas = architectureOf("nvidia/Llama-3_3-Nemotron-Super-49B-v1");
    expect(layerCount(nas, (layer) => layer.mixers.length === 0)).toBe(31);
    const maverick = architectureOf("meta-llama/Llama-4-Maverick-17B-128E-Instruct");
    expect(layerCount(maverick, (layer) => layer.feedForward?.kind === "experts")).toBe(24);
    const v3 = architectureOf("deepseek-ai/DeepSeek-V3");
    expect(layerCount(v3, (layer) => layer.feedForward?.kind === "dense")).toBe(3);
    const m1 = architectureOf("MiniMaxAI/MiniMax-M1-80k");
    expect(layerCount(m1, (layer) => layer.mixers[0]?.kind === "linear-attention")).toBe(70);
    const falcon = architectureOf("tiiuae/Falcon-H1-0.5B-Instruct");
    expect(falcon.layers[0]?.mixers.map((mixer) => mixer.kind)).toEqual(["attention", "state-space"]);
    const nemotron = architectureOf("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16");
    expect(layerCount(nemotron, (layer) => layer.mixers[0]?.kind === "state-space")).toBe(23);
    expect(layerCount(nemotron, (layer) => layer.mixers[0]?.kind === "attention")).toBe(6);
  });

  test("how a linear layer changes its state", () => {
    const rules = (slug: string) =>
      architectureOf(slug).layers.flatMap(({ mixers }) =>
        mixers.flatMap((mixer) => (mixer.kind === "linear-attention" ? mixer.rule : [])),
      );
    expect(rules("MiniMaxAI/MiniMax-M1-80k")).toEqual(["decay"]);
    expect(rules("Qwen/Qwen3-Next-80B-A3B-Instruct")).toEqual(["delta"]);
    expect(new Set(rules("moonshotai/Kimi-K3"))).toEqual(new Set(["delta"]));
  });

  test("an indexer that is shared runs in the layers that own it alone", () => {
    const owns = (layer: Architecture["layers"][number]) =>
      layer.mixers[0]?.kind === "latent-attention" && layer.mixers[0].indexer !== null;
    expect(layerCount(architectureOf("zai-org/GLM-5.1"), owns)).toBe(78);
    expect(layerCount(architectureOf("zai-org/GLM-5.2"), owns)).toBe(21);
  });

  test("the four kinds", () => {
    expect(architectureKind(architectureOf("Qwen/Qwen3-32B"))).toBe("DENSE");
    expect(architectureKind(architectureOf("Qwen/Qwen3-30B-A3B"))).toBe("MOE");
    expect(architectureKind(architectureOf("nvidia/NVIDIA-Nemotron-Nano-9B-v2"))).toBe("HYBRID");
    expect(architectureKind(architectureOf("Qwen/Qwen3-Next-80B-A3B-Instruct"))).toBe("HYBRID_MOE");
  });
});

describe.skipIf(!hasConfigs)("published configs (../shared/data/model-configs)", () => {
  test("every one is read, but for the two that lack their widths", () => {
    const failures = publishedConfigs().flatMap(({ id, config }) => {
      try {
        readArchitecture(config);
        return [];
      } catch (error) {
        return [`${id}: ${(error as Error).message}`];
      }
    });
    const lacking = "intermediate_size is missing from the config: a number is needed.";
    expect(failures).toEqual(INCOMPLETE.map((id) => `${id}: ${lacking}`));
  });

  test("as many layers as the config says", () => {
    for (const { id, config } of completeConfigs()) {
      const language = (config.text_config ?? config) as Record<string, number | string[]>;
      const said = language.num_hidden_layers ?? language.num_layers ?? (language.layers_block_type as string[]).length;
      expect(
        layerCount(readArchitecture(config), () => true),
        id,
      ).toBe(said);
    }
  });

  test("the needed fields alone give the same architecture", () => {
    for (const { id, config } of completeConfigs()) {
      expect(readArchitecture(neededFields(config)), id).toEqual(readArchitecture(config));
    }
    expect(neededFields({ ...LLAMA, rope_theta: 1e4, sliding_window: null })).toEqual(LLAMA);
  });
});

function layerCount(architecture: Architecture, where: (layer: Architecture["layers"][number]) => boolean): number {
  return architecture.layers.filter(where).reduce((sum, layer) => sum + layer.count, 0);
}

/** Each span of the model and how many layers have it. */
function spansOf(architecture: Architecture): [Span, number][] {
  const counts = new Map<string, number>();
  for (const { count, mixers } of architecture.layers) {
    for (const mixer of mixers) {
      if (!("span" in mixer)) continue;
      const key = JSON.stringify(mixer.span);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return [...counts].map(([span, count]) => [JSON.parse(span), count]);
}
