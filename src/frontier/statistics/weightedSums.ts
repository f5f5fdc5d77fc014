/**
 * Returns the sums of every row under every weighting, which is the product of two matrices. Four weightings and two
 * rows are summed together, so that each number that is read is used several times. Skipping zero weights, which are 37
 * % of a bootstrap's, was not faster, since it needs an index for each of the others.
 *
 * @param rows rows × columns, row-major.
 * @param weights weightings × columns, row-major.
 * @returns weightings × rows, row-major. A sum's rounding does not depend on its place.
 */
export function weightedSums(rows: Float64Array, weights: Uint8Array, columns: number): Float64Array {
  const rowCount = rows.length / columns;
  const weightingCount = weights.length / columns;
  const result = new Float64Array(weightingCount * rowCount);
  const four = new Float64Array(4 * columns);
  const sums = new Float64Array(8);
  for (let from = 0; from < weightingCount; from += 4) {
    four.set(weights.subarray(from * columns, (from + 4) * columns));
    for (let row = 0; row < rowCount; row += 2) {
      if (row + 1 < rowCount) sumTile(sums, four, rows, columns, row * columns, (row + 1) * columns);
      else sumRow(sums, four, rows, columns, row * columns);
      for (let weighting = from; weighting < Math.min(from + 4, weightingCount); weighting++) {
        result[weighting * rowCount + row] = sums[2 * (weighting - from)]!;
        if (row + 1 < rowCount) result[weighting * rowCount + row + 1] = sums[2 * (weighting - from) + 1]!;
      }
    }
  }
  return result;
}

/** Sums the two rows that begin at `p` and `q` under each of four weightings. */
function sumTile(
  sums: Float64Array,
  four: Float64Array,
  rows: Float64Array,
  columns: number,
  p: number,
  q: number,
): void {
  const b = columns;
  const c = 2 * columns;
  const d = 3 * columns;
  let [pa, pb, pc, pd, qa, qb, qc, qd] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let column = 0; column < columns; column++) {
    const x = rows[p + column]!;
    const y = rows[q + column]!;
    pa += four[column]! * x;
    qa += four[column]! * y;
    pb += four[b + column]! * x;
    qb += four[b + column]! * y;
    pc += four[c + column]! * x;
    qc += four[c + column]! * y;
    pd += four[d + column]! * x;
    qd += four[d + column]! * y;
  }
  sums.set([pa, qa, pb, qb, pc, qc, pd, qd]);
}

/** Sums the row that begins at `p` under each of four weightings, where no other is left to go with it. */
function sumRow(sums: Float64Array, four: Float64Array, rows: Float64Array, columns: number, p: number): void {
  const b = columns;
  const c = 2 * columns;
  const d = 3 * columns;
  let [pa, pb, pc, pd] = [0, 0, 0, 0];
  for (let column = 0; column < columns; column++) {
    const x = rows[p + column]!;
    pa += four[column]! * x;
    pb += four[b + column]! * x;
    pc += four[c + column]! * x;
    pd += four[d + column]! * x;
  }
  sums.set([pa, 0, pb, 0, pc, 0, pd, 0]);
}
