/**
 * Returns a source of random numbers in [0, 1). The same seed gives the same numbers on every machine. The generator is
 * Mulberry32 (Tommy Ettinger, public domain), which mixes a counter of 32 bits. It is good enough for resampling, but
 * not for secrets.
 *
 * @param seed a whole number, of which the lowest 32 bits count.
 */
export function seededRandom(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x6d2b79f5) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 15), counter | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
