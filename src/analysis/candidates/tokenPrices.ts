import type { Catalogue } from "../../store/catalogue.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import { originOf, priceInForce, type TokenPrice } from "../../store/prices.ts";

/** A price joins on the measures of a candidate on one benchmark. */
export type PriceJoin = (modelId: number, benchmarkId: number, measures: Measures) => Measures;

/** Prepares the join of the prices that hold now. */
export function priceJoin(catalogue: Pick<Catalogue, "prices" | "benchmarks">): PriceJoin {
  return (modelId, benchmarkId, measures) => {
    if (measures.cost || !measures.output_tokens) return measures;
    const price = priceInForce(catalogue.prices.byModel.get(modelId));
    if (!price) return measures;
    const usual = catalogue.benchmarks.byId.get(benchmarkId)?.promptTokens ?? null;
    return { ...measures, cost: pricedCost(price, measures.output_tokens, measures.prompt_tokens ?? null, usual) };
  };
}

/**
 * The US dollars of a problem at a price. Nobody says how many prompt tokens a provider had in its cache, so all are paid
 * as new ones. The interval is that of the tokens: the distances of both kinds add by squares.
 *
 * @param output the output tokens of a problem.
 * @param prompt its prompt tokens; null where they are not known.
 * @param usual the mean prompt tokens of the benchmark, which stand in for them; null where no source states them.
 */
export function pricedCost(
  price: TokenPrice,
  output: StoredMeasure,
  prompt: StoredMeasure | null,
  usual: number | null,
): StoredMeasure {
  const value = dollarsOf(price, prompt?.value ?? usual ?? 0, output.value);
  const cost: StoredMeasure = { value, estimated: true, price };
  if (output.low !== undefined && output.high !== undefined) {
    const distance = (end: "low" | "high") =>
      Math.hypot(
        (output.value - output[end]!) * price.output,
        prompt?.[end] === undefined ? 0 : (prompt.value - prompt[end]) * price.input,
      ) / 1e6;
    cost.low = Math.max(0, value - distance("low"));
    cost.high = value + distance("high");
  }
  if (output.count !== undefined) cost.count = output.count;
  cost.note = noteOf(price, output, prompt, usual);
  return cost;
}

/** US dollars for tokens, whose prices are for a million. */
export function dollarsOf({ input, output }: TokenPrice, promptTokens: number, outputTokens: number): number {
  return (promptTokens * input + outputTokens * output) / 1e6;
}

function noteOf(price: TokenPrice, output: StoredMeasure, prompt: StoredMeasure | null, usual: number | null): string {
  const ofPrompt =
    prompt !== null
      ? null
      : usual !== null
        ? `prompt tokens assumed to be the ${Number(usual.toPrecision(4))} that are usual on the benchmark`
        : "prompt tokens are not known and not paid for here";
  return [
    `tokens at ${price.input} and ${price.output} US dollars per million input and output tokens (${originOf(price)})`,
    price.note,
    ofPrompt,
    output.estimated ? output.note : null,
  ]
    .filter((part) => part != null)
    .join("; ");
}
