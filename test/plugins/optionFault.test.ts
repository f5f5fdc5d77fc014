import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AnyPlugin } from "../../src/plugins/contract/checkPlugin.ts";
import { faultOfOptions } from "../../src/plugins/optionFault.ts";
import mock from "../../src/runners/mock.ts";
import openai from "../../src/runners/openai.ts";
import sglang from "../../src/runners/sglang/sglang.ts";
import tgi from "../../src/runners/tgi/tgi.ts";
import vllm from "../../src/runners/vllm/vllm.ts";

const faultOf = (plugin: Pick<AnyPlugin, "options">, options: unknown) =>
  faultOfOptions(plugin, plugin.options.safeParse(options).error!);

const ADDRESS = { endpoint: "http://127.0.0.1:8000" };

describe("options that a plugin refuses", () => {
  it.each([openai, vllm, sglang, tgi, mock] as AnyPlugin[])(
    "are refused by $name where it has none of the name",
    (runner) => {
      const given = runner.name === "mock" ? { answer: ["42"] } : { ...ADDRESS, modle: "m" };
      expect(faultOf(runner, given)).toMatch(
        runner.name === "mock"
          ? /^there is no option "answer"\. Known: answers, seconds\. Near it: answers\.$/
          : /^there is no option "modle"\. Known: endpoint, model, .* Near it: model/,
      );
    },
  );

  it("are named by their path where they stand in another", () => {
    expect(faultOf(openai as AnyPlugin, { ...ADDRESS, timeouts: { totl: 5 } })).toBe(
      'there is no option "timeouts.totl". Known: connect, idle, total. Near it: total.',
    );
    expect(faultOf(vllm as AnyPlugin, { launch: { modle: "m" } })).toMatch(
      /^there is no option "launch.modle"\. Known: .* Near it: model/,
    );
  });

  it("are said as zod says them where a value is wrong, or nothing is known of the names", () => {
    expect(faultOf(openai as AnyPlugin, { endpoint: "here" })).toContain("endpoint");
    const unknown = { options: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]) };
    expect(faultOf(unknown, { c: 1 })).not.toBe("");
    expect(faultOf({ options: z.strictObject({}) }, { c: 1 })).toBe('there is no option "c".');
  });
});
