import type { BenchmarkPlugin, Problem } from "./contract/benchmark.ts";

/** A part of a benchmark to which a problem belongs, e.g. of the name `subject` and the value `Algebra`. */
export interface ProblemStratum {
  name: string;
  value: string;
}

/** The strata of a problem: the details that its benchmark declares as such. A list gives one for each of its entries. */
export function strataOf(
  { strata = [] }: Pick<BenchmarkPlugin, "strata">,
  { details = {} }: Problem,
): ProblemStratum[] {
  return strata.flatMap((name) =>
    [details[name]]
      .flat()
      .filter((value) => typeof value === "number" || (typeof value === "string" && value.trim() !== ""))
      .map((value) => ({ name, value: String(value).trim() })),
  );
}
