import { describe, expect, it, vi } from "vitest";
import { standingOf } from "../../../src/cli/progress/standing.ts";
import { useFakeTime } from "../../support/fakeTime.ts";
import { reported } from "./reported.ts";

useFakeTime();

type Point = [model: string, mode: string, accuracy: number, cost: number];

/** Answers with frontiers that have these points, one after another, and notes what was asked. */
function frontiers(cost: string, ...answers: Point[][]) {
  const asked: object[] = [];
  const ask = async (_: string, variables: object) => {
    const points = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(variables);
    const measure = (name: string, value: number) => ({ metric: { name }, value });
    return {
      frontier: {
        candidateCount: 9,
        points: points.map(([slug, mode, accuracy, spent]) => ({
          ...{ model: { slug }, mode },
          measures: [measure("accuracy", accuracy), measure(cost, spent), measure("latency", 1)],
        })),
      },
    };
  };
  return { ask, asked };
}

const RUN = reported({ accuracy: 0.5, flops: 1e12, output_tokens: 90 });
const OWN: Point = ["acme/small", "on", 0.5, 1e12];

describe("where a run stands", () => {
  it("is on the frontier where nothing dominates it, and both axes are named", async () => {
    const { ask, asked } = frontiers("flops", [["b/cheap", "default", 0.2, 1e9], OWN, ["b/large", "on", 0.9, 1e14]]);
    expect(await standingOf(ask, RUN)).toBe(
      "Run 7 is on the frontier of gsm8k now (accuracy against compute, of 9 candidates).",
    );
    expect(asked).toEqual([{ benchmark: "gsm8k", cost: "flops" }]);
  });

  it("is dominated by a candidate that is as good for less, or better for as much, which is named", async () => {
    const { ask } = frontiers("flops", [
      ["b/cheap", "off", 0.5, 9e11],
      ["b/large", "default", 0.9, 1e12],
    ]);
    expect(await standingOf(ask, RUN)).toBe(
      "Run 7 is not on the frontier of gsm8k now (accuracy against compute): b/cheap (off) dominates it with accuracy 50.0 % " +
        "at 9·10¹¹ FLOP/problem, and so does 1 more.",
    );
  });

  it("is not dominated by its equal", async () => {
    const { ask } = frontiers("flops", [["b/same", "default", 0.5, 1e12], OWN]);
    expect(await standingOf(ask, RUN)).toMatch(/^Run 7 is on the frontier/);
  });

  it("says where the frontier shows the run with others of its model and mode", async () => {
    const beside = frontiers("flops", [["acme/small", "on", 0.48, 9e11]]);
    expect(await standingOf(beside.ask, RUN)).toBe(
      "Run 7 is on the frontier of gsm8k now (accuracy against compute, of 9 candidates), with its other runs: accuracy " +
        "48.0 % at 9·10¹¹ FLOP/problem.",
    );
    const above = frontiers("flops", [["acme/small", "on", 0.6, 9e11]]);
    expect(await standingOf(above.ask, RUN)).toMatch(
      /acme\/small \(on\), the same model in the same mode with its other runs, dominates it/,
    );
  });

  it("asks again while the data is older than the run, and then says that another experiment stands there", async () => {
    const late = frontiers("flops", [], [], [OWN]);
    const standing = standingOf(late.ask, RUN);
    await vi.runAllTimersAsync();
    expect(await standing).toMatch(/is on the frontier/);
    expect(late.asked).toHaveLength(3);

    const other = frontiers("flops", [["acme/small", "off", 0.4, 1e10]]);
    const never = standingOf(other.ask, RUN);
    await vi.runAllTimersAsync();
    expect(await never).toMatch(/^Run 7 is dominated by nothing .* but is not what stands there/);
    expect(other.asked).toHaveLength(4);
  });

  it("takes another cost where the compute is not known, and says so where there is none", async () => {
    const { ask, asked } = frontiers("output_tokens", [["acme/small", "on", 0.5, 90]]);
    expect(await standingOf(ask, reported({ accuracy: 0.5, output_tokens: 90 }))).toMatch(
      /\(accuracy against output tokens, /,
    );
    expect(asked).toEqual([{ benchmark: "gsm8k", cost: "output_tokens" }]);
    for (const measures of [{ accuracy: 0.5 }, { flops: 1 }, {}]) {
      expect(await standingOf(ask, reported(measures as Record<string, number>))).toMatch(
        /^Run 7 has no place on a frontier: /,
      );
    }
  });

  it("says that a run is of a part only", async () => {
    const { ask } = frontiers("flops", [OWN]);
    expect(await standingOf(ask, { ...RUN, coverage: 0.05, problemCount: 66 })).toMatch(
      / It answered only a part, 66 of 1320 problems: this is a first hint and no place yet\.$/,
    );
    expect(await standingOf(ask, { ...RUN, coverage: null })).not.toMatch(/a part/);
  });
});
