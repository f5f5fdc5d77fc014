import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "../command.ts";

const frontier = (...args: string[]) => run(["frontier", ...args]).ended;
const commands = readFileSync("docs/deployment.md", "utf8")
  .split("\n")
  .flatMap((line) => /^paretograph frontier (.*)$/.exec(line)?.[1] ?? [])
  .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!));

describe("plans of `paretograph frontier`", { timeout: 240_000 }, () => {
  it("are those of the commands in docs/deployment.md", async () => {
    const [limited, loaded] = commands as [string[], string[]];
    const chosen = await frontier(...limited);
    expect(chosen.code).toBe(0);
    expect(chosen.stdout).toContain(", at the best batch");
    expect(chosen.stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Take .* It is served on 2 × RTX-4090 .*at batch \d+ with vLLM, its weights in BF16\.$/,
    );
    const planned = await frontier(...loaded);
    expect(planned.code).toBe(0);
    expect(planned.stdout).toMatch(/^on +model +accuracy +weights/);
    for (const by of ["tokens", "joules", "dollars"]) expect(planned.stdout).toContain(`Cheapest by ${by}: `);
    expect(planned.stdout).toMatch(/8 × H100-SXM +openai\/gpt-oss-120b \(high\) /);
  });

  it("are refused in one line where a flag says nothing", async () => {
    for (const [args, message] of [
      [["--load", "2 req/s"], /^--load needs accelerators/],
      [["--on", "L40S", "--load", "fast"], /^--load "fast" is not written as/],
      [["--on", "L40S", "--beside", "H200"], /^--beside says how a load is carried: add --load/],
      [["--on", "L40S", "--latency", "p50 ITL < 1s"], /^--latency .* is not written as/],
      [["--latency", "p95 ITL < 1s"], /^--latency says how --on serves/],
      [["--on", "2xL40S", "--count", "4"], /^--count is stated twice/],
      [["--on", "L40S", "--load", "2 req/s", "--estimator", "none"], /there is no estimator "none"/],
    ] as const) {
      const { code, stdout, stderr } = await frontier("gpqa-diamond", ...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(message);
    }
  });
});
