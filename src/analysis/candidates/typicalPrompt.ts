import type { Catalogue } from "../../store/catalogue.ts";

/**
 * The mean number of prompt tokens of a problem, over benchmarks that count alike. It stands in for the prompt tokens of
 * answers that do not state them. A benchmark that states none counts as 0 tokens.
 */
export function typicalPromptTokens({ benchmarks }: Pick<Catalogue, "benchmarks">, ids: readonly number[]): number {
  const total = ids.reduce((sum, id) => sum + (benchmarks.byId.get(id)?.promptTokens ?? 0), 0);
  return total / ids.length;
}
