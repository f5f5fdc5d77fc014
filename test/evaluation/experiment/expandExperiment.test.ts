import { describe, expect, it } from "vitest";
import { expandExperiment } from "../../../src/evaluation/experiment/expandExperiment.ts";
import { readExperiment } from "../../../src/evaluation/experiment/readExperiment.ts";
import { defineBenchmark } from "../../../src/plugins/contract/definePlugin.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";
import { toyPlugins } from "../toyPlugins.ts";

const { plugins } = toyPlugins();
plugins.register(vllm, "test");
plugins.register(
  defineBenchmark({ ...(plugins.find("benchmark", "sums") as any), name: "aime", usualRepeats: 16 }),
  "test",
);
const models = new Map(["a/one", "a/two", "a/three"].map((slug, id) => [slug, { id, slug }]));
const catalogue = { models: { bySlug: models, all: [...models.values()] } } as unknown as Catalogue;

const expand = async (given: Record<string, unknown>) => {
  const file = { name: "e", models: ["a/one"], benchmarks: ["sums"], runner: "toy", ...given };
  return expandExperiment(readExperiment(JSON.stringify(file), "e.json"), plugins, catalogue);
};
const launchesOf = async (given: Record<string, unknown>) =>
  (await expand(given)).map(({ planned }) => (planned.recipe.runner.options as any).launch);
const keysOf = async (given: Record<string, unknown>) => (await expand(given)).map(({ key }) => key);

describe("an experiment", () => {
  it("has a run for each model, benchmark and way of thinking, those of a model together", async () => {
    const runs = await expand({
      models: ["a/one", "a/two"],
      benchmarks: ["sums", "aime"],
      thinking: ["off", 64, "full"],
    });
    expect(runs.map(({ planned: { model, benchmark, mode } }) => `${model} ${benchmark} ${mode}`)).toEqual(
      ["a/one", "a/two"].flatMap((model) =>
        ["sums", "aime"].flatMap((benchmark) =>
          ["off", "budget-64", "on"].map((mode) => `${model} ${benchmark} ${mode}`),
        ),
      ),
    );
    expect(new Set(runs.map(({ key }) => key)).size).toBe(12);
    expect(runs[0]!.planned.recipe.experiment).toEqual({ name: "e", key: runs[0]!.key });
  });

  it("gives what a model says before what a benchmark says, and that before what is said for all", async () => {
    const runs = await expand({
      ...{ temperature: 0.1, limit: 3, repeats: 2 },
      models: ["a/one", { model: "a/two", temperature: 0.3, thinking: ["off"] }],
      benchmarks: ["sums", { benchmark: "aime", temperature: 0.2, repeats: 8 }],
    });
    expect(
      runs.map(({ planned: { mode, decoding, recipe } }) => [mode, decoding.temperature, recipe.limit, recipe.repeats]),
    ).toEqual([
      ["default", 0.1, 3, 2],
      ["default", 0.2, 3, 8],
      ["off", 0.3, 3, 2],
      ["off", 0.3, 3, 8],
    ]);
    // Without a word a benchmark has its usual repeats.
    expect((await expand({ benchmarks: ["aime"] }))[0]!.planned.recipe.repeats).toBe(16);
  });

  it("launches each model as itself, with its own settings on top of the shared ones", async () => {
    const launches = await launchesOf({
      runner: "vllm",
      runnerOptions: { launch: { contextLength: 4096, tensorParallel: 1 } },
      models: [
        "a/one",
        { model: "a/two", runnerOptions: { launch: { tensorParallel: 4 } } },
        { model: "a/three", runnerOptions: { launch: { model: "/models/three" } } },
      ],
    });
    expect(launches).toMatchObject([
      { model: "a/one", contextLength: 4096, tensorParallel: 1 },
      { model: "a/two", contextLength: 4096, tensorParallel: 4 },
      { model: "/models/three", contextLength: 4096, tensorParallel: 1 },
    ]);
  });

  it("takes nothing of the shared engine where a model names its own", async () => {
    const runs = await expand({
      runner: "vllm",
      runnerOptions: { launch: { tensorParallel: 2 } },
      models: [
        { model: "a/one", runnerOptions: { endpoint: "http://127.0.0.1:1" } },
        { model: "a/two", engine: "toy" },
        { model: "a/three", runner: "toy" },
      ],
    });
    const [attached, declared, other] = runs.map(({ planned }) => planned.recipe.runner);
    expect(attached!.options).toMatchObject({ endpoint: "http://127.0.0.1:1" });
    expect(attached!.options).not.toHaveProperty("launch");
    expect(declared).toMatchObject({ name: "toy", engine: "toy" });
    expect(other).toMatchObject({ name: "toy", options: { endpoint: "memory" } });
  });

  it("finds a run again by what it asks, and not by where its engine is or how long it may take", async () => {
    const launch = { runner: "vllm", runnerOptions: { launch: { tensorParallel: 2 } } };
    const [key] = await keysOf(launch);
    const withLaunch = (more: object) =>
      keysOf({ ...launch, runnerOptions: { launch: { tensorParallel: 2, ...more } } });
    for (const same of [
      withLaunch({ port: 9000, readyWithin: 5, stopWithin: 7, gpus: ["1"] }),
      keysOf({ ...launch, timeout: 99, maxErrors: 0.5, allowNameMismatch: true }),
      keysOf({ ...launch, models: ["a/one", "a/two"] }),
      keysOf({ ...launch, benchmarks: ["sums", "aime"] }),
    ]) {
      expect((await same)[0]).toBe(key);
    }
    for (const other of [
      withLaunch({ dtype: "float16" }),
      keysOf({ ...launch, repeats: 3 }),
      keysOf({ ...launch, temperature: 0.7 }),
      keysOf({ ...launch, lab: "other" }),
      keysOf({ ...launch, thinking: ["off"] }),
      keysOf({ ...launch, systemPrompt: "Think." }),
    ]) {
      expect((await other)[0]).not.toBe(key);
    }
    expect(await keysOf({ runnerOptions: { endpoint: "here" } })).toEqual(
      await keysOf({ runnerOptions: { endpoint: "there" } }),
    );
  });

  it.each([
    [{ models: ["a/none"] }, /^models\[0\] \(a\/none\), benchmarks\[0\] \(sums\): model: there is no model "a\/none"/],
    [{ benchmarks: ["sums", "none"] }, /benchmarks\[1\] \(none\): .*no benchmark "none"/],
    [{ thinking: ["off", "much"] }, /thinking\[1\]: "much" is none of default, off, on/],
    [{ runner: "none" }, /no runner "none"/],
    [
      { runner: "vllm", runnerOptions: { lunch: {} } },
      /runner options: there is no option "lunch"\. .*Near it: launch/,
    ],
    [{ runner: undefined }, /name a runner or an engine/],
    [{ runnerOptions: [1] }, /runner/],
    [{ models: ["a/one", "a/two", "a/one"] }, /models\[2\] \(a\/one\).* asks the same as models\[0\] \(a\/one\)/],
    [{ thinking: ["on", "full"] }, /in the mode on asks the same as/],
  ])("is refused with its place: %j", async (given, message) => {
    await expect(expand(given)).rejects.toThrow(message);
    await expect(expand(given)).rejects.toThrow(expect.objectContaining({ code: "BAD_EXPERIMENT" }));
  });

  it("has at most 10,000 runs", async () => {
    const many = {
      thinking: Array.from({ length: 100 }, (_, i) => i),
      benchmarks: Array.from({ length: 100 }, (_, i) => ({ benchmark: "sums", limit: i + 1 })),
    };
    expect(await expand(many)).toHaveLength(10_000);
    await expect(expand({ ...many, models: ["a/one", "a/two"] })).rejects.toThrow(/more than 10000 runs/);
  });
});
