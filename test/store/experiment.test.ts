import { describe, expect, it } from "vitest";
import { protocolIdOf, servedAsOf, slugOfVariant, variantOf } from "../../src/store/experiment.ts";

const capitals = { name: "capitals", version: "1.0.0" };
const slugOf = (plugin: Parameters<typeof variantOf>[0], options: unknown, defaults: unknown = {}) =>
  slugOfVariant(variantOf(plugin, options, defaults));

describe("the variant of a benchmark", () => {
  it("follows from the options that change problems and from their version", () => {
    expect(slugOf(capitals, {})).toBe("capitals");
    expect(slugOf(capitals, { subset: "easy" })).toBe("capitals/easy");
    expect(slugOf(capitals, { subset: "hard", language: "de" })).toBe("capitals/hard/de");
    expect(slugOf(capitals, { language: "de" })).toBe("capitals/all/de");
    expect(slugOf({ ...capitals, version: "2.0.0" }, {})).toBe("capitals@2.0.0");
    expect(slugOf({ ...capitals, version: "2.0.0", problemsVersion: "1" }, {})).toBe("capitals");
    expect(slugOf({ ...capitals, problemOptions: ["seed"] }, { seed: 7, shown: 3 }, { seed: 0 })).toBe(
      "capitals/seed=7",
    );
    expect(slugOf({ ...capitals, problemOptions: ["seed"] }, { seed: 0, shown: 3 }, { seed: 0 })).toBe("capitals");
    expect(slugOf(capitals, { seed: 7, shown: 3 }, { seed: 0, shown: 3 })).toBe("capitals/seed=7");
    // The order in which options are written does not matter.
    expect(slugOf(capitals, { b: { y: 1, x: 2 }, a: 1 })).toBe(slugOf(capitals, { a: 1, b: { x: 2, y: 1 } }));
  });
});

describe("the protocol of a run", () => {
  const recipe = (more: object, options: object = {}) => ({
    benchmark: { name: "gsm8k", version: "1.0.0", options, problemOptions: ["subset"] },
    ...more,
  });
  const idOf = (more: object = {}, options: object = {}, temperature?: number) =>
    protocolIdOf({ recipe: recipe(more, options), decoding: { temperature } });

  it("differs by prompt, grader, judge and class of temperature, and not by what was asked how often", () => {
    const plain = idOf({}, {}, 0);
    expect(plain).toMatch(/^[0-9a-f]{16}$/);
    expect(idOf({ repeats: 4, limit: 20, timeout: 60 }, { subset: "easy" }, 0)).toBe(plain);
    const others = [
      idOf({}, {}, 0.6),
      idOf({}, { seed: 3 }, 0),
      idOf({ shots: 5 }, {}, 0),
      idOf({ systemPrompt: "Be brief." }, {}, 0),
      idOf({ judge: { name: "openai", options: { model: "judge" } } }, {}, 0),
      protocolIdOf({ recipe: { benchmark: { version: "1.1.0" } }, decoding: { temperature: 0 } }),
    ];
    expect(new Set([plain, ...others]).size).toBe(others.length + 1);
    expect(idOf({}, {}, 0.6)).toBe(idOf({}, {}, 1));
  });

  it("is what the source states, and unknown where it states nothing", () => {
    expect(protocolIdOf({ protocol: { shots: 5, prompt: "x" } })).toBe(
      protocolIdOf({ protocol: { prompt: "x", shots: 5 } }),
    );
    expect(protocolIdOf({ decoding: { temperature: 0 } })).toBeNull();
    expect(protocolIdOf({ recipe: { runner: { name: "vllm" } } })).toBeNull();
  });
});

describe("how a run was served", () => {
  it("names the engine and the precision of weights and cache, as far as they are known", () => {
    expect(servedAsOf({})).toBeNull();
    expect(servedAsOf({ runner: "vllm" })).toBe("vllm");
    expect(servedAsOf({ servedAs: "a provider", runner: "openai" })).toBe("a provider");
    const engine = { engine: "vllm", dtype: "bfloat16", quantization: null, cacheDtype: "auto" };
    expect(servedAsOf({ runner: "openai", recipe: { engine } })).toBe("vllm, bfloat16");
    const quantized = { ...engine, quantization: "fp8", cacheDtype: "fp8_e5m2" };
    expect(servedAsOf({ runner: "vllm", recipe: { engine: quantized } })).toBe("vllm, fp8, fp8_e5m2 cache");
  });
});
