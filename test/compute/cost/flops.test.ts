import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/compute/architecture/architecture.ts";
import { architectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import { ComputeError } from "../../../src/compute/computeError.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../../src/compute/cost/flops.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
import { runs } from "../../support/runs.ts";
import { countByHand } from "../bruteForce.ts";
import { architectureOf, bundledArchitectures } from "../bundledModels.ts";
import { architectures } from "../randomArchitectures.ts";

const LLAMA_31_8B = {
  model_type: "llama",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  num_key_value_heads: 8,
  tie_word_embeddings: false,
  vocab_size: 128256,
};

describe("against a count token by token", () => {
  test("prefill and decode of random architectures agree", () => {
    const tokens = fc.integer({ min: 1, max: 25 });
    fc.assert(
      fc.property(architectures, tokens, tokens, (architecture, prompt, output) => {
        const flops = answerFlops(architecture, prompt, output);
        const byHand = countByHand(architecture, prompt, output);
        expect(flops.prefill).toBeCloseTo(byHand.prefill, 4);
        expect(flops.decode).toBeCloseTo(byHand.decode, 4);
      }),
      runs(50, 200),
    );
  });

  test("the parts add up, and none is negative", () => {
    fc.assert(
      fc.property(architectures, fc.double({ min: 0, max: 1e6, noNaN: true }), (architecture, tokens) => {
        const { total, prefill, decode, breakdown } = answerFlops(architecture, tokens, tokens);
        const parts = Object.values(breakdown);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total, 3);
        expect(Math.abs(prefill + decode - total)).toBeLessThanOrEqual(total * 1e-12);
      }),
    );
  });
});

test("an answer of Llama-3.1-8B, worked out by hand", () => {
  // A layer's matrices: 4096 · (32 + 8 + 8 + 32) · 128 + 3 · 4096 · 14336 = 41,943,040 + 176,160,768 = 218,103,808.
  // Prompt of 1000: 2 · 32 · 218,103,808 · 1000; each of 32 layers attends to 1000 · 1001 / 2 tokens, 2 · 32 · 256 FLOP each;
  // one output head of 2 · 128,256 · 4096.
  const prefill = 2 * 32 * 218_103_808 * 1000 + 32 * 2 * 32 * 256 * 500_500 + 2 * 128_256 * 4096;
  // 99 further tokens see 1001 … 1099 tokens: 103,950 in all.
  const decode = 99 * (2 * 32 * 218_103_808 + 2 * 128_256 * 4096) + 32 * 2 * 32 * 256 * 103_950;
  const flops = answerFlops(readArchitecture(LLAMA_31_8B), 1000, 100);
  expect(flops.prefill).toBe(prefill);
  expect(flops.decode).toBe(decode);
  expect(flops.breakdown.attention).toBe(32 * 2 * 32 * 256 * (500_500 + 103_950));
});

test("a window bounds the cost of a token; full attention does not", () => {
  const full = readArchitecture(LLAMA_31_8B);
  const windowed = readArchitecture({ ...LLAMA_31_8B, model_type: "mistral", sliding_window: 4096 });
  const tokenAt = (architecture: Architecture, position: number) =>
    answerFlops(architecture, position, 2).decode - answerFlops(architecture, 1, 2).decode;
  expect(tokenAt(windowed, 200_000)).toBe(tokenAt(windowed, 100_000));
  expect(tokenAt(full, 200_000)).toBeGreaterThan(1.9 * tokenAt(full, 100_000));
  expect(answerFlops(windowed, 3000, 1000).total).toBe(answerFlops(full, 3000, 1000).total);
});

test("half a token more costs half as much as a whole one", () => {
  const architecture = readArchitecture(LLAMA_31_8B);
  const [low, mid, high] = [512, 512.5, 513].map((tokens) => answerFlops(architecture, 100, tokens).total);
  expect(mid).toBe((low! + high!) / 2);
});

test("a long answer takes no longer to count than a short one", () => {
  const architecture = readArchitecture(LLAMA_31_8B);
  const start = performance.now();
  for (let i = 0; i < 1000; i++) answerFlops(architecture, 1e6, 1e6);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("one token of output is the prefill alone, and nothing is 0", () => {
  const architecture = readArchitecture(LLAMA_31_8B);
  expect(answerFlops(architecture, 10, 1).decode).toBe(0);
  expect(answerFlops(architecture, 0, 0).total).toBe(0);
});

test.each([
  [-1, 5, "promptTokens is -1"],
  [5, Number.NaN, "outputTokens is NaN"],
  [Number.POSITIVE_INFINITY, 5, "promptTokens is Infinity"],
])("%s prompt and %s output tokens are an error", (prompt, output, message) => {
  const architecture = readArchitecture(LLAMA_31_8B);
  expect(() => answerFlops(architecture, prompt, output)).toThrow(ComputeError);
  expect(() => answerFlops(architecture, prompt, output)).toThrow(message);
});

describe("bundled models", () => {
  /**
   * 2 · N · T, N being the active weights but the embedding, which is looked up, and T the tokens that pass: the limit for
   * short contexts (Kaplan et al. 2020). With one token of prompt, so that the head runs for each token.
   */
  test("a short answer costs 2·N·T: to 1 %, with recurrent states or absorbed latent attention to 6 %", () => {
    for (const [slug, architecture] of bundledArchitectures) {
      const { active, breakdown } = countParameters(architecture);
      const multiplied = architecture.tiedEmbeddings ? active : active - breakdown.embedding;
      const ratio = answerFlops(architecture, 1, 8).total / (2 * multiplied * 8);
      const plain = architectureKind(architecture).startsWith("HYBRID") ? false : !hasLatent(architecture);
      expect(ratio, slug).toBeGreaterThan(0.99);
      expect(ratio, slug).toBeLessThan(plain ? 1.01 : 1.06);
    }
  });

  test("DeepSeek-V3: absorbed attention of a decode step at 4096 tokens of context, by hand", () => {
    // 61 layers, 128 heads, each with 512 + 64 for the score and 512 for the value, of 4097 tokens.
    const architecture = architectureOf("deepseek-ai/DeepSeek-V3");
    const step = answerFlops(architecture, 4096, 2);
    const prefill = answerFlops(architecture, 4096, 1);
    expect(step.breakdown.attention - prefill.breakdown.attention).toBe(61 * 128 * 2 * (512 + 64 + 512) * 4097);
    // Prefill in the expanded form: 128 + 64 for the score and 128 for the value.
    expect(prefill.breakdown.attention).toBe(61 * 128 * 2 * (128 + 64 + 128) * ((4096 * 4097) / 2));
  });

  test("DeepSeek-V3.2 attends to 2048 picked tokens, and scores all of them", () => {
    const architecture = architectureOf("deepseek-ai/DeepSeek-V3.2");
    const at = (tokens: number) => {
      const [after, before] = [answerFlops(architecture, tokens, 2), answerFlops(architecture, tokens, 1)];
      return {
        attention: after.breakdown.attention - before.breakdown.attention,
        indexer: after.breakdown.indexer - before.breakdown.indexer,
      };
    };
    expect(at(100_000).attention).toBe(61 * 128 * 2 * 1088 * 2048);
    expect(at(100_000).indexer - at(50_000).indexer).toBe(61 * 2 * 64 * 129 * 50_000);
  });
});

function hasLatent(architecture: Architecture): boolean {
  return architecture.layers.some((layer) =>
    layer.mixers.some((mixer) => mixer.kind === "latent-attention" || mixer.kind === "compressed-attention"),
  );
}
