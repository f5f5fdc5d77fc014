import { describe, expect, it } from "vitest";
import { COMMAND } from "../../src/evaluation/permission/command.ts";
import { noteOnRepeats, recipe } from "../../src/evaluation/plan/recipe.ts";
import type { RunRequestInput } from "../../src/evaluation/plan/runParameters.ts";
import { planRuns } from "../../src/evaluation/planRuns.ts";
import type { Catalogue } from "../../src/store/catalogue.ts";
import { toyPlugins } from "./toyPlugins.ts";

const CATALOGUE = {
  models: { all: [], bySlug: new Map([["acme/small", { id: 1, slug: "acme/small" }]]) },
} as unknown as Catalogue;
const REQUEST = { model: "acme/small", benchmarks: ["sums"], runner: "toy" };

const planned = (request: object) =>
  planRuns({ ...REQUEST, ...request } as RunRequestInput, toyPlugins().plugins, CATALOGUE, COMMAND);

describe("the plan of a request", () => {
  it("fills in the defaults, and records each option and version that the run is measured with", async () => {
    expect(await planned({})).toEqual([
      {
        ...{ model: "acme/small", benchmark: "sums", lab: "local", runner: "toy", mode: "default" },
        decoding: { seed: 0 },
        recipe: {
          runner: { name: "toy", version: "1.0.0", options: { endpoint: "memory" } },
          benchmark: { name: "sums", version: "1.0.0", options: {} },
          byOperator: true,
          ...{ thinking: "default", repeats: 1, mostConcurrent: 256, timeout: 1800 },
          ...{ maxErrors: 0.05, allowNameMismatch: false, fixedDecoding: false },
        },
      },
    ]);
  });

  it("puts each parameter where it belongs", async () => {
    const sampling = { temperature: 0.2, topP: 0.9, topK: 20, frequencyPenalty: 0, maxTokens: 99, seed: 5 };
    const kept = {
      ...{ repeats: 4, limit: 10, mostConcurrent: 8, load: "fixed" as const, timeout: 2.5, dataFile: "problems.jsonl" },
      ...{ chatTemplateKwargs: { date: "today" }, hardware: { name: "H100-SXM", count: 8 } },
    };
    const [run] = await planned({
      ...{ ...sampling, ...kept, lab: "mine", thinking: ["64"], meter: { dcgmExporter: "http://gpus:9400/metrics" } },
      ...{ runnerOptions: { endpoint: "other" }, judge: { name: "toy", options: { endpoint: "judge" } } },
    });
    expect(run).toMatchObject({
      ...{ lab: "mine", mode: "budget-64", decoding: { ...sampling, thinkingBudget: 64 } },
      recipe: {
        ...kept,
        thinking: { budget: 64 },
        runner: { name: "toy", options: { endpoint: "other" } },
        judge: { name: "toy", version: "1.0.0", options: { endpoint: "judge" } },
        meter: { dcgmExporter: "http://gpus:9400/metrics" },
      },
    });
  });

  it("has the repeats that are usual for its benchmark unless the request asks for a number, and says where they are fewer", async () => {
    const { plugins } = toyPlugins();
    plugins.register({ ...plugins.find("benchmark", "sums"), name: "contest", usualRepeats: 16 }, "test");
    const repeatsOf = async (request: object) =>
      (await planRuns({ ...REQUEST, benchmarks: ["sums", "contest"], ...request }, plugins, CATALOGUE, COMMAND)).map(
        ({ recipe: { repeats } }) => repeats,
      );
    expect(await repeatsOf({})).toEqual([1, 16]);
    expect(await repeatsOf({ repeats: 1 })).toEqual([1, 1]);
    expect(await repeatsOf({ repeats: 32 })).toEqual([32, 32]);

    const noteOf = async (request: object) =>
      (await planRuns({ ...REQUEST, benchmarks: ["contest"], ...request }, plugins, CATALOGUE, COMMAND)).flatMap(
        (run) => noteOnRepeats(recipe.parse(JSON.parse(JSON.stringify(run.recipe)))),
      );
    expect(await noteOf({})).toEqual([]);
    expect(await noteOf({ repeats: 32 })).toEqual([]);
    expect(await noteOf({ repeats: 1 })).toEqual([
      expect.stringMatching(/^one answer to each problem, where 16 are usual/),
    ]);
    expect(await noteOf({ repeats: 4 })).toEqual([
      expect.stringMatching(/^4 answers to each problem, where 16 are usual/),
    ]);
  });

  it("can be read again as the recipe of the stored run", async () => {
    const [run] = await planned({ thinking: ["64"], limit: 3, meter: {}, judge: { name: "toy" } });
    const stored = JSON.parse(JSON.stringify(run!.recipe));
    expect(recipe.parse(stored)).toEqual(stored);
  });

  it("draws the problems of a limit by a seed, and has none without a limit", async () => {
    expect((await planned({ limit: 5 }))[0]!.recipe).toMatchObject({ limit: 5, sampleSeed: 0 });
    expect((await planned({ limit: 5, sampleSeed: 7 }))[0]!.recipe).toMatchObject({ limit: 5, sampleSeed: 7 });
    expect(recipe.parse({ ...(await planned({}))[0]!.recipe, limit: 5 }).sampleSeed).toBeUndefined();
  });

  it("leaves the decoding to the model's makers, but for what is asked", async () => {
    const [run] = await planned({ topP: 0.5, stop: ["\n\n"], leaveOut: ["seed"] });
    expect(run!.decoding).toEqual({ topP: 0.5, stop: ["\n\n"], seed: 0 });
    expect(run!.recipe).toMatchObject({ fixedDecoding: false, leaveOut: ["seed"] });
  });

  it("has a run for each benchmark and each way of thinking, and with the paper's preset the temperature that suits it", async () => {
    const runs = await planned({ benchmarks: ["sums", "sums"], thinking: ["off", "full", "8"], preset: "paper" });
    expect(runs.every(({ decoding, recipe }) => decoding.frequencyPenalty === 0.05 && recipe.fixedDecoding)).toBe(true);
    const modes = runs.map(({ mode, decoding }) => [mode, decoding.temperature, decoding.thinkingBudget]);
    const each = [
      ["off", 0, undefined],
      ["on", 0.6, undefined],
      ["budget-8", 0.6, 8],
    ];
    expect(modes).toEqual([...each, ...each]);
    expect((await planned({ thinking: ["on"], temperature: 0, preset: "paper" }))[0]!.decoding.temperature).toBe(0);
  });

  it.each([
    [{ model: "acme/none" }, "model", /there is no model "acme\/none"/],
    [{ benchmarks: [] }, "input", /benchmarks/],
    [{ benchmarks: ["sums", "none"] }, "benchmarks[1]", /no benchmark "none"/],
    [{ runner: "none" }, "runner", /no runner "none"/],
    [{ runnerOptions: { port: 1 } }, "runner options", /port/],
    [{ judge: { name: "none" } }, "judge", /no runner "none"/],
    [{ thinking: ["on", "much"] }, "thinking[1]", /none of default/],
    [{ topP: 2 }, "input", /topP/],
    [{ seed: -1 }, "input", /seed/],
    [{ hardware: { name: "H100-SXM", count: 0 } }, "input", /hardware\.count/],
    [{ colour: "red" }, "input", /colour/],
  ])("refuses %j and names the argument", async (wrong, argument, message) => {
    await expect(planned(wrong)).rejects.toThrow(
      expect.objectContaining({ argument, message: expect.stringMatching(message) }),
    );
  });
});
