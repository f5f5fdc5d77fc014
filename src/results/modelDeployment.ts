import { type DeploymentEstimate, estimateDeployment } from "../compute/deployment.ts";
import { readArchitectures } from "./architectures.ts";
import { targetOf } from "./deployedAnswer.ts";
import type { DeploymentPlan } from "./deploymentPlan.ts";
import type { Store } from "./store.ts";

/**
 * What serving a model on a deployment takes, at contexts of the given number of tokens; null where its architecture is
 * not known.
 */
export async function readModelDeployment(
  store: Store,
  modelId: number,
  plan: DeploymentPlan,
  contextTokens: number,
): Promise<DeploymentEstimate | null> {
  const known = (await readArchitectures(store, [modelId])).get(modelId);
  return known ? estimateDeployment(known.architecture, targetOf(plan, known), contextTokens) : null;
}
