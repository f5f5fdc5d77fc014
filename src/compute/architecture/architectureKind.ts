import { kindOf } from "../mixers/mixer.ts";
import type { Architecture } from "./architecture.ts";
import { feedForwardMatrices } from "./feedForward.ts";

export type ArchitectureKind = "DENSE" | "MOE" | "HYBRID" | "HYBRID_MOE";

/** MOE has routed experts; HYBRID has recurrent mixers, such as state-space and linear-attention layers. */
export function architectureKind(architecture: Architecture): ArchitectureKind {
  const hybrid = architecture.layers.some((layer) => layer.mixers.some((mixer) => kindOf(mixer).recurrent));
  if (hasExperts(architecture)) return hybrid ? "HYBRID_MOE" : "MOE";
  return hybrid ? "HYBRID" : "DENSE";
}

/** Whether any layer has routed experts. */
export function hasExperts({ layers, hiddenSize }: Architecture): boolean {
  return layers.some(({ feedForward }) => feedForward && feedForwardMatrices(feedForward, hiddenSize).routed);
}
