import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { declareFrontierFlags, frontierParameters, withFlag } from "../../../src/cli/showing/frontierFlags.ts";
import { RequestError } from "../../../src/errors/requestError.ts";
import { frontierArguments } from "../../../src/schema/frontierParameters.ts";

/** The arguments of the query that the command makes of a benchmark and these flags. */
function argumentsOf(...flags: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  declareFrontierFlags(command);
  return frontierArguments(
    frontierParameters(["gsm8k,aime25", "math500"], command.parse(flags, { from: "user" }).opts()),
  );
}

describe("the flags of `paretograph frontier`", () => {
  it("give the query every argument", () => {
    const flags = {
      "--by": "cost,latency",
      "--on": "L40S",
      "--count": "2",
      "--precision": "FP8",
      "--batch": "BEST",
      "--tensor": "2",
      "--engine": "SGLANG",
      "--engine-version": "0.5.9",
      "--kv-cache-bits": "8",
      "--itl-p95": "0.05",
      "--dollars-per-hour": "1.5",
      "--max": "cost=0.01",
      "--min": "accuracy=0.5",
      "--lab": "lab-a,lab-b",
      "--model": "acme/small",
      "--grain": "RUN",
      "--as-of": "2025-01-31",
      "--min-membership": "0.5",
    };
    expect(argumentsOf(...Object.entries(flags).flat(), "--better-than-chance")).toEqual({
      where: { benchmark: ["gsm8k", "aime25", "math500"], lab: ["lab-a", "lab-b"], model: ["acme/small"] },
      objectives: [{ metric: "accuracy" }, { metric: "cost" }, { metric: "latency" }],
      on: {
        ...{ hardware: "L40S", count: 2, tensorParallel: 2, precision: "FP8", kvCacheBits: 8 },
        ...{ engine: "SGLANG", engineVersion: "0.5.9", batch: "BEST", itlP95: 0.05, dollarsPerHour: 1.5 },
      },
      constraints: [
        { metric: "cost", max: 0.01 },
        { metric: "accuracy", min: 0.5 },
      ],
      ...{ grain: "RUN", asOf: "2025-01-31", minMembership: 0.5, betterThanChance: true },
    });
  });

  it("trade accuracy for compute where no metric is given, and take accuracy's place from the caller", () => {
    expect(argumentsOf().objectives).toEqual([{ metric: "accuracy" }, { metric: "flops" }]);
    expect(argumentsOf("--by", "ttft", "--by", "accuracy:MAXIMIZE").objectives).toEqual([
      { metric: "ttft" },
      { metric: "accuracy", direction: "MAXIMIZE" },
    ]);
  });

  it.each(["--replicas", "--engine", "--itl-p95", "--count", "--precision", "--batch", "--dollars-per-hour"])(
    "need --on with %s",
    (flag) => {
      expect(() => argumentsOf(flag, "1")).toThrow(/add --on/);
    },
  );
});

describe("a refusal of the API", () => {
  it.each([
    ["on.hardware: no data sheet", "on.hardware", "--on: no data sheet"],
    ["on.dollarsPerHour: a cost needs", "on.dollarsPerHour", "--dollars-per-hour: a cost needs"],
    ["where.model[0]: there is no", "where.model[0]", "--model: there is no"],
    ["where.benchmark[1]: there is no", "where.benchmark[1]", "<benchmarks>: there is no"],
    ["objectives[1].metric: there is no", "objectives[1].metric", "--by: there is no"],
    ["constraints[0].metric: there is no", "constraints[0].metric", "--max, --min: there is no"],
    ["max: it is not a number", "max", "--max: it is not a number"],
    ["it concerns no flag", undefined, "it concerns no flag"],
    ["where.dataVersion: not kept", "where.dataVersion", "where.dataVersion: not kept"],
  ])("%s names the flag", (message, argument, said) => {
    expect(withFlag(new RequestError("BAD_REQUEST", message, argument))).toBe(said);
  });
});
