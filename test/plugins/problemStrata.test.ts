import { expect, it } from "vitest";
import { BUILT_IN_BENCHMARKS } from "../../src/plugins/benchmarks/builtIn.ts";
import { strataOf } from "../../src/plugins/problemStrata.ts";

const problem = (details?: Record<string, unknown>) => ({ id: "1", question: "?", expected: "1", details });

it.each([
  [["subject", "level"], { subject: "Algebra", level: 3, solution: "x" }, ["subject Algebra", "level 3"]],
  [["subjects"], { subjects: ["Algebra", " Geometry "] }, ["subjects Algebra", "subjects Geometry"]],
  [["subject"], { subject: "" }, []],
  [["subject"], { subject: { of: "Algebra" } }, []],
  [["subject"], {}, []],
  [["subject"], undefined, []],
  [undefined, { subject: "Algebra" }, []],
])("the strata of a problem are the details that its benchmark names: %j of %j", (strata, details, parts) => {
  expect(strataOf({ strata }, problem(details)).map(({ name, value }) => `${name} ${value}`)).toEqual(parts);
});

it("the usual repeats are declared by the benchmarks of which one pass says little", () => {
  const usual = BUILT_IN_BENCHMARKS.map(({ name, usualRepeats }) => [name, usualRepeats]);
  expect(Object.fromEntries(usual)).toEqual({
    ...{ aime25: 16, "hmmt-feb25": 16, "gpqa-diamond": 4 },
    ...{ arithmetic: undefined, gsm8k: undefined, math500: undefined },
  });
});
