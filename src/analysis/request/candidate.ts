import type { Precision } from "../../compute/accelerators/precision.ts";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { Bounds } from "../../frontier/hypervolume/scaling.ts";
import type { Direction } from "../../frontier/metrics.ts";
import { hasPlace, type Objective } from "../../frontier/objective.ts";
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

/** How a candidate is served on the deployment that was asked for. */
export interface ServedAs {
  /** The deployment in words, with what was chosen. */
  where: string;
  precision: Precision;
  /** The precision in which the model is published, and in which its accuracy was measured. */
  own: Precision;
  /** The slug of the checkpoint in the precision; null where none is known. */
  checkpoint: string | null;
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
  /** Absent without a deployment, and where the model was served there though no estimate fits. */
  servedAs?: ServedAs | undefined;
}

/** Why a candidate does not compete, or why runs of one are left out of it. */
export type LeftOutReason =
  | "DOES_NOT_FIT"
  | "TOO_SLOW"
  | "NO_ARCHITECTURE"
  | "NO_RESULT"
  | "NO_VALUE"
  | "NO_PLACE_ON_AXIS"
  | "NO_SAMPLES"
  | "NOT_BETTER_THAN_CHANCE"
  | "OTHER_EXPERIMENT";

/** A reason with figures, as a whole sentence. */
export interface Exclusion {
  reason: LeftOutReason;
  message: string;
}

/** A model in a mode that matches the filter but does not compete, or some runs of one. */
export interface LeftOutCandidate extends ModelInMode, Exclusion {
  /** The number of its runs that do not compete, where others of it do or may; if it is left out, none competes. */
  runsOfMany?: { runCount: number; competes: boolean };
}

export interface Candidates {
  /** The number of candidates that compete, also those that were not read. */
  count: number;
  /** The number of models in a mode, or of runs, that match the filter but cannot compete. */
  incomplete: number;
  /** Those among them that the database cannot tell; `readLeftOut` has the others. */
  leftOut: LeftOutCandidate[];
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

/** The values of the objectives in their order; null where a measure is missing. */
export function valuesOfMeasures(measures: Measures, objectives: readonly Objective[]): (number | null)[] {
  return objectives.map(({ metric }) => measures[metric]?.value ?? null);
}

/** Why a candidate with these values, in the order of the objectives, cannot compete; null if it can. */
export function exclusionOf(values: readonly (number | null)[], objectives: readonly Objective[]): Exclusion | null {
  const missing = objectives.filter((_, i) => values[i] === null).map(({ metric }) => metric);
  if (missing.length > 0) return { reason: "NO_VALUE", message: `It has no value of ${missing.join(" and ")}.` };
  const at = objectives.findIndex((objective, i) => !hasPlace(objective, values[i]!));
  if (at === -1) return null;
  const message = `Its ${objectives[at]!.metric} is ${values[at]}, which has no place on a logarithmic axis. It competes with scale: LINEAR.`;
  return { reason: "NO_PLACE_ON_AXIS", message };
}

export function directionsOf(objectives: readonly Objective[]): Direction[] {
  return objectives.map(({ direction }) => direction);
}
