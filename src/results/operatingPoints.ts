import { cascade } from "../frontier/cascade.ts";
import type { Interval } from "../frontier/intervals.ts";
import { repeatCounts } from "../frontier/repeatedAnswers.ts";
import { readArchitectures } from "./architectures.ts";
import {
  type Candidate,
  type CandidatePoint,
  type CandidateRequest,
  type Candidates,
  candidateKey,
  keepsAll,
  rangesOf,
  valuesOfMeasures,
} from "./candidate.ts";
import { deploymentReader } from "./deployedAnswer.ts";
import type { Measures } from "./measures.ts";
import { operatingCurve } from "./operatingCurve.ts";
import { readPointMeasures } from "./pointMeasures.ts";
import { type AnswersOfModel, readSampledAnswers } from "./sampledAnswers.ts";
import type { Store } from "./store.ts";
import { readStoredCandidates } from "./storedCandidates.ts";

/** A cascade is compared with models that answered all problems: it must rest on nearly all of them too. */
const LEAST_SHARED = 0.9;

/**
 * Every model in a mode at every setting of its test-time compute, derived from its samples: under token caps, as
 * majorities, and in cascades with a model that is asked where its own votes disagree. What has no samples with tokens
 * is incomplete.
 */
export async function readOperatingPoints(store: Store, request: CandidateRequest): Promise<Candidates> {
  const { criteria, objectives, constraints, on } = request;
  const pooled: CandidateRequest = {
    ...{ criteria, constraints: [], on: null, grain: "MODEL" },
    objectives: [{ metric: "accuracy", direction: "MAXIMIZE" }],
  };
  const stored = await readStoredCandidates(store, pooled, false);
  const baseMeasures = await readPointMeasures(store, pooled, stored.rows);
  const baseOf = new Map(stored.rows.map((row, i) => [candidateKey(row), baseMeasures[i]!]));
  const groups = await readSampledAnswers(store, criteria);
  const points = await pointsOf(store, groups, baseOf, on !== null);
  const answerOn = on && (await deploymentReader(store, on, criteria.benchmarkIds, stored.rows));

  const rows: Candidate[] = [];
  const upperBounds: Candidate[] = [];
  const leftOut = new Map<string, Candidates["leftOut"][number]>();
  for (const { modelId, mode, operatingPoint, measures } of points) {
    const answer = answerOn
      ? answerOn({ modelId }, measures, operatingPoint.votes ?? operatingPoint.bestOf ?? 1)
      : { measures };
    if ("reason" in answer) {
      leftOut.set(`${modelId} ${mode}`, { modelId, mode, ...answer });
      continue;
    }
    const values = valuesOfMeasures(answer.measures, objectives);
    if (values === null || !keepsAll(answer.measures, constraints)) continue;
    const list = operatingPoint.bestOf === null ? rows : upperBounds;
    list.push({ modelId, mode, runId: null, operatingPoint, values, measures: answer.measures });
  }
  const competing = new Set(rows.map(({ modelId, mode }) => `${modelId} ${mode}`));
  return {
    count: rows.length,
    incomplete: stored.count + stored.incomplete - competing.size,
    leftOut: [...leftOut.values()],
    upperBounds,
    dataVersion: stored.dataVersion,
    ranges: rangesOf(rows, objectives.length),
    rows,
  };
}

interface PointMeasures {
  modelId: number;
  mode: string;
  operatingPoint: CandidatePoint;
  measures: Measures;
}

async function pointsOf(
  store: Store,
  groups: AnswersOfModel[],
  baseOf: Map<string, Measures>,
  isDeployed: boolean,
): Promise<PointMeasures[]> {
  const { benchmarks } = await store.catalogue();
  const architectures = await readArchitectures(
    store,
    groups.map(({ modelId }) => modelId),
  );
  const baseOfGroup = ({ modelId, mode }: Pick<AnswersOfModel, "modelId" | "mode">) =>
    baseOf.get(candidateKey({ modelId, mode, runId: null, operatingPoint: null })) ?? {};
  const curves = groups.flatMap((group) => {
    const { modelId, mode, answers, benchmarkId } = group;
    const typicalPrompt = benchmarks.byId.get(benchmarkId)?.promptTokens ?? 0;
    return operatingCurve(answers, architectures.get(modelId), typicalPrompt).map(({ point, accuracy, measures }) => ({
      modelId,
      mode,
      operatingPoint: { ...point, fallback: null },
      measures: isAsItIs(point) ? baseOfGroup(group) : describe({ accuracy, ...measures }, [baseOfGroup(group)]),
    }));
  });
  // What two models cost on one deployment does not add up: the second one is served elsewhere or idles.
  return isDeployed ? curves : [...curves, ...cascadesOf(groups, baseOfGroup)];
}

function cascadesOf(groups: AnswersOfModel[], baseOf: (group: AnswersOfModel) => Measures): PointMeasures[] {
  const voting = groups.filter(({ answers }) => repeatCounts(answers).length > 0);
  return voting.flatMap((small) =>
    groups.flatMap((large) => {
      if (large === small || !isMeasuredAlike(small, large)) return [];
      return repeatCounts(small.answers).flatMap((votes) => {
        const value = cascade(small.answers, large.answers, votes);
        if (!value) return [];
        const fallback = { modelId: large.modelId, mode: large.mode };
        const measures = describe({ accuracy: value.accuracy, ...value.measures }, [baseOf(small), baseOf(large)]);
        const operatingPoint = { tokenCap: null, votes, bestOf: null, fallback };
        return [{ modelId: small.modelId, mode: small.mode, operatingPoint, measures }];
      });
    }),
  );
}

function isMeasuredAlike(one: AnswersOfModel, other: AnswersOfModel): boolean {
  const problems = new Set(one.answers.map(({ problem }) => problem));
  const others = new Set(other.answers.map(({ problem }) => problem));
  const shared = [...problems].filter((problem) => others.has(problem)).length;
  return shared >= LEAST_SHARED * Math.max(problems.size, others.size);
}

function isAsItIs({ tokenCap, votes, bestOf }: Omit<CandidatePoint, "fallback">): boolean {
  return tokenCap === null && votes === null && bestOf === null;
}

/** Derived values as measures; what was estimated of the answers is estimated of what is derived from them. */
function describe(intervals: Record<string, Interval>, bases: Measures[]): Measures {
  return Object.fromEntries(
    Object.entries(intervals).map(([metric, { value, low, high, count }]) => {
      const estimated = bases.find((base) => base[metric]?.estimated)?.[metric];
      return [
        metric,
        {
          value,
          ...(low !== undefined && { low: Math.max(0, low), high }),
          count,
          ...(estimated && { estimated: true, ...(estimated.note && { note: estimated.note }) }),
        },
      ];
    }),
  );
}
