import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import { checkPlugin } from "../../../src/plugins/contract/checkPlugin.ts";
import { defineBenchmark, definePlugin, defineRunner } from "../../../src/plugins/contract/definePlugin.ts";
import type { PluginError } from "../../../src/plugins/contract/pluginError.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";

const benchmark = {
  name: "capitals",
  version: "0.3.0",
  apiVersion: "1.0.0",
  title: "Capitals",
  description: "Capital cities.",
  domain: "knowledge",
  source: { url: "https://example.org", license: "MIT" },
  options: z.strictObject({ continent: z.string().default("Europe") }),
  load: async () => ({ problems: [], dataset: { source: "none", revision: null, sha256: "" } }),
  prompt: () => [],
  grade: () => ({ correct: null, answer: null }),
};
const runner = {
  name: "echo",
  version: "1.2.3-rc.1",
  apiVersion: "1.9.0",
  description: "Says what it hears.",
  options: z.strictObject({}),
  open: async () => expect.fail("not opened"),
};

/** Every field of a metric but its name is missing. */
const METRIC_FAULTS = /\(metrics\.0\.title: .*\.unit: .*\.direction: .*\.scale: .*\.description: /;

function errorOf(run: () => unknown): PluginError {
  try {
    run();
  } catch (error) {
    return error as PluginError;
  }
  return expect.fail("It did not throw.");
}

describe("a plugin", () => {
  it("is what was given, with its kind", () => {
    expect(defineBenchmark(benchmark)).toEqual({ ...benchmark, kind: "benchmark" });
    expect(defineRunner(runner)).toEqual({ ...runner, kind: "runner" });
  });

  it("of any kind, or a list of plugins, comes back as it is", () => {
    const capitals = definePlugin({ ...benchmark, kind: "benchmark" });
    expect(definePlugin(capitals)).toBe(capitals);
    const list = [capitals, defineRunner(runner)];
    expect(definePlugin(list)).toBe(list);
    expect(errorOf(() => definePlugin([capitals, { ...runner, kind: "runner", version: "1" }])).code).toBe(
      "INVALID_PLUGIN",
    );
  });

  it("states from 2 to 26 options a question, or none", () => {
    for (const optionCount of [undefined, 2, 10, 26])
      expect(defineBenchmark({ ...benchmark, optionCount }).optionCount).toBe(optionCount);
    for (const optionCount of [0, 1, 2.5, 27])
      expect(errorOf(() => defineBenchmark({ ...benchmark, optionCount })).message).toMatch(/\(optionCount: /);
  });

  it("keeps the type of its options", () => {
    const { options } = defineBenchmark({
      ...benchmark,
      prompt: (_, { continent }) => [{ role: "user", content: continent }],
    });
    expect(options.parse({}).continent).toBe("Europe");
  });

  it.each([
    [
      "2.0.0",
      /"capitals" is written for version 2\.0\.0 .* this is 1\.\d+\.\d+: use a version of the plugin for 1\.x, or a newer/,
    ],
    ["0.9.0", /"capitals" is written for version 0\.9\.0 .*: use a version of the plugin for 1\.x\.$/],
  ])("of another major version of the contract is refused (%s)", (apiVersion, message) => {
    const { code, message: said } = errorOf(() => defineBenchmark({ ...benchmark, apiVersion }));
    expect(code).toBe("API_VERSION_UNSUPPORTED");
    expect(said).toMatch(message);
  });

  it.each([
    ["no title", { ...benchmark, kind: "benchmark", title: undefined }, /"capitals" can't be used \(title: /],
    [
      "a name with spaces",
      { ...benchmark, kind: "benchmark", name: "Big Bench" },
      /"Big Bench".*name: must be of lower-case/,
    ],
    [
      "options that are no schema",
      { ...benchmark, kind: "benchmark", options: {} },
      /options: must be a schema of zod 4/,
    ],
    ["a version that is none", { ...benchmark, kind: "benchmark", apiVersion: "one" }, /apiVersion: must be a version/],
    ["neither open nor kind", { ...runner, kind: "runner", open: 1 }, /open: must be a function/],
    ["a metric that says only its name", { ...runner, kind: "runner", metrics: [{ name: "carbon" }] }, METRIC_FAULTS],
    ["no kind", benchmark, /kind: /],
    ["nothing", null, /^A plugin without a name can't be used/],
  ])("with %s is refused by name", (_, plugin, message) => {
    const { code, message: said } = errorOf(() => checkPlugin(plugin));
    expect(code).toBe("INVALID_PLUGIN");
    expect(said).toMatch(message);
  });
});

describe("a plugin without", () => {
  it.each(["name", "version", "apiVersion", "description", "options", "title", "domain", "load", "prompt", "grade"])(
    "%s is refused",
    (field) => {
      const { code, message } = errorOf(() => checkPlugin({ ...benchmark, kind: "benchmark", [field]: undefined }));
      expect(code).toBe("INVALID_PLUGIN");
      expect(message).toContain(`(${field}: `);
    },
  );

  it("the licence of its problems, or with a source that is no address, is refused", () => {
    const refused = { ...benchmark, kind: "benchmark", source: { url: "by mail" }, description: "" };
    expect(errorOf(() => checkPlugin(refused)).message).toMatch(
      /\(description: .*; source\.url: .*; source\.license: /,
    );
  });

  it("an address of its problems is fine, and so is a name with a slash", () => {
    const plugin = { ...benchmark, kind: "benchmark", name: "lab/capitals", source: { url: null, license: "MIT" } };
    expect(() => checkPlugin(plugin)).not.toThrow();
  });
});

describe("the registry", () => {
  it("finds by kind and name, and lists with source and options", () => {
    const registry = createPluginRegistry(createMetricCatalogue());
    registry.register(defineRunner(runner), "built in");
    registry.register(defineBenchmark(benchmark), "paretograph-plugin-capitals@0.3.0");
    registry.register(defineBenchmark({ ...benchmark, name: "echo" }), "elsewhere");

    expect(registry.find("runner", "echo").open).toBe(runner.open);
    expect(registry.find("benchmark", "echo").title).toBe("Capitals");
    expect(registry.list().map(({ plugin, source }) => [plugin.kind, plugin.name, source])).toEqual([
      ["benchmark", "capitals", "paretograph-plugin-capitals@0.3.0"],
      ["benchmark", "echo", "elsewhere"],
      ["runner", "echo", "built in"],
    ]);
    expect(registry.list()[0]?.optionsSchema).toMatchObject({
      properties: { continent: { type: "string", default: "Europe" } },
    });
    // A caller may leave out what has a default.
    expect(registry.list()[0]?.optionsSchema).not.toHaveProperty("required");
  });

  it("says what there is where there is no such plugin", () => {
    const registry = createPluginRegistry(createMetricCatalogue());
    expect(errorOf(() => registry.find("benchmark", "capital")).message).toContain("There are: none.");
    registry.register(defineBenchmark(benchmark), "built in");
    registry.register(defineRunner(runner), "built in");
    const { code, message } = errorOf(() => registry.find("benchmark", "capital"));
    expect(code).toBe("UNKNOWN_PLUGIN");
    expect(message).toMatch(/no benchmark "capital"\. There are: capitals\./);
  });

  it("refuses a second of one kind and name, and options that JSON can't hold", () => {
    const registry = createPluginRegistry(createMetricCatalogue());
    registry.register(defineRunner(runner), "built in");
    const duplicate = errorOf(() => registry.register(defineRunner(runner), "./mine.ts"));
    expect(duplicate.code).toBe("DUPLICATE_PLUGIN");
    expect(duplicate.message).toMatch(/two runner plugins "echo", from built in and from \.\/mine\.ts/);

    const dated = defineRunner({ ...runner, name: "dated", options: z.strictObject({ since: z.date() }) });
    expect(errorOf(() => registry.register(dated, "./mine.ts")).code).toBe("INVALID_PLUGIN");
    expect(registry.list()).toHaveLength(1);
  });
});
