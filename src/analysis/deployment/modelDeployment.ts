import { type DeploymentEstimate, estimateDeployment } from "../../compute/serving/deployment.ts";
import { readArchitectures } from "../../store/reading/architectures.ts";
import type { Store } from "../../store/store.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { chosenDeployment } from "./chosenDeployment.ts";

/**
 * An estimate of the memory and the speed of serving a model on a deployment, with contexts of the given number of
 * tokens. Null if its architecture is not known.
 */
export async function readModelDeployment(
  store: Store,
  modelId: number,
  plan: DeploymentPlan,
  contextTokens: number,
): Promise<DeploymentEstimate | null> {
  const known = (await readArchitectures(store, [modelId])).get(modelId);
  if (!known) return null;
  const { serving } = chosenDeployment(plan, known, contextTokens / 2, contextTokens / 2);
  return estimateDeployment(known.architecture, serving, contextTokens);
}
