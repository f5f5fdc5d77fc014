import type { Costs } from "./costs.ts";

/** Returns the positions of values from the lowest to the highest. Equal values keep their order. */
export function risingOrder(values: Float64Array): Uint32Array {
  return sortByKeys(distances(values, 1), (a, b) =>
    values[a]! === values[b]! ? a - b : values[a]! < values[b]! ? -1 : 1,
  );
}

/**
 * Sorts the rows of costs by their first column, then the second and so on, then by position. No row is dominated by a
 * later one, and equal rows are neighbours.
 */
export function lexicalOrder(costs: Costs): Uint32Array {
  return sortByKeys(distances(costs.values, costs.width), lexically(costs));
}

/**
 * Sorts the rows of costs by the sum of their columns, each scaled to its range, then lexically. No row is dominated by
 * a later one (rounding keeps ≤), equal rows are neighbours, and the rows that dominate most come first.
 */
export function sumOrder(costs: Costs): Uint32Array {
  const sums = scaledSums(costs);
  const inOrder = lexically(costs);
  return sortByKeys(Float32Array.from(sums), (a, b) => sums[a]! - sums[b]! || inOrder(a, b));
}

/** The sort keys of rows: how far the first of each `width` values lies above the lowest finite one. */
function distances(values: Float64Array, width: number): Float32Array {
  const keys = new Float32Array(values.length / width);
  let low = Infinity;
  for (let at = 0; at < values.length; at += width) {
    const value = values[at]!;
    if (value < low && value !== -Infinity) low = value;
  }
  for (let row = 0; row < keys.length; row++) keys[row] = Math.max(values[row * width]! - low, 0);
  return keys;
}

function lexically({ values, width }: Costs): (a: number, b: number) => number {
  return (a, b) => {
    for (let column = 0; column < width; column++) {
      const first = values[a * width + column]!;
      const second = values[b * width + column]!;
      if (first !== second) return first < second ? -1 : 1;
    }
    return a - b;
  };
}

/** Returns the sum of each row's columns, with every column scaled to [0, 1]. */
function scaledSums({ values, width, rows }: Costs): Float64Array {
  const sums = new Float64Array(rows.length);
  for (let column = 0; column < width; column++) {
    let low = Infinity;
    let high = -Infinity;
    for (let at = column; at < values.length; at += width) {
      const value = values[at]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // The halves are subtracted so that the range of the largest numbers does not overflow.
    const range = high / 2 - low / 2;
    if (!(range > 0)) continue;
    for (let row = 0; row < sums.length; row++) {
      const share = (values[row * width + column]! / 2 - low / 2) / range;
      sums[row]! += Math.min(Math.max(share, 0), 1);
    }
  }
  return sums;
}

/** With fewer rows than this, counting digits takes longer than it saves. */
const WORTHWHILE = 256;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Sorts the positions 0 … n - 1. Three passes over 11 bits each sort them by their keys, since the bits of floating
 * point numbers that are not negative have the order of the numbers. The comparison then sorts only runs of equal keys.
 * So a key may be rounded: where the comparison puts `a` before `b`, the key of `a` must not be the greater one.
 *
 * @param keys numbers ≥ 0, one for each position.
 * @param compare a total order of positions.
 */
export function sortByKeys(keys: Float32Array, compare: (a: number, b: number) => number): Uint32Array {
  const positions = new Uint32Array(keys.length);
  for (let at = 0; at < positions.length; at++) positions[at] = at;
  if (keys.length < WORTHWHILE) return positions.sort(compare);

  // Adding zero leaves no -0, whose bits are the highest.
  const bits = new Uint32Array(keys.map((key) => key + 0).buffer);
  let sorted: Uint32Array = positions;
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) sorted = passOver(sorted, bits, shift);
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && bits[sorted[to]!] === bits[sorted[from]!]) to++;
    if (to - from > 1) sorted.subarray(from, to).sort(compare);
    from = to;
  }
  return sorted;
}

/** Does a stable counting sort by one digit. */
function passOver(positions: Uint32Array, bits: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS + 1);
  for (const position of positions) starts[((bits[position]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(positions.length);
  for (const position of positions) sorted[starts[(bits[position]! >>> shift) & (DIGITS - 1)]!++] = position;
  return sorted;
}
