/** Below this many rows the digits' counts cost more than they save. */
const WORTHWHILE = 256;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The positions 0 … n - 1 in order. The keys sort most of it, by three passes over 11 bits each, as the bits of floating
 * point numbers that aren't negative are in order themselves; the comparison then orders only runs of equal keys. So a
 * key may be rounded: where the comparison puts `a` before `b`, the key of `a` must not be the greater one.
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

/** A stable counting sort by one digit. */
function passOver(positions: Uint32Array, bits: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS + 1);
  for (const position of positions) starts[((bits[position]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(positions.length);
  for (const position of positions) sorted[starts[(bits[position]! >>> shift) & (DIGITS - 1)]!++] = position;
  return sorted;
}
