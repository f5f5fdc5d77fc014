import type { Catalogue } from "../store/catalogue.ts";
import { originOf, priceInForce } from "../store/prices.ts";
import type { GradedAnswer } from "../store/reading/answersByPool.ts";
import type { RunWay } from "../store/reading/runWays.ts";
import { dollarsOf } from "./candidates/tokenPrices.ts";

/** The graded answers of a side by problem, with dollars where its source or a price of its tokens gives them. */
export interface PricedPool {
  way: RunWay;
  byProblem: Map<string, GradedAnswer[]>;
  /** The US dollars of an answer of so many output tokens; null where no price is used. */
  dollars: ((answer: GradedAnswer, tokens: number) => number) | null;
  /** The price that is used. */
  note: string | null;
}

/** Answers with the dollars of their tokens at the price in force, where none of them states its own. */
export function pricedPool(
  { way, byProblem }: Pick<PricedPool, "way" | "byProblem">,
  modelId: number,
  { models, prices }: Pick<Catalogue, "models" | "prices">,
  typicalPrompt: number,
): PricedPool {
  const price = priceInForce(prices.byModel.get(modelId));
  const isStated = [...byProblem.values()].some((answers) => answers.some(({ costs }) => costs.cost !== undefined));
  if (!price || isStated) return { way, byProblem, dollars: null, note: null };
  const dollars: PricedPool["dollars"] = ({ promptTokens }, tokens) =>
    dollarsOf(price, promptTokens ?? typicalPrompt, tokens);
  const priced = (answer: GradedAnswer): GradedAnswer =>
    answer.tokens === null ? answer : { ...answer, costs: { ...answer.costs, cost: dollars(answer, answer.tokens) } };
  return {
    ...{ way, dollars },
    byProblem: new Map([...byProblem].map(([problem, answers]) => [problem, answers.map(priced)])),
    note: `${models.byId.get(modelId)!.slug}: tokens at ${price.input} and ${price.output} US dollars per million input and output tokens (${originOf(price)})`,
  };
}
