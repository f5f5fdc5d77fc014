import { describe, expect, test } from "vitest";
import { buildRegistry, registryText } from "../../../data/scripts/registry/build.ts";
import { MODELS_WITH_DEFAULTS } from "../../../data/scripts/registry/generationDefaults.ts";
import { UNEXPLAINED } from "../../../data/scripts/registry/registerModel.ts";
import { RELEASE_DATES, WRONG_DATES } from "../../../data/scripts/registry/releaseDates.ts";
import { spdxOf } from "../../../data/scripts/registry/spdx.ts";
import { architectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../../src/compute/cost/flops.ts";
import { countParameters } from "../../../src/compute/cost/parameters.ts";
import { bundledModels as models, registryFile } from "../bundledModels.ts";
import { configFolder, hasConfigs } from "../publishedConfigs.ts";

test("274 models, each once, sorted by slug", () => {
  const slugs = models.map((model) => model.slug);
  expect(new Set(slugs).size).toBe(274);
  expect(slugs).toEqual([...slugs].sort());
});

test("every bundled config can be read, gives the kind that is stated, and costs something", () => {
  for (const { slug, config, architecture } of models) {
    if (!config) continue;
    const read = readArchitecture(config);
    expect(architectureKind(read), slug).toBe(architecture);
    expect(answerFlops(read, 100, 1000).total, slug).toBeGreaterThan(1e10);
  }
  expect(models.filter((model) => model.config === null).length).toBe(14);
});

test("a count whose source is a computation equals the count from the config", () => {
  for (const { slug, config, totalParameters, activeParameters } of models) {
    const counted = config && countParameters(readArchitecture(config));
    if (totalParameters?.source.startsWith("computed")) expect(totalParameters.value, slug).toBe(counted?.total);
    if (activeParameters?.source.startsWith("computed")) expect(activeParameters.value, slug).toBe(counted?.active);
  }
});

test("every figure has a source, every config its source and licence, no difference is unexplained", () => {
  for (const model of models) {
    for (const figure of [model.totalParameters, model.activeParameters, model.releasedOn]) {
      if (figure) expect(figure.source, model.slug).not.toBe("");
    }
    if (model.releasedOn) expect(model.releasedOn.value, model.slug).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(model.configSource === null, model.slug).toBe(model.config === null);
    expect(model.configSource?.license, model.slug).not.toBe("");
    expect(model.notes.join(" "), model.slug).not.toContain(UNEXPLAINED);
  }
});

test("licences are SPDX expressions with a source; those without an identifier are references", () => {
  // Of the SPDX License List 3.28.
  const identifiers = ["Apache-2.0", "MIT"];
  const stated = models.flatMap(({ weightsLicense }) => weightsLicense ?? []);
  expect(stated.length).toBe(179);
  for (const { value, source } of stated) {
    if (!identifiers.includes(value)) expect(value).toMatch(/^LicenseRef-[A-Za-z0-9.-]+$/);
    expect(source).not.toBe("");
  }
  expect(spdxOf("other")).toBeNull();
  expect(() => spdxOf("some licence")).toThrow(/has no SPDX expression/);
});

test("the makers' defaults of sampling are those of a file that was opened, on the model's page or a copy that is named", () => {
  const stated = models.filter(({ generationDefaults }) => generationDefaults !== null);
  expect(stated.map(({ slug }) => slug).sort()).toEqual(MODELS_WITH_DEFAULTS.toSorted());
  for (const { slug, generationDefaults } of stated) {
    const { value, source } = generationDefaults!;
    expect(Object.keys(value).length, slug).toBeGreaterThan(0);
    expect(source, slug).toMatch(/^[\w.-]+\/[\w.-]+:generation_config\.json \(page of the model hub, \S+/);
    expect(source.startsWith(`${slug}:`) || source.endsWith(`; a copy of that of ${slug})`), slug).toBe(true);
  }
  const of = (slug: string) => models.find((model) => model.slug === slug)!.generationDefaults?.value;
  expect(of("deepseek-ai/DeepSeek-R1")).toEqual({ temperature: 0.6, topP: 0.95 });
  expect(of("Qwen/Qwen3-8B")).toEqual({ temperature: 0.6, topP: 0.95, topK: 20 });
  // It is to be asked greedily.
  expect(of("nvidia/Llama-3.1-Nemotron-70B-Instruct-HF")).toEqual({ temperature: 0 });
  // Its file says nothing of sampling.
  expect(of("HuggingFaceTB/SmolLM2-360M-Instruct")).toBeUndefined();
});

test("wrong release dates are not used, and a note says why", () => {
  for (const { slug, wrong } of WRONG_DATES) {
    const { releasedOn, notes } = models.find((model) => model.slug === slug)!;
    expect(releasedOn?.value, slug).not.toBe(wrong);
    expect(notes.join(" "), slug).toContain(wrong);
  }
  for (const { slug, value } of RELEASE_DATES) {
    expect(models.find((model) => model.slug === slug)?.releasedOn?.value, slug).toBe(value);
  }
});

test("an instruction-tuned Mixtral and both versions of MiniMax-M1 have their own dates", () => {
  const dateOf = (slug: string) => models.find((model) => model.slug === slug)!.releasedOn?.value;
  expect(dateOf("mistralai/Mixtral-8x22B-v0.1")).toBe("2024-04-10");
  expect(dateOf("mistralai/Mixtral-8x22B-Instruct-v0.1")).toBe("2024-04-17");
  expect(dateOf("MiniMaxAI/MiniMax-M1-40k")).toBe("2025-06-16");
  expect(dateOf("MiniMaxAI/MiniMax-M1-80k")).toBe("2025-06-16");
});

test("Qwen3-30B-A3B", () => {
  expect(models.find((model) => model.slug === "Qwen/Qwen3-30B-A3B")).toMatchObject({
    developer: "Alibaba",
    architecture: "MOE",
    totalParameters: { value: 30_532_122_624 },
    activeParameters: { value: 3e9 },
    contextLength: 40_960,
    releasedOn: { value: "2025-04-29" },
  });
});

describe.skipIf(!hasConfigs)("from ../shared/data/model-configs", () => {
  test("the script writes the bundled file, to the byte", () => {
    expect(registryText(buildRegistry(configFolder))).toBe(registryFile);
  });
});
