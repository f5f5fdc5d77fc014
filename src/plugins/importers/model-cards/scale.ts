import { isAccuracyName } from "../fields/accuracyName.ts";

/**
 * The data sets whose leaderboard on the hub is known to be in percent: the results that are shown there
 * are. The files themselves state no unit, and the documentation shows a percentage and a share side by side.
 */
const IN_PERCENT: readonly string[] = [
  "cais/hle",
  "idavidrein/gpqa",
  "matharena/aime_2026",
  "openai/gsm8k",
  "scaleai/swe-bench_pro",
  "swe-bench/swe-bench_verified",
  "tiger-lab/mmlu-pro",
];

/** How a figure is written, or why nobody can say. */
export type Scale = 1 | 100 | { unknown: string };

/**
 * The scale of a result in `.eval_results`: that of the benchmark's leaderboard. A figure of at most 1 on one in percent is
 * left out: it may be a share, as the documentation itself shows one there.
 */
export function scaleOfResult(dataset: string, task: string, value: number): Scale {
  if (!IN_PERCENT.includes(dataset.toLowerCase()) && !task.includes("%")) {
    return { unknown: `the format states no unit, and the scale of the leaderboard of ${dataset} is not known` };
  }
  if (value > 0 && value <= 1) {
    return { unknown: `the leaderboard of ${dataset} is in percent, and this may be a share` };
  }
  return 100;
}

/** What tells the scale of a metric of a model card. */
export interface CardMetric {
  type: string;
  name: string;
  /** The figure as it stands. */
  text: string;
  dataset: string;
  sourceName: string;
  sourceUrl: string;
  tags: readonly string[];
}

/** The scale of a metric of a model card, by what wrote the card: nothing else in it states a unit. */
export function scaleOfMetric({ name, text, dataset, sourceName, sourceUrl, tags }: CardMetric): Scale {
  if (/%/.test(text) || /%|\bpercent/i.test(name)) return 100;
  // The bot of the leaderboard writes percentages.
  if (/open[ _-]?llm[ _-]?leaderboard/i.test(`${sourceName} ${sourceUrl}`)) return 100;
  // The package mteb writes percentages.
  if (/^mteb\//i.test(dataset)) return 100;
  // The trainer of transformers writes what the metrics of the package evaluate return: shares.
  if (tags.includes("generated_from_trainer") && sourceUrl === "") return 1;
  return { unknown: "a model card states no unit, and nothing says what wrote this one" };
}

/** Whether a metric of a model card is an accuracy. */
export const isAccuracyMetric = ({ type, name }: Pick<CardMetric, "type" | "name">): boolean =>
  (isAccuracyName(type) ?? isAccuracyName(name)) === true;
