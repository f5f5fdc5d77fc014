import type { Estimator } from "../../compute/serving/estimator.ts";
import { estimatorsOf } from "../../plugins/estimators.ts";
import type { Context } from "./context.ts";

/** The estimators that a request can ask: the package's own, then those of plugins. */
export async function knownEstimators({ evaluation, plugins }: Context): Promise<Estimator[]> {
  return estimatorsOf((await evaluation)?.plugins ?? plugins);
}
