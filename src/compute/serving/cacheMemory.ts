import type { Architecture } from "../architecture/architecture.ts";
import { kindOf, type Mixer } from "../mixers/mixer.ts";

/**
 * Bytes that one answer of `tokens` tokens, its prompt included, keeps between steps on `accelerators` accelerators
 * together: keys, values and latents in 16 bits, in as many copies as the accelerators need, and states in 32 bits.
 */
export function cacheBytes(architecture: Architecture, tokens: number, accelerators: number): number {
  return sumOverMixers(architecture, (mixer) => {
    const kind = kindOf(mixer);
    return kind.cacheBytes(mixer, tokens) * kind.cacheCopies(mixer, accelerators) + kind.stateBytes(mixer);
  });
}

/**
 * Bytes of one answer's cache and states that a step reads and writes at a context of `tokens` tokens on `accelerators`
 * accelerators together. A state is read and written back; a token's own keys and values are too few to count.
 */
export function cacheBytesOfStep(architecture: Architecture, tokens: number, accelerators: number): number {
  return sumOverMixers(architecture, (mixer) => {
    const kind = kindOf(mixer);
    return kind.cacheBytesRead(mixer, tokens) * kind.cacheCopies(mixer, accelerators) + 2 * kind.stateBytes(mixer);
  });
}

function sumOverMixers({ layers }: Architecture, bytes: (mixer: Mixer) => number): number {
  return layers.reduce(
    (sum, { count, mixers }) => sum + count * mixers.reduce((inner, mixer) => inner + bytes(mixer), 0),
    0,
  );
}
