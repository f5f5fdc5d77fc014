import { type Estimator, PROFILE_ESTIMATOR } from "../../compute/serving/estimator.ts";
import type { Context } from "./context.ts";

/** The estimators that a request can ask: the package's own, then those of plugins. */
export async function estimatorsOf(_context: Pick<Context, "evaluation">): Promise<Estimator[]> {
  return [PROFILE_ESTIMATOR];
}
