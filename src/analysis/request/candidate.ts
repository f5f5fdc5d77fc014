import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { Direction } from "../../frontier/metrics.ts";
import type { Objective } from "../../frontier/objective.ts";
import type { OperatingPoint } from "../../frontier/testTimeCompute/sampledAnswers.ts";
import type { RunCriteria } from "../../store/filters/runCriteria.ts";
import type { Measures } from "../../store/measures.ts";
import type { DeploymentPlan } from "./deploymentPlan.ts";

/**
 * What may stand on a frontier: a model in a mode, its runs pooled; each run by itself; or a model in a mode at each
 * setting of its test-time compute, derived from its samples.
 */
export type Grain = "MODEL" | "RUN" | "OPERATING_POINT";

export interface CandidateRequest {
  criteria: RunCriteria & { benchmarkIds: number[] };
  grain: Grain;
  objectives: Objective[];
  /** Candidates that break one are left out of the competition. */
  constraints: Constraint[];
  /** Where the models would be served: what serving costs is then taken from there. */
  on: DeploymentPlan | null;
}

/** How the test-time compute of a model in a mode is set. */
export interface CandidatePoint extends OperatingPoint {
  /** The model that answers once where the votes disagree (a cascade); null without one. */
  fallback: { modelId: number; mode: string } | null;
}

export interface Candidate {
  modelId: number;
  mode: string;
  /** The run, where each is a candidate by itself. */
  runId: number | null;
  /** The setting of its test-time compute, where each is a candidate. */
  operatingPoint: CandidatePoint | null;
  /** In order of the objectives. */
  values: number[];
  /** All its measures, where they are at hand already; else null: read when shown. */
  measures: Measures | null;
}

/** Why what matches the filter does not compete on a deployment. */
export interface LeftOut {
  modelId: number;
  mode: string;
  reason: "DOES_NOT_FIT" | "NO_ARCHITECTURE";
  message: string;
}

export interface Candidates {
  /** How many compete, also those that were not read. */
  count: number;
  /** How many match the filter but lack a benchmark or an objective's value. */
  incomplete: number;
  leftOut: LeftOut[];
  dataVersion: string;
  /** Of each objective over all that compete. */
  ranges: { min: number; max: number }[];
  rows: Candidate[];
  /** What no choice among answers can exceed: not candidates, since no one can make that choice. */
  upperBounds: Candidate[];
}

/** Tells a candidate from every other of the same request. */
export function candidateKey({
  modelId,
  mode,
  runId,
  operatingPoint,
}: Pick<Candidate, "modelId" | "mode" | "runId" | "operatingPoint">): string {
  return `${modelId} ${mode} ${runId} ${operatingPoint ? JSON.stringify(operatingPoint) : ""}`;
}

/** The least and the most value of each objective. */
export function rangesOf(rows: readonly Candidate[], objectives: number): { min: number; max: number }[] {
  return Array.from({ length: objectives }, (_, i) => ({
    min: rows.reduce((least, { values }) => Math.min(least, values[i]!), Number.POSITIVE_INFINITY),
    max: rows.reduce((most, { values }) => Math.max(most, values[i]!), Number.NEGATIVE_INFINITY),
  }));
}

/** The values of the objectives in order; null where one is missing. */
export function valuesOfMeasures(measures: Measures, objectives: readonly Objective[]): number[] | null {
  const values = objectives.map(({ metric }) => measures[metric]?.value ?? Number.NaN);
  return values.some(Number.isNaN) ? null : values;
}

/** The direction of each objective. */
export function directionsOf(objectives: readonly Objective[]): Direction[] {
  return objectives.map(({ direction }) => direction);
}
