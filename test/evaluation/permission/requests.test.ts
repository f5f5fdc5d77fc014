import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ANONYMOUS, type Principal } from "../../../src/access/principal.ts";
import { openingOf } from "../../../src/evaluation/permission/chosenPlugin.ts";
import { COMMAND } from "../../../src/evaluation/permission/command.ts";
import type { RunRequestInput } from "../../../src/evaluation/plan/runParameters.ts";
import { planRuns } from "../../../src/evaluation/planRuns.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import { arithmetic } from "../../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { defineBenchmark, defineRunner } from "../../../src/plugins/contract/definePlugin.ts";
import type { Declared } from "../../../src/plugins/projectConfig.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";
import openai from "../../../src/runners/openai.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

const MEASURE: Principal = { id: "token", scope: "measure", lab: "acme" };
const OPERATE: Principal = { id: "token", scope: "operate", lab: null };

const DECLARED: Declared = {
  engines: new Map([
    ["qwen", { runner: "vllm", options: { launch: { model: "Qwen/Qwen3-8B", environment: { KEY: "hunter2" } } } }],
    ["gateway", { runner: "openai", options: { endpoint: "http://10.0.0.9/v1", apiKeyEnv: "GATEWAY_KEY" } }],
  ]),
  endpoints: [
    { url: "https://api.example.org/v1", isPrivate: false },
    { url: "http://gpu.internal:8000", isPrivate: true },
  ],
  dataFolders: ["/srv/data"],
  metrics: new Map(),
  estimators: new Map(),
};

const foreign = {
  version: "1.0.0",
  apiVersion: "1.0.0",
  description: "Of another package.",
  options: z.looseObject({ endpoint: z.string().optional() }),
};
const plugins = createPluginRegistry(createMetricCatalogue(), DECLARED);
for (const plugin of [vllm, openai, arithmetic]) plugins.register(plugin, "test");
plugins.register(defineRunner({ ...foreign, name: "foreign", open: () => Promise.reject(new Error()) }), "test");
plugins.register(
  defineBenchmark({
    ...{ ...foreign, name: "foreign", title: "Foreign", domain: "math", source: { url: null, license: "MIT" } },
    load: () => Promise.reject(new Error()),
    prompt: () => [],
    grade: () => ({ correct: null, answer: null }),
  }),
  "test",
);

const CATALOGUE = { models: { all: [], bySlug: new Map([["acme/small", { id: 1 }]]) } } as unknown as Catalogue;
const OPEN = { runner: "openai", runnerOptions: { endpoint: "https://api.example.org/v1" } };
const plan = (request: object, principal: Principal) =>
  planRuns(
    { model: "acme/small", benchmarks: ["arithmetic"], ...request } as RunRequestInput,
    plugins,
    CATALOGUE,
    principal,
  );
const refusal = async (request: object, principal: Principal = MEASURE) => {
  try {
    await plan(request, principal);
  } catch (error) {
    return error as { code: string; argument: string; message: string };
  }
  throw new Error(`${JSON.stringify(request)} was planned`);
};

describe("a caller who may not operate", () => {
  const launch = { command: ["sh", "-c", "id"], model: "m" };
  it.each<[object, string]>([
    [{ runner: "vllm", runnerOptions: { launch } }, "runner options.launch"],
    [{ runner: "vllm", runnerOptions: { launch: { model: "m", dockerImage: "i" } } }, "runner options.launch"],
    [{ runner: "vllm", runnerOptions: { launch: null } }, "runner options.launch"],
    [{ runner: "openai", runnerOptions: { ...OPEN.runnerOptions, apiKeyEnv: "PATH" } }, "runner options.apiKeyEnv"],
    [{ ...OPEN, meter: {} }, "meter"],
    [{ ...OPEN, meter: { nvidiaSmi: "/bin/sh" } }, "meter"],
    [{ ...OPEN, meter: { dcgmExporter: "http://169.254.169.254/" } }, "meter"],
    [{ ...OPEN, dataFile: "/etc/passwd" }, "dataFile"],
    [{ ...OPEN, dataFile: "/srv/data/problems.jsonl" }, "dataFile"],
    [{ ...OPEN, judge: { name: "vllm", options: { launch } } }, "judge options.launch"],
    [{ ...OPEN, judge: { name: "openai", options: { apiKeyEnv: "PATH" } } }, "judge options.apiKeyEnv"],
    [{ runner: "foreign", runnerOptions: { command: "id" } }, "runner options.command"],
    [{ runner: "foreign", runnerOptions: { ...OPEN.runnerOptions, model: "/etc/passwd" } }, "runner options.model"],
    [{ runner: "foreign", runnerOptions: { ...OPEN.runnerOptions, model: "a/../../b" } }, "runner options.model"],
    [{ runner: "foreign", runnerOptions: { ...OPEN.runnerOptions, model: { path: "x" } } }, "runner options.model"],
    [{ runner: "foreign", runnerOptions: { constructor: 1 } }, "runner options.constructor"],
    [{ ...OPEN, benchmarks: ["foreign"], benchmarkOptions: { path: "/etc/passwd" } }, "benchmarks[0] options.path"],
    [{ ...OPEN, benchmarks: ["foreign"], benchmarkOptions: { url: "http://10.0.0.1" } }, "benchmarks[0] options.url"],
    // A runner that names no address reaches one that only it knows.
    [{ runner: "vllm" }, "runner options.endpoint"],
    [{ runner: "foreign" }, "runner options"],
    [{ ...OPEN, judge: { name: "vllm" } }, "judge options.endpoint"],
  ])("may not ask for %j", async (request, argument) => {
    for (const principal of [MEASURE, ANONYMOUS]) {
      const error = await refusal(request, principal);
      expect(error).toMatchObject({ code: "FORBIDDEN", argument });
      expect(error.message).toContain('"engine"');
    }
  });

  it.each([
    "http://127.0.0.1:8000",
    "http://localhost:8000",
    "http://169.254.169.254/latest/meta-data",
    "https://api.example.org",
    "https://api.example.org/v10",
    "https://api.example.org/v1/../admin",
    "https://api.example.org/v1/%2e%2e/admin",
    "https://api.example.org/v1%2f..%2fadmin",
    "https://api.example.org./v1",
    "https://api.example.org:8443/v1",
    "https://api.example.org@10.0.0.1/v1",
    "https://api.example.org\\@10.0.0.1/v1",
    "http://api.example.org/v1",
    "https://xn--api-example-org/v1",
    "http://gpu.internal:8001",
    "http://2130706433:8000",
    "http://[::ffff:7f00:1]:8000",
  ])("may not name the endpoint %s", async (endpoint) => {
    const error = await refusal({ runner: "openai", runnerOptions: { endpoint } });
    expect(["FORBIDDEN", "BAD_RUN"]).toContain(error.code);
    expect((await refusal({ ...OPEN, judge: { name: "openai", options: { endpoint } } })).code).toBe(error.code);
  });

  it("may name an allowed endpoint, give harmless options, and ask for any number of runs up to 100", async () => {
    const options = { endpoint: "https://api.example.org/v1", model: "m", extensions: true, timeouts: { idle: 5 } };
    const [run] = await plan({ runner: "openai", runnerOptions: options, benchmarkOptions: { seed: 3 } }, MEASURE);
    expect(run!.recipe).toMatchObject({ byOperator: false, runner: { options }, benchmark: { options: { seed: 3 } } });
    const thinking = Array.from({ length: 100 }, (_, i) => String(i));
    expect(await plan({ ...OPEN, thinking }, MEASURE)).toHaveLength(100);
    expect(await refusal({ ...OPEN, thinking, benchmarks: ["arithmetic", "arithmetic"] })).toMatchObject({
      code: "BAD_RUN",
      message: expect.stringContaining("100"),
    });
    expect(await refusal({ ...OPEN, benchmarks: Array(50_000).fill("arithmetic") }, COMMAND)).toMatchObject({
      code: "BAD_RUN",
      message: expect.stringContaining("100"),
    });
  });

  it("may name an engine, whose options the recipe does not keep", async () => {
    const [run] = await plan({ engine: "qwen", judge: { engine: "gateway" } }, MEASURE);
    expect(run).toMatchObject({
      runner: "vllm",
      recipe: {
        runner: { name: "vllm", version: vllm.version, engine: "qwen" },
        judge: { name: "openai", engine: "gateway" },
      },
    });
    expect(JSON.stringify(run)).not.toMatch(/hunter2|GATEWAY_KEY|10\.0\.0\.9/);
  });

  it.each([
    [{ engine: "none" }, /declares no engine "none".*qwen, gateway/],
    [{ engine: "__proto__" }, /declares no engine/],
    [{ engine: "qwen", runner: "openai" }, /one of the runner vllm/],
    [{ engine: "qwen", runnerOptions: { endpoint: "https://api.example.org/v1" } }, /its own options/],
    [{}, /name a runner or an engine/],
  ])("cannot use an engine by %j", async (request, message) => {
    expect(await refusal(request)).toMatchObject({ code: "BAD_RUN", message: expect.stringMatching(message) });
  });
});

describe("an operator", () => {
  it("may launch, and read files of the declared folders by the API", async () => {
    const launched = { runner: "vllm", runnerOptions: { launch: { model: "m", command: ["vllm"] } } };
    const [run] = await plan({ ...launched, dataFile: "/srv/data/problems.jsonl", meter: {} }, OPERATE);
    expect(run!.recipe).toMatchObject({ byOperator: true, dataFile: "/srv/data/problems.jsonl" });
    for (const dataFile of [
      "/etc/passwd",
      "/srv/data/../secret",
      "/srv/database",
      "/srv/data",
      "data/problems.jsonl",
    ]) {
      expect(await refusal({ ...launched, dataFile }, OPERATE)).toMatchObject({
        code: "FORBIDDEN",
        argument: "dataFile",
      });
    }
    expect(await plan({ ...launched, dataFile: "problems.jsonl" }, COMMAND)).toHaveLength(1);
  });

  it("may not put a password into an address either", async () => {
    const error = await refusal(
      { runner: "openai", runnerOptions: { endpoint: "http://me:hunter2@host/v1" } },
      OPERATE,
    );
    expect(error).toMatchObject({ code: "BAD_RUN", message: expect.stringContaining("apiKeyEnv") });
    expect(error.message).not.toContain("hunter2");
  });
});

describe("how a stored run is opened", () => {
  const options = { endpoint: "https://api.example.org/v1", apiKeyEnv: "PATH" };

  it("is what this worker's config says of an engine", async () => {
    expect(await openingOf({ name: "vllm", engine: "qwen" }, false, plugins)).toMatchObject({
      options: { launch: { model: "Qwen/Qwen3-8B" } },
      reach: "any",
    });
    await expect(openingOf({ name: "vllm", engine: "other" }, true, plugins)).rejects.toThrow(
      /declares no engine "other"/,
    );
    await expect(openingOf({ name: "openai", engine: "qwen" }, true, plugins)).rejects.toThrow(/for the runner vllm/);
  });

  it("is checked again for a caller, and only harmless options are used, whatever the store holds", async () => {
    const opening = await openingOf({ name: "openai", options }, false, plugins);
    expect(opening.reach).toBe("public");
    expect(opening.options).not.toHaveProperty("apiKeyEnv");
    const launched = { name: "vllm", options: { endpoint: "http://gpu.internal:8000", launch: { model: "m" } } };
    expect(await openingOf(launched, false, plugins)).toMatchObject({
      reach: "any",
      options: { endpoint: expect.anything() },
    });
    expect((await openingOf(launched, false, plugins)).options).not.toHaveProperty("launch");
    const elsewhere = { name: "openai", options: { endpoint: "http://10.0.0.1" } };
    await expect(openingOf(elsewhere, false, plugins)).rejects.toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    expect((await openingOf(elsewhere, true, plugins)).reach).toBe("any");
  });
});
