import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkPlugin } from "../../../src/plugins/contract/checkPlugin.ts";
import { PLUGIN_API_VERSION } from "../../../src/plugins/contract/plugin.ts";

const every = { name: "old", version: "1.0.0", description: "Is old.", options: z.object({}) };
const nothing = async () => {};

/** Plugins with nothing but the fields of the version in which their kind came. This list only grows. */
const OLD_PLUGINS = [
  {
    ...{ kind: "benchmark", apiVersion: "1.0.0", title: "Old", domain: "math", source: { url: null, license: "MIT" } },
    ...{ load: nothing, prompt: nothing, grade: nothing },
  },
  { kind: "runner", apiVersion: "1.0.0", open: nothing },
  { kind: "meter", apiVersion: "1.3.0", list: nothing, follow: nothing },
  { kind: "importer", apiVersion: "1.4.0", title: "Old", versions: "1", find: nothing, read: nothing },
  { kind: "architecture", apiVersion: "1.5.0", modelTypes: ["old"], translate: nothing },
  {
    ...{ kind: "metric", apiVersion: "1.6.0", title: "Old", unit: "1", direction: "MAXIMIZE", scale: "linear" },
    ...{ of: "run", requires: ["accuracy"], compute: nothing },
  },
  {
    ...{ kind: "exporter", apiVersion: "1.6.0", title: "Old", mediaType: "text/plain", extension: "txt" },
    write: nothing,
  },
  { kind: "estimator", apiVersion: "1.7.0", errors: [], estimate: nothing },
];

describe("the promise of stability", () => {
  it.each(OLD_PLUGINS)("takes a $kind of $apiVersion as it was", (old) => {
    expect(() => checkPlugin({ ...every, ...old })).not.toThrow();
  });

  it.each(OLD_PLUGINS)("takes a $kind of a newer minor version, with fields that nobody knows yet", (old) => {
    expect(() => checkPlugin({ ...every, ...old, apiVersion: "1.99.0", newField: () => {} })).not.toThrow();
  });

  it("refuses another major version, and names the one that is needed", () => {
    const refused = () => checkPlugin({ ...every, ...OLD_PLUGINS[0], apiVersion: "2.0.0" });
    expect(refused).toThrow(expect.objectContaining({ code: "API_VERSION_UNSUPPORTED" }));
    expect(refused).toThrow("2.0.0");
  });

  it("lists every version up to that of today", () => {
    const rows = [...readFileSync("docs/plugins/stability.md", "utf8").matchAll(/^\| (1\.\d+) \|/gm)].map(
      ([, version]) => version,
    );
    const minor = Number(PLUGIN_API_VERSION.split(".")[1]);
    expect(rows).toEqual(Array.from({ length: minor + 1 }, (_, i) => `1.${i}`));
    expect(readFileSync("docs/plugins/contract.md", "utf8")).toContain(`Version ${PLUGIN_API_VERSION}.`);
  });
});
