/**
 * Carries over LRMTokenEconomy: `node data/scripts/tokenEconomy.ts [folder]`. A run is a model on one of the three kinds
 * of problem, a sample is one graded generation.
 */
import type { SampleSubmission } from "../../src/recording/submitted/submission.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { groupBy, numberOrNull, type Row, readTable } from "./sourceTable.ts";

type Generation = Row<
  | "prompt_id"
  | "type"
  | "model_name"
  | "run_number"
  | "full_cot"
  | "max_tokens"
  | "success_rate"
  | "tokens_output"
  | "tokens_reasoning"
  | "tokens_completion"
>;
type Price = Row<"model_name" | "completion_avg">;

const BENCHMARKS: Record<string, string> = {
  Math: "token-economy/math",
  "logic puzzle": "token-economy/logic-puzzle",
  knowledge: "token-economy/knowledge",
};

export const TOKEN_ECONOMY: BundledSource = {
  lab: {
    slug: "token-economy",
    name: "LRM Token Economy (cpldcpu)",
    url: "https://github.com/cpldcpu/LRMTokenEconomy",
  },
  url: "https://github.com/cpldcpu/LRMTokenEconomy",
  license: "Apache-2.0",
  publishedOn: "2025-08-06",
  notes:
    "Generations of June to August 2025, most of them through OpenRouter with reasoning effort high. Every problem has a single criterion, so the source's success rate is 0 or 1 and a sample is right where it is 1. Output tokens are the completion tokens that were billed, reasoning included; reasoning tokens are the source's, of Claude models its estimate from the length of the answer. Prompt tokens, seconds and hardware are not recorded.",
};

const PRICES =
  "completion tokens at the mean price of the providers on OpenRouter, as the source's table of 2025-08-05 gives it, rounded to 0.1 USD per million tokens; prompt tokens are not recorded and not paid for here";
/** The one price that the source did not take from OpenRouter. */
const OTHER_PRICES: Record<string, string> = {
  "DeepHermes-3-Mistral-24B-Pre":
    "completion tokens at the price that the source's table of 2025-08-05 gives, not one of OpenRouter's; prompt tokens are not recorded and not paid for here",
};

function readTokenEconomy(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("token-economy");
  const prices = new Map(
    readTable<keyof Price & string>(files, "token-economy/model_prices.csv").map((row) => [
      row.model_name,
      Number(row.completion_avg),
    ]),
  );
  const generations: Generation[] = readTable(files, "token-economy/evaluation_stats.csv");
  const runs = groupBy(generations, ({ model_name, type }) => `${model_name} | ${type}`);
  return [...runs].map(([key, rows]) => toRun(key, rows, nameOf, prices));
}

function toRun(
  key: string,
  rows: Generation[],
  nameOf: ReturnType<typeof readModelNames>,
  prices: ReadonlyMap<string, number>,
): BundledRun {
  const { model_name, type, full_cot, max_tokens } = rows[0]!;
  const price = prices.get(model_name);
  // Some interfaces report 0 for a model that shows its reasoning: there it is not counted apart.
  const countsReasoning = rows.some((row) => Number(row.tokens_reasoning) > 0);
  return {
    key,
    ...nameOf(model_name),
    benchmark: BENCHMARKS[type]!,
    decoding: { maxTokens: Number(max_tokens) },
    problemCount: new Set(rows.map((row) => row.prompt_id)).size,
    ...(full_cot === "False" && { notes: "The model keeps its reasoning to itself; only its length is known." }),
    ...(price !== undefined && { estimated: { cost: OTHER_PRICES[model_name] ?? PRICES } }),
    samples: rows.map((row) => toSample(row, countsReasoning, price)),
  };
}

function toSample(row: Generation, countsReasoning: boolean, price: number | undefined): SampleSubmission {
  const outputTokens = Number(row.tokens_completion);
  return {
    problem: row.prompt_id,
    repeat: Number(row.run_number) - 1,
    correct: row.success_rate === "1",
    outputTokens,
    reasoningTokens: countsReasoning ? reasoningTokens(row) : null,
    cost: price === undefined ? null : Number(((outputTokens * price) / 1e6).toPrecision(12)),
  };
}

/** Null where the source has none, or one that cannot be: more than the whole completion. */
function reasoningTokens({ tokens_reasoning, tokens_output }: Generation): number | null {
  const reasoning = numberOrNull(tokens_reasoning);
  return reasoning === null || Number(tokens_output) < 0 ? null : Math.round(reasoning);
}

const importer = sourceImporter(
  TOKEN_ECONOMY,
  ["token-economy/evaluation_stats.csv", "token-economy/model_prices.csv"],
  readTokenEconomy,
);
export default importer;

if (import.meta.main) await carryOver(TOKEN_ECONOMY, importer);
