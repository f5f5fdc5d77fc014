import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openingOf, runsElsewhere } from "../../../src/evaluation/permission/chosenPlugin.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import { engineUse } from "../../../src/plugins/boundary/engineUse.ts";
import { defineRunner } from "../../../src/plugins/contract/definePlugin.ts";
import type { EngineUse, RunnerPlugin } from "../../../src/plugins/contract/runner.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";

/** A runner whose options have names of its own, with what it says of them. */
const runnerWith = (use?: unknown) =>
  defineRunner({
    ...{ name: "own", version: "3.0.0", apiVersion: "1.6.0", description: "An engine of one's own." },
    options: z.looseObject({ start: z.string().optional(), url: z.string().optional() }),
    callerOptions: ["url", "start"],
    ...(use !== undefined && { use: use as NonNullable<RunnerPlugin["use"]> }),
    open: async () => expect.fail("not opened"),
  }) as RunnerPlugin;

describe("what a runner says of an engine", () => {
  it("is taken as it says it, whatever its options are called", () => {
    const use = ({ start, url }: { start?: string; url?: string }): EngineUse =>
      url === undefined ? { launches: start !== undefined, gpus: ["0", "1"], metered: false } : { endpoint: url };
    expect(engineUse(runnerWith(use), { start: "server" })).toEqual({
      ...{ launches: true, gpus: ["0", "1"], metered: false },
    });
    expect(engineUse(runnerWith(use), { url: "http://gpu-1:8000" })).toEqual({ endpoint: "http://gpu-1:8000" });
  });

  it("follows from the options launch and endpoint where it says nothing", () => {
    const silent = runnerWith();
    expect(engineUse(silent, { launch: { gpus: ["3"] } })).toMatchObject({ launches: true, gpus: ["3"] });
    expect(engineUse(silent, { endpoint: "http://gpu-1:8000" })).toMatchObject({
      ...{ launches: false, endpoint: "http://gpu-1:8000" },
    });
    expect(engineUse(silent, { start: "server" })).toMatchObject({ launches: false });
  });

  it.each([
    ["endpoint", { endpoint: "file:///etc/passwd" }],
    ["launches", { launches: "yes" }],
    ["gpus", { gpus: "all" }],
    ["gpus.0", { gpus: [0] }],
    ["", null],
  ])("is refused by name, version and field %j where it is another shape", (field, given) => {
    const failed = () =>
      engineUse(
        runnerWith(() => given),
        {},
      );
    expect(failed).toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
    expect(failed).toThrow(`The plugin "own" 3.0.0 gave from use what the contract does not allow: ${field}: `);
  });

  it("is refused where it comes later", () => {
    const failed = () =>
      engineUse(
        runnerWith(async () => ({ launches: true })),
        {},
      );
    expect(failed).toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
  });

  it("fails by name and version where it throws", () => {
    const failed = () =>
      engineUse(
        runnerWith(() => {
          throw new Error("no such GPU");
        }),
        {},
      );
    expect(failed).toThrow(expect.objectContaining({ code: "PLUGIN_FAILED" }));
    expect(failed).toThrow('The plugin "own" 3.0.0 failed in use: no such GPU.');
  });

  it("decides who may open it: a caller's engine that launches, or has no address, is an operator's", () => {
    const plugins = createPluginRegistry(createMetricCatalogue());
    const use = ({ start, url }: { start?: string; url?: string }) => ({
      endpoint: url,
      launches: start !== undefined,
    });
    plugins.register(runnerWith(use), "a test");
    const opening = (options: object, byOperator: boolean) => openingOf({ name: "own", options }, byOperator, plugins);
    expect(runsElsewhere(opening({ url: "http://gpu-1:8000" }, true))).toBe(true);
    expect(runsElsewhere(opening({ url: "http://gpu-1:8000", start: "server" }, true))).toBe(false);
    for (const options of [{}, { start: "server" }, { start: "server", url: "https://example.org" }]) {
      expect(() => opening(options, false)).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    }
  });
});
