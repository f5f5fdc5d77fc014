import type { BenchmarkPlugin, Problem } from "./contract/benchmark.ts";

/** A part of a benchmark to which a problem belongs, e.g. of the name `subject` and the value `Algebra`. */
export interface ProblemStratum {
  name: string;
  value: string;
}

/**
 * The strata of a problem: its tags, its difficulty, and the details that its benchmark declares as such. A list gives one for
 * each of its entries.
 */
export function strataOf(
  { strata = [] }: Pick<BenchmarkPlugin, "strata">,
  { details = {}, tags = {}, difficulty }: Problem,
): ProblemStratum[] {
  const named: [name: string, value: unknown][] = [
    ...strata.map((name): [string, unknown] => [name, details[name]]),
    ...(isList(tags) ? [["tag", tags] as [string, unknown]] : Object.entries(tags)),
    ["difficulty", difficulty],
  ];
  const all = named.flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => typeof one === "number" || (typeof one === "string" && one.trim() !== ""))
      .map((one) => ({ name, value: String(one).trim() })),
  );
  return all.filter(({ name, value }, i) => all.findIndex((one) => one.name === name && one.value === value) === i);
}

/** `Array.isArray` does not tell a list that cannot be changed from an object. */
const isList = (tags: NonNullable<Problem["tags"]>): tags is readonly string[] => Array.isArray(tags);
