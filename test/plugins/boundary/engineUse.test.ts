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
  it("is taken as it says it, whatever its options are called", async () => {
    const use = ({ start, url }: { start?: string; url?: string }): EngineUse =>
      url === undefined ? { launches: start !== undefined, gpus: ["0", "1"], metered: false } : { endpoint: url };
    expect(await engineUse(runnerWith(use), { start: "server" })).toEqual({
      ...{ launches: true, gpus: ["0", "1"], metered: false },
    });
    expect(await engineUse(runnerWith(use), { url: "http://gpu-1:8000" })).toEqual({ endpoint: "http://gpu-1:8000" });
  });

  it("follows from the options launch and endpoint where it says nothing", async () => {
    const silent = runnerWith();
    expect(await engineUse(silent, { launch: { gpus: ["3"] } })).toMatchObject({ launches: true, gpus: ["3"] });
    expect(await engineUse(silent, { endpoint: "http://gpu-1:8000" })).toMatchObject({
      ...{ launches: false, endpoint: "http://gpu-1:8000" },
    });
    expect(await engineUse(silent, { start: "server" })).toMatchObject({ launches: false });
  });

  it.each([
    ["endpoint", { endpoint: "file:///etc/passwd" }],
    ["launches", { launches: "yes" }],
    ["gpus", { gpus: "all" }],
    ["gpus.0", { gpus: [0] }],
    ["", null],
  ])("is refused by name, version and field %j where it is another shape", async (field, given) => {
    const failed = () =>
      engineUse(
        runnerWith(() => given),
        {},
      );
    await expect(failed()).rejects.toThrow(expect.objectContaining({ code: "INVALID_RESULT" }));
    await expect(failed()).rejects.toThrow(
      `The plugin "own" 3.0.0 gave from use what the contract does not allow: ${field}: `,
    );
  });

  it("is taken where it comes later, too", async () => {
    expect(
      await engineUse(
        runnerWith(async () => ({ launches: true })),
        {},
      ),
    ).toEqual({ launches: true });
  });

  it("fails by name and version where it throws", async () => {
    const failed = () =>
      engineUse(
        runnerWith(() => {
          throw new Error("no such GPU");
        }),
        {},
      );
    await expect(failed()).rejects.toThrow(expect.objectContaining({ code: "PLUGIN_FAILED" }));
    await expect(failed()).rejects.toThrow('The plugin "own" 3.0.0 failed in use: no such GPU.');
  });

  it("decides who may open it: a caller's engine that launches, or has no address, is an operator's", async () => {
    const plugins = createPluginRegistry(createMetricCatalogue());
    const use = ({ start, url }: { start?: string; url?: string }) => ({
      endpoint: url,
      launches: start !== undefined,
    });
    plugins.register(runnerWith(use), "a test");
    const opening = (options: object, byOperator: boolean) => openingOf({ name: "own", options }, byOperator, plugins);
    expect(runsElsewhere(await opening({ url: "http://gpu-1:8000" }, true))).toBe(true);
    expect(runsElsewhere(await opening({ url: "http://gpu-1:8000", start: "server" }, true))).toBe(false);
    for (const options of [{}, { start: "server" }, { start: "server", url: "https://example.org" }]) {
      await expect(opening(options, false)).rejects.toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    }
  });
});
