import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawProblems } from "../../../src/evaluation/setup/drawProblems.ts";
import { runs } from "../../support/runs.ts";

const problem = (id: string, details?: Record<string, unknown>) => ({
  id,
  question: "",
  expected: "",
  ...(details && { details }),
});
const PROBLEMS = Array.from({ length: 1000 }, (_, i) => problem(String(i)));
const ids = (problems: { id: string }[]) => problems.map(({ id }) => id);

describe("the problems of a limit", () => {
  it("are drawn from the whole benchmark, in its order, and the same ones for the same seed", () => {
    const drawn = drawProblems(PROBLEMS, 100, 0);
    expect(new Set(ids(drawn)).size).toBe(100);
    expect(drawn).toEqual(PROBLEMS.filter((each) => drawn.includes(each)));
    expect(drawProblems(PROBLEMS, 100, 0)).toEqual(drawn);
    expect(drawProblems(PROBLEMS, 100, 1)).not.toEqual(drawn);
    const mean = drawn.reduce((sum, { id }) => sum + Number(id), 0) / 100;
    expect(mean).toBeGreaterThan(400);
    expect(mean).toBeLessThan(600);
  });

  it("are the first ones for a recipe without a seed, and all without a limit", () => {
    expect(ids(drawProblems(PROBLEMS, 3, null))).toEqual(["0", "1", "2"]);
    for (const count of [undefined, 1000, 5000]) expect(drawProblems(PROBLEMS, count, 0)).toBe(PROBLEMS);
  });

  it("are so many of each subject and level as it has its share, to within one", () => {
    const strata = fc.array(
      fc.record({ subject: fc.constantFrom("a", "b", "c"), level: fc.integer({ min: 1, max: 3 }) }),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(strata, fc.nat(), fc.nat(), (details, at, seed) => {
        const problems = details.map((each, i) => problem(String(i), each));
        const count = 1 + (at % problems.length);
        const drawn = drawProblems(problems, count, seed);
        expect(drawn).toHaveLength(count);
        const keyOf = ({ details }: { details?: object }) => JSON.stringify(details);
        for (const [key, all] of Map.groupBy(problems, keyOf)) {
          const own = drawn.filter((each) => keyOf(each) === key).length;
          expect(Math.abs(own - (count * all.length) / problems.length)).toBeLessThan(1);
        }
      }),
      runs(100, 5000),
    );
  });

  it("do not leave the same small strata out for every seed", () => {
    const problems = Array.from({ length: 30 }, (_, i) => problem(String(i), { subject: i }));
    const seen = new Set(Array.from({ length: 60 }, (_, seed) => ids(drawProblems(problems, 5, seed))).flat());
    expect(seen.size).toBe(30);
  });
});
