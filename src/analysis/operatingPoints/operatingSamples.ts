import { setImmediate } from "node:timers/promises";
import type { Stratum } from "../../frontier/statistics/resampling.ts";
import { chancesOfAgreement } from "../../frontier/testTimeCompute/cascade.ts";
import { type ChanceOfRight, chancesOfMajority } from "../../frontier/testTimeCompute/repeatedAnswers.ts";
import { type CostAtCap, cutOff } from "../../frontier/testTimeCompute/tokenCaps.ts";
import { tallyVotes } from "../../frontier/testTimeCompute/voteTally.ts";
import { readArchitectures } from "../../store/reading/architectures.ts";
import { type AnswersOfModel, readSampledAnswers, type StoredAnswer } from "../../store/reading/storedAnswers.ts";
import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidatePoint, type CandidateRequest, modeKey } from "../request/candidate.ts";
import { pricedAnswers } from "./pricedAnswers.ts";

/** The figures of one problem at an operating point. */
interface ProblemFigures {
  /** The expected score, between 0 and 1. */
  score: number;
  /** The cost of the problem by metric, in the metric's unit. */
  costs: Record<string, number>;
}

/**
 * The samples of operating points by problem, as a bootstrap over problems needs them. Points of one model rest on the
 * same answers, so that a resample moves all of them together.
 *
 * @param metrics for each objective the metric that it varies with from answer to answer, or null if it does not vary.
 */
export async function readOperatingStratum(
  store: Store,
  { criteria }: CandidateRequest,
  candidates: readonly Candidate[],
  metrics: readonly (string | null)[],
): Promise<Stratum> {
  const groups = await readSampledAnswers(store, criteria);
  const figuresOf = await pointReader(store, groups);
  const columns = new Map<string, number>();
  for (const { problem } of groups.flatMap(({ answers }) => answers)) {
    if (!columns.has(problem)) columns.set(problem, columns.size);
  }
  const size = candidates.length * columns.size;
  const sums = metrics.map(() => new Float64Array(size));
  const counts = new Float64Array(size);
  for (const [row, candidate] of candidates.entries()) {
    // Other requests are answered in between.
    if (row % 50 === 0) await setImmediate();
    for (const [problem, { score, costs }] of figuresOf(candidate)) {
      const cell = row * columns.size + columns.get(problem)!;
      counts[cell] = 1;
      metrics.forEach((metric, objective) => {
        if (metric !== null) sums[objective]![cell] = metric === "accuracy" ? score : (costs[metric] ?? Number.NaN);
      });
    }
  }
  return { problemCount: columns.size, sums, counts: metrics.map(() => counts) };
}

/** Prepares a function that gives the figures of each problem at a candidate's operating point. */
async function pointReader(store: Store, groups: AnswersOfModel[]) {
  const catalogue = await store.catalogue();
  const architectures = await readArchitectures(
    store,
    groups.map(({ modelId }) => modelId),
  );
  const chanceOfMajority = chancesOfMajority();
  const known = new Map(
    groups.map((group) => {
      const { answers, costAtCap } = pricedAnswers(group, catalogue, architectures.get(group.modelId));
      return [modeKey(group), { answers, costAtCap }];
    }),
  );
  return (candidate: Candidate): Map<string, ProblemFigures> => {
    const { answers, costAtCap } = known.get(modeKey(candidate))!;
    const { operatingPoint } = candidate;
    const fallback = operatingPoint!.fallback;
    const behind = fallback && known.get(modeKey(fallback))!.answers;
    return figuresAt(operatingPoint!, answers, behind, costAtCap, chanceOfMajority);
  };
}

function figuresAt(
  { tokenCap, votes }: CandidatePoint,
  answers: StoredAnswer[],
  behind: StoredAnswer[] | null,
  costAtCap: CostAtCap | undefined,
  chanceOfMajority: ChanceOfRight,
): Map<string, ProblemFigures> {
  const taken = tokenCap === null ? answers : cutOff(answers, tokenCap, costAtCap);
  const byProblem = Map.groupBy(taken, ({ problem }) => problem);
  const byProblemBehind = Map.groupBy(behind ?? [], ({ problem }) => problem);
  const figures = new Map<string, ProblemFigures>();
  for (const [problem, repeats] of byProblem) {
    const costs = meansOf(repeats, votes ?? 1);
    const second = byProblemBehind.get(problem);
    if (behind === null) {
      const score = votes === null ? meanScore(repeats) : chanceOfMajority(tallyVotes(repeats), votes);
      figures.set(problem, { score, costs });
    } else if (second) {
      const { agree, agreeRight } = chancesOfAgreement(tallyVotes(repeats), votes!);
      const added = meansOf(second, 1 - agree);
      figures.set(problem, {
        score: agreeRight + (1 - agree) * meanScore(second),
        costs: Object.fromEntries(Object.keys(costs).map((metric) => [metric, costs[metric]! + added[metric]!])),
      });
    }
  }
  return figures;
}

function meanScore(answers: readonly { score: number }[]): number {
  return answers.reduce((sum, { score }) => sum + score, 0) / answers.length;
}

/** The mean cost of answers by metric, multiplied by `times`. */
function meansOf(answers: readonly Pick<StoredAnswer, "tokens" | "costs">[], times: number): Record<string, number> {
  const share = times / answers.length;
  const means = (["flops", "cost"] as const).flatMap((metric) => {
    const sum = answers.reduce((sum, { costs }) => sum + (costs[metric] ?? Number.NaN), 0);
    return Number.isNaN(sum) ? [] : [[metric, sum * share] as const];
  });
  return {
    output_tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0) * share,
    ...Object.fromEntries(means),
  };
}
