import { type SQL, sql } from "drizzle-orm";
import type { Catalogue } from "../catalogue.ts";
import { priceInForce } from "../prices.ts";

/** The price of the model of the row r, and its benchmark as b, by left joins. `priceValues` gives the placeholders their values. */
export const PRICES = sql` left join unnest(
    ${sql.placeholder("pricedModels")}::integer[], ${sql.placeholder("inputPrices")}::double precision[],
    ${sql.placeholder("outputPrices")}::double precision[]
  ) price(model_id, input, output) on price.model_id = r.model_id left join benchmarks b on b.id = r.benchmark_id`;

/** The US dollars of tokens at the joined price, as `dollarsOf` computes them. Null without a price or output tokens. */
export function dollarsOfTokens(promptTokens: SQL, outputTokens: SQL): SQL {
  return sql`((coalesce(${promptTokens}, b.prompt_tokens, 0) * price.input + ${outputTokens} * price.output) / 1e6::double precision)`;
}

/** The prices that hold now, as the values of the placeholders of `PRICES`. */
export function priceValues({ prices }: Pick<Catalogue, "prices">) {
  const inForce = [...prices.byModel].map(([modelId, own]) => [modelId, priceInForce(own)!] as const);
  return {
    pricedModels: inForce.map(([modelId]) => modelId),
    inputPrices: inForce.map(([, { input }]) => input),
    outputPrices: inForce.map(([, { output }]) => output),
  };
}
