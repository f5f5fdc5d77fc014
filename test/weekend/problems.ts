import { arithmetic } from "../../src/plugins/benchmarks/arithmetic/benchmark.ts";

/** The ways of thinking, as an experiment names them and as a request to vLLM says them. */
export const WAYS = ["off", "full", 64] as const;

/** A problem as an engine is asked it: its benchmark by number, and its place there from 0. */
export interface AskedProblem {
  benchmark: number;
  place: number;
  question: string;
  expected: string;
}

/** The options of a benchmark: five of them differ by the seed of their sums. */
export const optionsOf = (benchmark: number, problems: number) => ({ seed: 11 + benchmark, problems });

/** The name under which a store keeps a problem. */
export const idOf = ({ benchmark, place }: Pick<AskedProblem, "benchmark" | "place">) =>
  `arith-${optionsOf(benchmark, 1).seed}-${String(place).padStart(3, "0")}`;

/** What an engine is told, so that it knows which benchmark asks. */
export const systemPromptOf = (benchmark: number) => `Benchmark ${benchmark}.`;

/** All problems of the first benchmarks, each with so many. No two of a benchmark ask the same. */
export async function problemsOf(benchmarks: number, count: number): Promise<AskedProblem[]> {
  const lists = await Promise.all(
    Array.from({ length: benchmarks }, async (_, benchmark) => {
      const options = arithmetic.options.parse(optionsOf(benchmark, count));
      const { problems } = await arithmetic.load(options, {} as never);
      return problems.map(({ question, expected }, place) => ({
        ...{ benchmark, place, question },
        expected: String(expected),
      }));
    }),
  );
  return lists.flat();
}
