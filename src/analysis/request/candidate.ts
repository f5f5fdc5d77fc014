import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { Bounds } from "../../frontier/hypervolume/scaling.ts";
import type { Direction } from "../../frontier/metrics.ts";
import type { Objective } from "../../frontier/objective.ts";
import type { OperatingPoint } from "../../frontier/testTimeCompute/sampledAnswers.ts";
import type { RunCriteria } from "../../store/filters/runCriteria.ts";
import type { Measures } from "../../store/measures.ts";
import type { DeploymentPlan } from "./deploymentPlan.ts";

/**
 * The kind of the candidates: each model in a mode with its runs pooled, each run by itself, or each model in a mode at
 * each setting of its test-time compute, derived from its samples.
 */
export type Grain = "MODEL" | "RUN" | "OPERATING_POINT";

export interface CandidateRequest {
  criteria: RunCriteria & { benchmarkIds: number[] };
  grain: Grain;
  objectives: Objective[];
  /** Limits that every candidate must meet. A candidate that does not meet them does not compete. */
  constraints: Constraint[];
  /** The deployment that decides the cost of serving; null for the costs that the runs measured. */
  on: DeploymentPlan | null;
  /** Whether candidates that are not better than chance do not compete. */
  betterThanChance?: boolean;
}

/** A setting of the test-time compute of a model in a mode. */
export interface CandidatePoint extends OperatingPoint {
  /** The model that answers once if the votes do not all agree (a cascade); null without one. */
  fallback: { modelId: number; mode: string } | null;
}

/** A model in a mode. */
export type ModelInMode = Pick<Candidate, "modelId" | "mode">;

export interface Candidate {
  modelId: number;
  mode: string;
  /** The id of the run if runs are the candidates, else null. */
  runId: number | null;
  /** The pools of runs that it is read from, one a benchmark, each as the row id of the benchmark and the key of the pool. */
  pools: string[];
  /** The setting of the test-time compute if operating points are the candidates, else null. */
  operatingPoint: CandidatePoint | null;
  /** The values in the order of the objectives, each in its metric's unit. */
  values: number[];
  /** All measures, or null if they have to be read when the candidate is shown. */
  measures: Measures | null;
}

/** A model in a mode that matches the filter but cannot compete on a deployment, and the reason. */
export interface LeftOut extends ModelInMode {
  reason: "DOES_NOT_FIT" | "NO_ARCHITECTURE";
  message: string;
}

export interface Candidates {
  /** The number of candidates that compete, also those that were not read. */
  count: number;
  /** The number of models in a mode, or of runs, that match the filter but lack a benchmark or an objective's value. */
  incomplete: number;
  leftOut: LeftOut[];
  dataVersion: string;
  /** The worst and the best value of each objective over all candidates that compete, also those that were not read. */
  bounds: Bounds[];
  rows: Candidate[];
  /** The best of several answers of each model. These do not compete, since nobody can know which answer is right. */
  upperBounds: Candidate[];
}

/** A text that differs between any two candidates of a request. */
export function candidateKey({
  modelId,
  mode,
  runId,
  operatingPoint,
}: Pick<Candidate, "modelId" | "mode" | "runId" | "operatingPoint">): string {
  return `${modelId} ${mode} ${runId} ${operatingPoint ? JSON.stringify(operatingPoint) : ""}`;
}

/** A text that differs between any two models in a mode. */
export function modeKey({ modelId, mode }: ModelInMode): string {
  return `${modelId} ${mode}`;
}

/** The values of each candidate, in the order of the objectives. */
export function valuesOfCandidates(candidates: readonly Candidate[]): number[][] {
  return candidates.map(({ values }) => values);
}

/** The values of the objectives in their order, or null if a measure is missing. */
export function valuesOfMeasures(measures: Measures, objectives: readonly Objective[]): number[] | null {
  const values = objectives.map(({ metric }) => measures[metric]?.value ?? Number.NaN);
  return values.some(Number.isNaN) ? null : values;
}

export function directionsOf(objectives: readonly Objective[]): Direction[] {
  return objectives.map(({ direction }) => direction);
}
