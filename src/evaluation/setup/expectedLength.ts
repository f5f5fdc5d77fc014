import { thinksByDefault } from "./thinksByDefault.ts";

/** The mean output tokens of a model's answers in a mode, on one benchmark. */
export interface KnownLength {
  model: string;
  mode: string;
  outputTokens: number;
}

/** A figure and what it was taken from; without a value, the reason that there is none. */
export interface Figure {
  value: number | null;
  note: string;
}

/** Whether a model thinks before it answers, or the most tokens for which it does. */
type Way = "on" | "off" | { budget: number };

/** The modes of models that name their effort: they think in each. */
const EFFORTS = ["on", "high", "medium", "low"];

/** How a model thinks in a mode; null for a mode that says something else, such as a precision. */
function wayOf(model: string, mode: string): Way | null {
  if (mode === "off") return "off";
  if (mode === "default") return thinksByDefault(model, {}) ? "on" : "off";
  const [, budget] = /^budget-(\d+)$/.exec(mode) ?? [];
  if (budget !== undefined) return { budget: Number(budget) };
  return EFFORTS.includes(mode) ? "on" : null;
}

const WORDS = { on: "with thinking", off: "without thinking" };

/**
 * The output tokens that are expected of one answer: those of the model's own results in the mode, else of the same way of
 * thinking. Thinking makes answers many times as long, so that results of another way are never taken as they are: they
 * count times the ratio that other models have between the two ways. A budget adds at most its tokens to an answer without
 * thinking, which is not longer than one with thinking. What does not follow from any result is unknown.
 */
export function expectedLength(known: readonly KnownLength[], model: string, mode: string): Figure {
  const own = meanOf(known.filter((one) => one.model === model && one.mode === mode));
  if (own !== null) return { value: own, note: "the model's own results in this mode" };
  const way = wayOf(model, mode);
  if (way === null) return { value: null, note: `no result of the model in the mode ${mode}` };
  if (typeof way === "string") return lengthOfWay(known, model, way);
  const [on, off] = [lengthOfWay(known, model, "on"), lengthOfWay(known, model, "off")];
  if (on.value !== null && on.value <= way.budget) {
    return { value: on.value, note: `the budget is not reached: ${on.note}` };
  }
  if (off.value === null) return { value: null, note: `a budget is added to an answer without thinking: ${off.note}` };
  const most = off.value + way.budget;
  if (on.value !== null && on.value < most)
    return { value: on.value, note: `no longer than with thinking: ${on.note}` };
  return { value: most, note: `the whole budget and an answer without thinking: ${off.note}` };
}

function lengthOfWay(known: readonly KnownLength[], model: string, way: "on" | "off"): Figure {
  const other = way === "on" ? "off" : "on";
  const byModel = [...Map.groupBy(known, (one) => one.model)].map(([name, results]) => ({
    name,
    on: meanOf(results.filter((one) => wayOf(name, one.mode) === "on")),
    off: meanOf(results.filter((one) => wayOf(name, one.mode) === "off")),
  }));
  const own = byModel.find(({ name }) => name === model);
  if (own?.[way] != null) return { value: own[way], note: `the model's own results ${WORDS[way]}` };
  const others = byModel.filter(({ name }) => name !== model);
  const ratios = others.flatMap((one) => (one[way] !== null && one[other] !== null ? [one[way] / one[other]] : []));
  const ratio = medianOf(ratios);
  if (own?.[other] != null && ratio !== null) {
    const note = `the model's own results ${WORDS[other]}, times the ratio of ${models(ratios.length)} (${ratio.toPrecision(2)})`;
    return { value: own[other] * ratio, note };
  }
  const lengths = others.flatMap((one) => one[way] ?? []);
  const median = medianOf(lengths);
  if (median !== null) return { value: median, note: `the median of ${models(lengths.length)} ${WORDS[way]}` };
  return { value: null, note: `no result on the benchmark ${WORDS[way]} has a number of tokens` };
}

const models = (count: number) => `${count} other model${count === 1 ? "" : "s"}`;

function meanOf(results: readonly KnownLength[]): number | null {
  return results.length > 0 ? results.reduce((sum, one) => sum + one.outputTokens, 0) / results.length : null;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined ? null : (low + high!) / 2;
}
