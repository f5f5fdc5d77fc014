import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./database/packageFolder.ts";

/** The kind of answers: with reasoning or without. */
export type AnswerClass = "reasoning" | "plain";

/** The coefficient of variation of output tokens, and where it is from, in words. */
export interface TokenSpread {
  variation: number;
  origin: string;
}

/** What is known of a run of which only mean tokens are. */
export interface LengthFacts {
  model: string;
  mode: string;
  /** The mean output tokens. */
  tokens: number;
  /** Whether reasoning tokens were counted. */
  countsReasoning: boolean;
}

const WITHOUT = /^(off|none|no)\b/i;
const WITH = /^(on|minimal|low|medium|high|xhigh|max|think\w*)\b/i;
/** Answers that are longer on average have been thought about, whatever their mode is called. */
const LONG = 2_000;

/** Whether a run's answers hold reasoning, by its mode where that says so, else by its tokens. */
export function classOf({ mode, tokens, countsReasoning }: Omit<LengthFacts, "model">): AnswerClass {
  if (WITHOUT.test(mode)) return "plain";
  return WITH.test(mode) || countsReasoning || tokens >= LONG ? "reasoning" : "plain";
}

/** The content of `data/token-spread.json`, which `data/scripts/tokenSpread.ts` derives from the bundled samples. */
export interface SpreadTable {
  /** What is typical of the answers of a class. */
  classes: Record<AnswerClass, number>;
  /** The coefficients of variation of models whose samples are bundled, by class. */
  models: Record<string, Partial<Record<AnswerClass, number>>>;
}

export const SPREAD_FILE = join(packageFolder("data"), "token-spread.json");

let table: SpreadTable | undefined;

function spreadTable(): SpreadTable {
  table ??= JSON.parse(readFileSync(SPREAD_FILE, "utf8")) as SpreadTable;
  return table;
}

/** The spread of the lengths of a run's answers: that of the same model on other benchmarks, else what is typical of its class. */
export function spreadOf(facts: LengthFacts): TokenSpread {
  const { models, classes } = spreadTable();
  const own = classOf(facts);
  const ofModel = models[facts.model]?.[own];
  if (ofModel !== undefined) return { variation: ofModel, origin: "as the same model has it elsewhere" };
  return {
    variation: classes[own],
    origin: `typical of answers ${own === "plain" ? "without" : "with"} reasoning`,
  };
}

/** The smallest and the largest coefficient of variation that models have whose answers are of the same class. */
export function spreadRange(facts: Omit<LengthFacts, "model">): { low: number; high: number } {
  const own = classOf(facts);
  const known = Object.values(spreadTable().models).flatMap((ofModel) => ofModel[own] ?? []);
  return { low: Math.min(...known), high: Math.max(...known) };
}
