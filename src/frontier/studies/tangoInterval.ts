import { Z_95 } from "../statistics/quantiles.ts";

/** After so many halvings of [-1, 1] the ends do not change any more. */
const HALVINGS = 60;

/**
 * Returns the 95 % score interval of the difference of two paired proportions (Tango, "Equivalence test and confidence
 * interval for the difference in proportions for the paired-sample design", Stat. Med. 1998). It keeps a width where no
 * pair differs, and its ends stay between -1 and 1.
 *
 * @param onlyA the share of pairs in which only the first is right, between 0 and 1.
 * @param onlyB the share in which only the second is.
 * @param pairs the number of independent pairs, above 0. An effective number need not be whole.
 */
export function tangoInterval(onlyA: number, onlyB: number, pairs: number): { low: number; high: number } {
  const difference = onlyA - onlyB;
  const isInside = (delta: number) => score(onlyA, onlyB, pairs, delta) <= Z_95;
  return { low: lastInside(difference, -1, isInside), high: lastInside(difference, 1, isInside) };
}

/** The score statistic of a difference `delta`, without its sign: the error in units of its standard error under `delta`. */
function score(onlyA: number, onlyB: number, pairs: number, delta: number): number {
  const distance = Math.abs(onlyA - onlyB - delta);
  if (distance === 0) return 0;
  // The likeliest share of the pairs in which only the second is right, given `delta`: the root of a·q² + b·q + c.
  const a = 2;
  const b = -onlyA - onlyB + (2 - onlyA + onlyB) * delta;
  const c = -onlyB * delta * (1 - delta);
  const likeliest = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = (2 * likeliest + delta * (1 - delta)) / pairs;
  return variance > 0 ? distance / Math.sqrt(variance) : Infinity;
}

function lastInside(inside: number, outside: number, isInside: (delta: number) => boolean): number {
  if (isInside(outside)) return outside;
  let [near, far] = [inside, outside];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (near + far) / 2;
    if (isInside(middle)) near = middle;
    else far = middle;
  }
  return near;
}
