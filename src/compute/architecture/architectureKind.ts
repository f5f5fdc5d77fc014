import type { Architecture, Mixer } from "./architecture.ts";

export type ArchitectureKind = "DENSE" | "MOE" | "HYBRID" | "HYBRID_MOE";

/** MOE has routed experts; HYBRID has state-space or linear-attention mixers. */
export function architectureKind(architecture: Architecture): ArchitectureKind {
  const moe = architecture.layers.some((layer) => layer.feedForward?.kind === "experts");
  const hybrid = architecture.layers.some((layer) => layer.mixers.some(isRecurrent));
  if (hybrid) return moe ? "HYBRID_MOE" : "HYBRID";
  return moe ? "MOE" : "DENSE";
}

/** Whether the mixer keeps a state of fixed size instead of a cache that grows. */
export function isRecurrent(mixer: Mixer): boolean {
  return mixer.kind === "state-space" || mixer.kind === "linear-attention";
}
