import { numberAt, shareAt } from "../fields/figures.ts";
import { isAccuracy } from "../fields/isAccuracy.ts";
import { isObject } from "../fields/isObject.ts";
import type { Header, Score } from "./log.ts";
import type { ReadSample } from "./sample.ts";

/** One way of grading the answers of a log: a scorer, or one of the scores that it gives as one value. */
export interface Grading {
  /** The name of the score in the results. */
  name: string;
  /** The function that gives it, under whose name samples hold it. */
  scorer: string;
  /** The name of the metric. */
  metric: string;
  /** The stated figure that is the mean over all answers, where there is one. */
  stated?: { score: Score; value: unknown; place: string };
}

/** A figure that is not the accuracy of a run, with its place in the log. */
export interface OtherFigure {
  place: string;
  reason: string;
}

/**
 * How surely a reduction of the repeats of a problem to one value is their mean: `mean`, then `pass_at_1`, which is the
 * mean of right and wrong. Any is where there is one repeat; others are the accuracy of other things.
 */
function rankOf(reducer: string | null | undefined, epochs: number): number {
  if (reducer == null || reducer === "mean") return 0;
  if (reducer === "pass_at_1") return 1;
  return epochs === 1 && /^(?:mode|median|max|majority)$/.test(reducer) ? 2 : Number.POSITIVE_INFINITY;
}

/** The gradings of a log by its results, and what of them is no accuracy. */
export function gradingsOf(
  header: Header,
  epochs: number,
  samples: readonly ReadSample[],
): { gradings: Grading[]; others: OtherFigure[] } {
  const gradings = new Map<string, Grading & { rank: number }>();
  const others: OtherFigure[] = [];
  for (const [i, score] of (header.results?.scores ?? []).entries()) {
    const scorer = score.scorer ?? score.name;
    const rank = rankOf(score.reducer, epochs);
    for (const [key, { value, params }] of Object.entries(score.metrics)) {
      if (key === "stderr") continue;
      const isMean = key === "mean" && !("accuracy" in score.metrics) && areVerdicts(samples, score.name, scorer);
      const metric = isMean || isOverall(score, key, params) ? "accuracy" : key;
      const place = `results.scores.${i}.${score.name}.${key}`;
      const leave = (why: string) => others.push({ place, reason: `${why} Its value is ${shown(value)}.` });
      if (!isAccuracy(metric)) {
        leave("It is no accuracy.");
        continue;
      }
      const way = JSON.stringify([score.name, scorer, metric]);
      const known = gradings.get(way);
      const grading = { name: score.name, scorer, metric };
      if (rank === Number.POSITIVE_INFINITY) {
        leave(`It is the ${score.reducer} over the repeats of a problem and not their mean.`);
        if (!known) gradings.set(way, { ...grading, rank });
      } else if (known?.stated && known.rank <= rank) {
        leave(`Its reducer is ${score.reducer}, and the mean is stated too.`);
      } else {
        if (known?.stated) {
          const reason = `Its reducer is another, and the mean is stated too. Its value is ${shown(known.stated.value)}.`;
          others.push({ place: known.stated.place, reason });
        }
        gradings.set(way, { ...grading, stated: { score, value, place }, rank });
      }
    }
  }
  return { gradings: [...gradings.values()].map(({ rank: _, ...grading }) => grading), others };
}

const shown = (value: unknown) => (typeof value === "number" ? String(value) : "no number");

/** An accuracy by groups of problems has the name `all` for all of them together. */
function isOverall(score: Score, key: string, params: unknown): boolean {
  const metric = isObject(params) && isObject(params.metric) ? params.metric.name : undefined;
  return (
    key === "all" && !("accuracy" in score.metrics) && typeof metric === "string" && /(?:^|\/)accuracy$/.test(metric)
  );
}

/** The gradings of a log without results, as of a run that was ended: every score whose values are verdicts. */
export function gradingsOfSamples(samples: readonly ReadSample[]): Grading[] {
  const found = new Map<string, { grading: Grading; isVerdict: boolean }>();
  for (const { scores, place } of samples) {
    for (const [scorer, { value }] of Object.entries(scores)) {
      const parts = isObject(value) ? Object.entries(value) : ([[scorer, value]] as const);
      for (const [name, part] of parts) {
        const key = JSON.stringify([scorer, name]);
        const isVerdict = part === null || (isCertain(part) && verdictOf(part, place) !== undefined);
        const known = found.get(key);
        const grading = { name, scorer, metric: "accuracy" };
        found.set(key, { grading, isVerdict: isVerdict && (known?.isVerdict ?? true) });
      }
    }
  }
  return [...found.values()].flatMap(({ grading, isVerdict }) => (isVerdict ? [grading] : []));
}

/** Whether a scorer gave verdicts and nothing else: then its mean is an accuracy, which elsewhere it need not be. */
function areVerdicts(samples: readonly ReadSample[], name: string, scorer: string): boolean {
  const values = samples.map((sample) => gradeOf(sample, { name, scorer })?.value ?? null);
  return values.some(isCertain) && values.every((value) => value === null || isCertain(value));
}

/** A value that is a verdict whatever the metric: a number could be one of another scale. */
const isCertain = (value: unknown) =>
  typeof value === "boolean" || (typeof value === "string" && /^[CIPN]$/.test(value));

/** The value that a grading gave a sample, and the answer that its scorer found; undefined where it gave none. */
export function gradeOf(
  { scores }: ReadSample,
  { name, scorer }: Pick<Grading, "name" | "scorer">,
): { value: unknown; answer?: unknown } | undefined {
  const single = Object.hasOwn(scores, "") ? scores[""] : undefined;
  const score =
    [name, scorer].map((key) => (Object.hasOwn(scores, key) ? scores[key] : undefined)).find(Boolean) ?? single;
  if (!score) return undefined;
  if (!isObject(score.value)) return { value: score.value, answer: score.answer };
  return Object.hasOwn(score.value, name) ? { value: score.value[name], answer: score.answer } : undefined;
}

/**
 * The verdict of a value, as Inspect's `value_to_float` reads it: `C`, `I`, `P` for a half, `N` for no answer, truth
 * values, and numbers. Null where there is none; undefined for a value that is no verdict.
 *
 * @throws ImportError `OUT_OF_RANGE` for a number that is no share.
 */
export function verdictOf(value: unknown, place: string): { correct: boolean | null; score?: number } | undefined {
  if (value === null || value === undefined) return { correct: null };
  if (typeof value === "boolean") return { correct: value };
  const word = typeof value === "string" ? value.trim() : "";
  if (/^(?:C|yes|true)$/i.test(word) && word !== "c") return { correct: true };
  if (/^(?:I|N|no|false)$/i.test(word) && word !== "i" && word !== "n") return { correct: false };
  if (word === "P") return { correct: false, score: 0.5 };
  if (typeof value !== "number" && !/^[+-]?(?:\d|\.\d)/.test(word)) return undefined;
  if (typeof value === "string" && Number.isNaN(Number(word))) return undefined;
  const share = shareAt(numberAt(value, place), place);
  if (share === undefined) return { correct: null };
  return share === 0 || share === 1 ? { correct: share === 1 } : { correct: false, score: share };
}
