import type { Architecture } from "../architecture/architecture.ts";
import { architectureKind } from "../architecture/architectureKind.ts";
import { type AnswerEstimate, type AnswerLengths, estimateFull } from "./deployment.ts";
import type { Serving } from "./deploymentTarget.ts";
import { CELLS, type CellError } from "./estimateErrors.ts";

/** A full batch of answers on a deployment that has the memory for it. */
export interface EstimateRequest {
  /** The slug of the model, and its published `config.json`. */
  model: string;
  config: Readonly<Record<string, unknown>>;
  architecture: Architecture;
  serving: Serving;
  lengths: Required<AnswerLengths>;
}

/** The times of a full batch, in seconds, and the mean power of all accelerators, in watts; null where it is not known. */
export type TimeEstimate = Pick<AnswerEstimate, "ttft" | "ttftP95" | "interTokenLatency" | "interTokenP95" | "power">;

/** What estimates answers on deployments, and how far it was off where that was measured. */
export interface Estimator {
  name: string;
  version: string;
  /**
   * An estimate for each request; null for what it does not know.
   *
   * @throws PluginError where it is a plugin and fails.
   */
  estimateAll(requests: readonly EstimateRequest[]): Promise<(TimeEstimate | null)[]>;
  /** The errors of the cell that a deployment belongs to: the narrowest one that was measured. Null where none was. */
  errorOf(architecture: Architecture, serving: Pick<Serving, "engine" | "accelerator">): CellError | null;
}

/** Models whose estimates are off in different ways. */
export type ModelKind = "dense" | "experts";

export const modelKindOf = (architecture: Architecture): ModelKind =>
  architectureKind(architecture).endsWith("MOE") ? "experts" : "dense";

/** The estimator of this package, from data sheets and the fitted profiles of engines. It has an error for each engine. */
export const PROFILE_ESTIMATOR = {
  name: "paretograph",
  version: "2",
  estimateAll: async (requests) =>
    requests.map(({ architecture, serving, lengths }) => estimateFull(architecture, serving, lengths)),
  errorOf(architecture: Architecture, { engine, accelerator }: Pick<Serving, "engine" | "accelerator">): CellError {
    const kind = modelKindOf(architecture);
    return CELLS[`${engine} ${accelerator.slug} ${kind}`] ?? CELLS[`${engine} ${kind}`]!;
  },
} satisfies Estimator;

/** With fewer measured rows an error is mostly chance. */
const FEWEST_ROWS = 10;

/**
 * Estimators in the order in which they are asked: by the mean error in the cell of the deployment, the smallest first. One
 * whose error there rests on fewer than 10 measurements, or on none, comes last.
 */
export function byError(
  estimators: readonly Estimator[],
  architecture: Architecture,
  serving: Pick<Serving, "engine" | "accelerator">,
): Estimator[] {
  const errorOf = (one: Estimator) => {
    const error = one.errorOf(architecture, serving);
    return error !== null && error.rows >= FEWEST_ROWS ? error.mean : Number.POSITIVE_INFINITY;
  };
  return estimators.toSorted((a, b) => {
    const [first, second] = [errorOf(a), errorOf(b)];
    return first === second ? 0 : first - second;
  });
}
