import { describe, expect, it } from "vitest";
import type { Sampling } from "../../../src/decoding/decoding.ts";
import { resolveDecoding, settledDecoding, withoutIgnored } from "../../../src/evaluation/setup/resolveDecoding.ts";
import { thinksByDefault } from "../../../src/evaluation/setup/thinksByDefault.ts";

const MAKERS = { temperature: 0.7, topP: 0.8, topK: 20, maxTokens: 2048 };
const OPEN = { thinking: "default", fixedDecoding: false } as const;
const named = (slug: string, generationDefaults: Sampling | null = null) => ({ slug, generationDefaults });
const SMALL = named("acme/small");
const engine = (generationConfig: Sampling | null) => ({ generationConfig });

describe("the sampling of a run", () => {
  it("is what is asked, then what the engine states, then what the store has of the makers, and then our own", () => {
    const known = named("acme/small", { temperature: 1, topP: 0.9, topK: 64 });
    expect(resolveDecoding({ seed: 0 }, OPEN, engine({ temperature: 0.7, topK: 20 }), known)).toEqual({
      decoding: { temperature: 0.7, topP: 0.9, topK: 20, seed: 0 },
      sources: { temperature: "ENGINE", topP: "MODEL", topK: "ENGINE", seed: "ASKED" },
    });
    for (const silent of [null, engine(null), {}]) {
      expect(resolveDecoding({}, OPEN, silent, known)).toEqual({
        decoding: { temperature: 1, topP: 0.9, topK: 64 },
        sources: { temperature: "MODEL", topP: "MODEL", topK: "MODEL" },
      });
    }
    expect(resolveDecoding({}, OPEN, engine(null), named("Qwen/QwQ-32B", { topK: 40 }))).toEqual({
      decoding: { temperature: 0.6, topK: 40 },
      sources: { temperature: "OURS", topK: "MODEL" },
    });
    const asked = { temperature: 0.1, topK: 5, frequencyPenalty: 0.2, seed: 3 };
    expect(resolveDecoding(asked, OPEN, engine(MAKERS), known).decoding).toEqual({ ...asked, topP: 0.8 });
    const unset = { temperature: undefined } as object;
    expect(resolveDecoding(unset, OPEN, engine(MAKERS), SMALL).decoding.temperature).toBe(0.7);
  });

  it.each([
    ["Qwen/Qwen3-8B", "default", 0.6],
    ["Qwen/Qwen3-8B", "off", 0],
    ["acme/small", "default", 0],
    ["acme/small", "on", 0.6],
    ["acme/small", { budget: 64 }, 0.6],
  ] as const)("of %s thinking %j is at temperature %d where nobody says otherwise", (model, thinking, temperature) => {
    expect(resolveDecoding({ seed: 0 }, { ...OPEN, thinking }, engine(null), named(model))).toEqual({
      decoding: { temperature, seed: 0 },
      sources: { temperature: "OURS", seed: "ASKED" },
    });
  });

  it("knows the switches of chat templates", () => {
    for (const name of ["enable_thinking", "thinking"]) {
      const with_ = (on: unknown, model: string) =>
        resolveDecoding({}, { ...OPEN, chatTemplateKwargs: { [name]: on } }, null, named(model)).decoding.temperature;
      expect([with_(false, "Qwen/Qwen3-8B"), with_(true, "acme/small"), with_("no", "acme/small")]).toEqual([
        0, 0.6, 0,
      ]);
    }
  });

  it("takes nothing from a config that says nonsense, and no limit of tokens", () => {
    const nonsense = { temperature: "hot", topP: 7, topK: -1 } as unknown as Sampling;
    for (const place of ["engine", "model"] as const) {
      const with_ = (config: Sampling) =>
        resolveDecoding(
          {},
          OPEN,
          engine(place === "engine" ? config : null),
          named("acme/small", place === "model" ? config : null),
        ).decoding;
      expect(with_(nonsense)).toEqual({ temperature: 0 });
      expect(with_({ temperature: 0.9, topK: 0 })).toEqual({ temperature: 0.9 });
      expect(with_(MAKERS)).toEqual({ temperature: 0.7, topP: 0.8, topK: 20 });
    }
  });

  it("is left as it is where the recipe fixes it, and without what is to be left out", () => {
    const order = { ...OPEN, fixedDecoding: true };
    const fixed = resolveDecoding({ frequencyPenalty: 0.05 }, order, engine(MAKERS), named("Qwen/Qwen3-8B", MAKERS));
    expect(fixed).toEqual({ decoding: { frequencyPenalty: 0.05 }, sources: { frequencyPenalty: "ASKED" } });
    const leaveOut = ["temperature", "seed"];
    const { decoding, sources } = resolveDecoding({ seed: 0 }, { ...OPEN, leaveOut }, engine(MAKERS), SMALL);
    expect(decoding).toEqual({ topP: 0.8, topK: 20 });
    expect(sources).toEqual({ topP: "ENGINE", topK: "ENGINE" });
  });

  it("is read again as it was settled, and from nothing else", () => {
    const resolved = resolveDecoding({ seed: 0, stop: ["."] }, OPEN, null, named("acme/small", MAKERS));
    expect(settledDecoding(JSON.parse(JSON.stringify(resolved)))).toEqual(resolved);
    for (const other of [
      undefined,
      { source: "ENGINE" },
      { sources: { topK: "MODEL" } },
      { ...resolved, sources: { a: 1 } },
    ]) {
      expect(settledDecoding(other)).toBeNull();
    }
  });

  it("is told without what the engine did not take", () => {
    const resolved = resolveDecoding({ seed: 0 }, OPEN, null, named("acme/small", MAKERS));
    expect(withoutIgnored(resolved, new Set(["topK", "thinking"]))).toEqual({
      decoding: { temperature: 0.7, topP: 0.8, seed: 0 },
      sources: { temperature: "MODEL", topP: "MODEL", seed: "ASKED" },
    });
  });
});

describe("a model that thinks by default", () => {
  it.each([
    ...["Qwen/Qwen3-8B", "Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-8B-FP8", "Qwen/QwQ-32B", "deepseek-ai/DeepSeek-R1"],
    ...["deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "openai/gpt-oss-20b", "mistralai/Magistral-Small-2506"],
    ...["Qwen/Qwen3-4B-Thinking-2507", "microsoft/Phi-4-reasoning", "LGAI-EXAONE/EXAONE-Deep-7.8B"],
  ])("is %s", (model) => {
    expect(thinksByDefault(model, {})).toBe(true);
  });

  it.each([
    ...["Qwen/Qwen3-4B-Instruct-2507", "Qwen/Qwen2.5-7B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "acme/small"],
    ...["google/gemma-3-27b-it", "Qwen/Qwen3-8B-Base", "deepseek-ai/DeepSeek-V3"],
  ])("is not %s, unless its engine parts reasoning off", (model) => {
    expect(thinksByDefault(model, {})).toBe(false);
    expect(thinksByDefault(model, { flags: { reasoning_parser: "own" } })).toBe(true);
    expect(thinksByDefault(model, { flags: { reasoning_parser: "" } })).toBe(false);
  });
});
