import type { Architecture } from "../architecture/architecture.ts";
import { architectureKind } from "../architecture/architectureKind.ts";
import { type AnswerEstimate, estimateAnswer } from "./deployment.ts";
import type { Serving } from "./deploymentTarget.ts";
import { CELLS, type CellError } from "./estimateErrors.ts";

/** What estimates an answer on a deployment, and how far it was off where that was measured. */
export interface Estimator {
  name: string;
  version: string;
  /** Null where the deployment does not fit. */
  estimate: (
    architecture: Architecture,
    serving: Serving,
    promptTokens: number,
    outputTokens: number,
  ) => AnswerEstimate | null;
  /** The errors of the cell that a deployment belongs to: the narrowest one with enough measurements. */
  errorOf: (architecture: Architecture, serving: Pick<Serving, "engine" | "accelerator">) => CellError;
}

/** The estimator of this package, from data sheets and the fitted profiles of engines. */
export const PROFILE_ESTIMATOR: Estimator = {
  name: "paretograph",
  version: "2",
  estimate: estimateAnswer,
  errorOf: (architecture, { engine, accelerator }) => {
    const kind = architectureKind(architecture).endsWith("MOE") ? "experts" : "dense";
    return CELLS[`${engine} ${accelerator.slug} ${kind}`] ?? CELLS[`${engine} ${kind}`]!;
  },
};
