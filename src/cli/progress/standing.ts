import { setTimeout as sleep } from "node:timers/promises";
import { inSentence, writeEstimate, writeValue } from "../../drawing/writeValue.ts";
import { dominates } from "../../frontier/dominance/dominance.ts";
import { METRICS } from "../../frontier/metrics.ts";
import type { Ask } from "./ask.ts";
import { candidateOf } from "./followedRun.ts";
import type { ReportedRun } from "./reportedRun.ts";

/** The costs by which a run is placed: the first that it has. */
const COSTS = ["flops", "output_tokens", "cost", "latency"];
const DIRECTIONS = ["MAXIMIZE", "MINIMIZE"] as const;

/** The frontier that says where a run stands is the one that `paretograph frontier` prints for these. */
export interface Place {
  benchmark: string;
  cost: string;
}

export const placeOf = ({ benchmark, measures }: ReportedRun): Place | null => {
  const cost = COSTS.find((name) => measures.has(name));
  return cost !== undefined && measures.has("accuracy") ? { benchmark, cost } : null;
};

const QUERY = `query ($benchmark: [String!]!, $cost: String!) {
  frontier(where: { benchmark: $benchmark }, objectives: [{ metric: "accuracy" }, { metric: $cost }]) {
    candidateCount points { model { slug } mode measures { metric { name } value } }
  }
}`;

interface Candidate {
  name: string;
  isOwn: boolean;
  /** Accuracy and cost. */
  values: [number, number];
}

/** The data of a frontier may be a moment older than the end of a run that another process measured. */
const READS = 4;
const BETWEEN_READS_MS = 500;

/**
 * Says in a sentence where a run that has succeeded stands on the frontier of its benchmark now: on it, or dominated by
 * which candidate. Throws the error of the question.
 */
export async function standingOf(ask: Ask, run: ReportedRun): Promise<string> {
  const place = placeOf(run);
  if (!place) return `${run.title} has no place on a frontier: it has no accuracy or none of ${COSTS.join(", ")}.`;
  const { cost } = place;
  const own: [number, number] = [run.measures.get("accuracy")!.value, run.measures.get(cost)!.value];
  for (let read = 1; ; read++) {
    const { points, count } = await readCandidates(ask, run, place);
    const better = points.filter(({ values }) => dominates(values, own, DIRECTIONS));
    const shown = points.find(({ isOwn }) => isOwn);
    if (better.length === 0 && !shown && read < READS) {
      await sleep(BETWEEN_READS_MS);
      continue;
    }
    const axes = `accuracy against ${inSentence(metricOf(cost).title)}`;
    return `${run.title} ${sentence(run, { own, better, shown, count, cost, axes })}${partOf(run)}`;
  }
}

async function readCandidates(ask: Ask, run: ReportedRun, place: Place) {
  const { frontier } = await ask(QUERY, place);
  const points: Candidate[] = frontier.points.map(({ model, mode, measures }: PointData) => {
    const measured = (name: string) => measures.find(({ metric }) => metric.name === name)!.value;
    return {
      name: candidateOf({ model: model.slug, mode }),
      isOwn: model.slug === run.model && mode === run.mode,
      values: [measured("accuracy"), measured(place.cost)],
    };
  });
  return { points, count: frontier.candidateCount as number };
}

interface PointData {
  model: { slug: string };
  mode: string;
  measures: { metric: { name: string }; value: number }[];
}

interface Found {
  own: [number, number];
  better: Candidate[];
  shown: Candidate | undefined;
  count: number;
  cost: string;
  axes: string;
}

function sentence({ benchmark }: ReportedRun, { own, better, shown, count, cost, axes }: Found): string {
  const at = ([accuracy, spent]: [number, number]) =>
    `accuracy ${writeEstimate(accuracy, undefined, undefined, "1")} at ${writeValue(spent, metricOf(cost).unit)}`;
  const [best, ...others] = better;
  if (best) {
    const more = others.length === 0 ? "" : `, and so ${others.length === 1 ? "does" : "do"} ${others.length} more`;
    const pooled = best.isOwn ? ", the same model in the same mode with its other runs," : "";
    return `is not on the frontier of ${benchmark} now (${axes}): ${best.name}${pooled} dominates it with ${at(best.values)}${more}.`;
  }
  if (!shown) {
    return (
      `is dominated by nothing on the frontier of ${benchmark} now (${axes}), but is not what stands there: of several ` +
      "experiments with a model in a mode, that with most answers counts."
    );
  }
  const isAlone = shown.values.every((value, i) => value === own[i]);
  const as = isAlone ? "" : `, with its other runs: ${at(shown.values)}`;
  return `is on the frontier of ${benchmark} now (${axes}, ${count === 1 ? "the only candidate" : `of ${count} candidates`})${as}.`;
}

/** Says so where a run answered only a part of the problems. */
function partOf({ coverage, problemCount }: ReportedRun): string {
  if (coverage === null || coverage >= 1 || problemCount === null) return "";
  const whole = Math.round(problemCount / coverage);
  return ` It answered only a part, ${problemCount} of ${whole} problems: this is a first hint and no place yet.`;
}

const metricOf = (name: string) => METRICS.find((metric) => metric.name === name)!;
