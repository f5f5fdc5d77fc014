import { setImmediate } from "node:timers/promises";
import { metricNamed } from "../../frontier/metrics.ts";
import { objectiveOf } from "../../frontier/objective.ts";
import type { Interval } from "../../frontier/statistics/intervals.ts";
import { cascade } from "../../frontier/testTimeCompute/cascade.ts";
import { repeatCounts } from "../../frontier/testTimeCompute/repeatedAnswers.ts";
import type { Measures } from "../../store/measures.ts";
import { readArchitectures } from "../../store/reading/architectures.ts";
import { type AnswersOfModel, readSampledAnswers } from "../../store/reading/storedAnswers.ts";
import type { Store } from "../../store/store.ts";
import { oncePerVersion } from "../../store/versionedCache.ts";
import { readPointMeasures } from "../candidates/pointMeasures.ts";
import { withQuotients } from "../candidates/quotients.ts";
import { readNotCompeting, readStoredCandidates } from "../candidates/storedCandidates.ts";
import {
  type CandidatePoint,
  type CandidateRequest,
  type Candidates,
  type ModelInMode,
  modeKey,
} from "../request/candidate.ts";
import { operatingCurve } from "./operatingCurve.ts";
import { type PricedAnswers, pricedAnswers } from "./pricedAnswers.ts";

/**
 * The least share of the problems that both models of a cascade must have answered. A cascade is compared with models that
 * answered all problems, so it must rest on nearly all of them too.
 */
const LEAST_SHARED = 0.9;

interface PointMeasures extends ModelInMode {
  pools: string[];
  operatingPoint: CandidatePoint;
  measures: Measures;
}

/** The operating points of the models in a mode that match a filter. */
export interface OperatingMeasures {
  points: PointMeasures[];
  /** The models in a mode that match the filter, also those without samples. */
  matched: ModelInMode[];
  dataVersion: string;
}

/**
 * The operating points of every model in a mode that matches, with their measures. They do not depend on objectives,
 * constraints or a deployment, so they are computed once for each version of the data.
 */
export function readOperatingMeasures(
  store: Store,
  criteria: CandidateRequest["criteria"],
): Promise<OperatingMeasures> {
  return oncePerVersion(store, "operating measures", criteria, () => deriveMeasures(store, criteria));
}

async function deriveMeasures(store: Store, criteria: CandidateRequest["criteria"]): Promise<OperatingMeasures> {
  const pooled: CandidateRequest = {
    ...{ criteria, constraints: [], on: null, grain: "MODEL" },
    objectives: [objectiveOf(metricNamed("accuracy"))],
  };
  const stored = await readStoredCandidates(store, pooled, false);
  const answered = await readSampledAnswers(store, criteria);
  // A model as it is rests on the runs whose answers make its other points, and not on those of another experiment.
  const sampled = answered.map((group) => ({ ...NO_POINT, ...group, pools: [group.pool] }));
  const baseMeasures = await readPointMeasures(store, pooled, sampled);
  const bases = new Map(sampled.map((group, i) => [modeKey(group), baseMeasures[i]!]));
  const baseOf = (group: ModelInMode) => bases.get(modeKey(group)) ?? {};
  const catalogue = await store.catalogue();
  const architectures = await readArchitectures(
    store,
    answered.map(({ modelId }) => modelId),
  );
  const groups = answered.map((group) => pricedAnswers(group, catalogue, architectures.get(group.modelId)));
  const points: PointMeasures[] = [];
  for (const group of groups) {
    // A curve takes tens of milliseconds. Other requests are answered between two of them.
    await setImmediate();
    points.push(...curveOf(group, baseOf(group)));
    points.push(...cascadesOf(group, groups, baseOf));
  }
  return { points, matched: await matchedModes(store, pooled, stored), dataVersion: stored.dataVersion };
}

async function matchedModes(store: Store, pooled: CandidateRequest, stored: Candidates): Promise<ModelInMode[]> {
  return [...stored.rows, ...(await readNotCompeting(store, pooled))];
}

const NO_POINT = { runId: null, operatingPoint: null, values: [], measures: null };

/** The operating points of one model, except cascades. */
function curveOf({ modelId, mode, pool, answers, costAtCap }: PricedAnswers, base: Measures): PointMeasures[] {
  const asItIs = { modelId, mode, pools: [pool], operatingPoint: AS_IT_IS, measures: base };
  const others = operatingCurve(answers, costAtCap).map(({ point, accuracy, measures }) => ({
    modelId,
    mode,
    pools: [pool],
    operatingPoint: { ...point, fallback: null },
    measures: describe({ accuracy, ...measures }, [base]),
  }));
  return [asItIs, ...others];
}

/** The operating point of one answer to each problem, without a limit. */
const AS_IT_IS: CandidatePoint = { tokenCap: null, votes: null, bestOf: null, fallback: null };

/** The cascades whose first model is `small`. */
function cascadesOf(
  small: AnswersOfModel,
  groups: AnswersOfModel[],
  baseOf: (group: AnswersOfModel) => Measures,
): PointMeasures[] {
  const counts = repeatCounts(small.answers);
  if (counts.length === 0) return [];
  return groups.flatMap((large) => {
    if (large === small || !isMeasuredAlike(small, large)) return [];
    return counts.flatMap((votes) => {
      const value = cascade(small.answers, large.answers, votes);
      if (!value) return [];
      const fallback = { modelId: large.modelId, mode: large.mode };
      const measures = describe({ accuracy: value.accuracy, ...value.measures }, [baseOf(small), baseOf(large)]);
      const operatingPoint = { tokenCap: null, votes, bestOf: null, fallback };
      const pools = [small.pool, large.pool];
      return [{ modelId: small.modelId, mode: small.mode, pools, operatingPoint, measures }];
    });
  });
}

/** Whether two models answered nearly the same problems. */
function isMeasuredAlike(one: AnswersOfModel, other: AnswersOfModel): boolean {
  const problems = new Set(one.answers.map(({ problem }) => problem));
  const others = new Set(other.answers.map(({ problem }) => problem));
  const shared = [...problems].filter((problem) => others.has(problem)).length;
  return shared >= LEAST_SHARED * Math.max(problems.size, others.size);
}

/** Derived values as measures. A measure is estimated if it is derived from answers whose measure is estimated. */
function describe(intervals: Record<string, Interval>, bases: Measures[]): Measures {
  const parts = bases.flatMap(({ coverage }) => coverage ?? []);
  const least = parts.length < bases.length ? [] : parts.sort((a, b) => a.value - b.value).slice(0, 1);
  const measures: Measures = Object.assign(
    Object.fromEntries(
      Object.entries(intervals).map(([metric, { value, low, high, count }]) => {
        const estimated = bases.flatMap((base) => (base[metric]?.estimated ? base[metric] : []));
        const notes = new Set(estimated.flatMap(({ note }) => note ?? []));
        return [
          metric,
          {
            value,
            ...(low !== undefined && { low: Math.max(0, low), high }),
            count,
            ...(estimated.length > 0 && { estimated: true }),
            ...(notes.size > 0 && { note: [...notes].join(" | ") }),
          },
        ];
      }),
    ),
    least[0] && { coverage: least[0] },
  );
  return withQuotients(measures);
}
