import type { CostAtCap } from "../../frontier/testTimeCompute/tokenCaps.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { priceInForce } from "../../store/prices.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import type { AnswersOfModel, StoredAnswer } from "../../store/reading/storedAnswers.ts";
import { dollarsOf } from "../candidates/tokenPrices.ts";
import { typicalPromptTokens } from "../candidates/typicalPrompt.ts";
import { flopsAtCap } from "./operatingCurve.ts";

/** The answers of a model with their costs, and what they would cost if they were cut off. */
export interface PricedAnswers extends AnswersOfModel {
  costAtCap: CostAtCap | undefined;
}

/**
 * The answers of a model with their costs: FLOPs where the architecture is known, and dollars where its tokens have a price
 * and its runs state no cost.
 */
export function pricedAnswers(
  group: AnswersOfModel,
  catalogue: Pick<Catalogue, "benchmarks" | "prices">,
  known: KnownArchitecture | undefined,
): PricedAnswers {
  const typicalPrompt = typicalPromptTokens(catalogue, [group.benchmarkId]);
  const flops = known && flopsAtCap(known, typicalPrompt);
  const price = group.hasCost ? undefined : priceInForce(catalogue.prices.byModel.get(group.modelId));
  if (!price) return { ...group, costAtCap: flops };
  const dollars = ({ promptTokens }: StoredAnswer, tokens: number) =>
    dollarsOf(price, promptTokens ?? typicalPrompt, tokens);
  return {
    ...group,
    answers: group.answers.map((answer) => ({
      ...answer,
      costs: { ...answer.costs, cost: dollars(answer, answer.tokens) },
    })),
    costAtCap: (answer, cap) => ({ ...flops?.(answer, cap), cost: dollars(answer as StoredAnswer, cap) }),
  };
}
