import type { Architecture } from "../architecture/architecture.ts";
import { BYTES_PER_VALUE } from "../mixers/keyValueCache.ts";
import { kindOf, type Mixer } from "../mixers/mixer.ts";

const BITS_PER_VALUE = 8 * BYTES_PER_VALUE;

/**
 * Bytes that one answer of `tokens` tokens, its prompt included, keeps between steps on the `tensor` accelerators that
 * share its attention: keys, values and latents of `bits` bits, in as many copies as they need, and states in 32 bits.
 */
export function cacheBytes(architecture: Architecture, tokens: number, tensor: number, bits = BITS_PER_VALUE): number {
  return sumOverMixers(architecture, (mixer) => {
    const kind = kindOf(mixer);
    const cached = (kind.cacheBytes(mixer, tokens) * bits) / BITS_PER_VALUE;
    return cached * kind.cacheCopies(mixer, tensor) + kind.stateBytes(mixer);
  });
}

/**
 * Bytes of one answer's cache and states that a step reads and writes at a context of `tokens` tokens on the `tensor`
 * accelerators that share its attention. A state is read and written back; a token's own keys and values are too few to
 * count.
 */
export function cacheBytesOfStep(
  architecture: Architecture,
  tokens: number,
  tensor: number,
  bits = BITS_PER_VALUE,
): number {
  return sumOverMixers(architecture, (mixer) => {
    const kind = kindOf(mixer);
    const read = (kind.cacheBytesRead(mixer, tokens) * bits) / BITS_PER_VALUE;
    return read * kind.cacheCopies(mixer, tensor) + 2 * kind.stateBytes(mixer);
  });
}

function sumOverMixers({ layers }: Architecture, bytes: (mixer: Mixer) => number): number {
  return layers.reduce(
    (sum, { count, mixers }) => sum + count * mixers.reduce((inner, mixer) => inner + bytes(mixer), 0),
    0,
  );
}
