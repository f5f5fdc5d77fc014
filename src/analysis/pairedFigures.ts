import { RequestError } from "../errors/requestError.ts";
import { chancesOfMajority } from "../frontier/testTimeCompute/repeatedAnswers.ts";
import { tallyVotes, votesAreKnown } from "../frontier/testTimeCompute/voteTally.ts";
import type { GradedAnswer } from "../store/reading/answersByPool.ts";
import type { ComparedSide } from "./request/pairedRequest.ts";

/** The figures of one problem at a side's setting: the expected score, and the costs by metric in the metric's unit. */
export interface SideOfProblem {
  score: number;
  costs: Readonly<Record<string, number>>;
}

/** What an answer of a number of output tokens costs, each null where that is not known. */
export interface CostsOfTokens {
  /** By the architecture. */
  flops: ((answer: GradedAnswer, tokens: number) => number) | null;
  /** By a price. */
  dollars: ((answer: GradedAnswer, tokens: number) => number) | null;
}

/**
 * The figures of each problem at the setting of a side. An answer that its cap cuts off is wrong and costs the cap; a vote
 * of k answers has the chance of its majority and k times the cost of one answer. A cost that the setting makes unknown is
 * left out: seconds and stated dollars under a cap, seconds of a vote.
 *
 * @throws RequestError where the answers do not say what the setting needs.
 */
export function figuresByProblem(
  side: Pick<ComparedSide, "tokenCap" | "votes" | "argument">,
  byProblem: ReadonlyMap<string, GradedAnswer[]>,
  ofTokens: CostsOfTokens,
): Map<string, SideOfProblem> {
  const { tokenCap, votes } = side;
  const chanceOf = chancesOfMajority();
  const figures = new Map<string, SideOfProblem>();
  for (const [problem, answers] of byProblem) {
    const taken = tokenCap === null ? answers : answers.map((answer) => cutOff(answer, tokenCap, side, ofTokens));
    if (votes === null) {
      figures.set(problem, { score: mean(taken.map(({ score }) => score)), costs: meanCosts(taken, 1) });
      continue;
    }
    const ballots = taken.map((answer) => ({ ...answer, tokens: answer.tokens ?? 0 }));
    requireVotes(side, votes, ballots);
    const { latency: _, ...costs } = meanCosts(taken, votes);
    figures.set(problem, { score: chanceOf(tallyVotes(ballots), votes), costs });
  }
  return figures;
}

function cutOff(
  answer: GradedAnswer,
  cap: number,
  { argument }: Pick<ComparedSide, "argument">,
  { flops, dollars }: CostsOfTokens,
): GradedAnswer {
  const { tokens, costs } = answer;
  if (tokens === null) {
    const message = `${argument}.tokenCap: some of its answers state no output tokens, so that no cap can be applied.`;
    throw new RequestError("NOTHING_TO_COMPARE", message, `${argument}.tokenCap`);
  }
  const spent = Math.min(tokens, cap);
  const known = {
    output_tokens: spent,
    ...(flops && costs.flops !== undefined && { flops: tokens <= cap ? costs.flops : flops(answer, cap) }),
    ...(dollars && { cost: dollars(answer, spent) }),
  };
  if (tokens <= cap) return { ...answer, costs: known };
  return { ...answer, score: 0, vote: null, tokens: cap, costs: known };
}

function requireVotes(
  { argument }: Pick<ComparedSide, "argument">,
  votes: number,
  ballots: Parameters<typeof votesAreKnown>[0],
): void {
  if (ballots.length < votes) {
    const message = `${argument}.votes: ${votes} answers cannot vote, since a problem has only ${ballots.length} of them.`;
    throw new RequestError("BAD_RANGE", message, `${argument}.votes`);
  }
  if (votesAreKnown(ballots)) return;
  const message = `${argument}.votes: some of its answers state no text or have partial credit, so that they cannot vote.`;
  throw new RequestError("NOTHING_TO_COMPARE", message, `${argument}.votes`);
}

/** The mean of each cost over the answers that have it, times a number of answers. */
function meanCosts(answers: readonly GradedAnswer[], times: number): Record<string, number> {
  const metrics = new Set(answers.flatMap(({ costs }) => Object.keys(costs) as (keyof GradedAnswer["costs"])[]));
  return Object.fromEntries(
    [...metrics].map((metric) => [metric, times * mean(answers.flatMap(({ costs }) => costs[metric] ?? []))]),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
