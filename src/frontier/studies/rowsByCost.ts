/**
 * Returns the rows whose values are all finite, by rising cost. Rows of equal cost are sorted by falling gain, then as
 * given.
 *
 * @param values n × width, row-major.
 * @param gain the column that is maximised.
 * @param cost the column that is minimised.
 */
export function rowsByCost(values: Float64Array, width: number, gain: number, cost: number): Uint32Array {
  const rows = new Uint32Array(values.length / width);
  let count = 0;
  for (let row = 0; row < rows.length; row++) if (isComplete(values, row * width, width)) rows[count++] = row;
  return rows.subarray(0, count).sort((a, b) => {
    const extraCost = values[a * width + cost]! - values[b * width + cost]!;
    return extraCost !== 0 ? extraCost : values[b * width + gain]! - values[a * width + gain]! || a - b;
  });
}

function isComplete(values: Float64Array, from: number, width: number): boolean {
  for (let at = from; at < from + width; at++) if (!Number.isFinite(values[at]!)) return false;
  return true;
}
