/** Residuals beyond this many deviations count linearly rather than by their square (Huber), so that outliers decide less. */
const ROBUST = 1.5;
const ROUNDS = 25;
const STEP = 1e-4;

/**
 * Finds numbers for which the residuals of all rows and the numbers themselves are small together, from zeros on
 * (Levenberg and Marquardt, with numerical derivatives).
 *
 * @param affected the rows that each number has an effect on.
 * @param residualsAt the residuals of the given rows at the given numbers, in deviations.
 */
export function leastSquares(
  affected: readonly (readonly number[])[],
  rowCount: number,
  residualsAt: (at: number[], rows: readonly number[]) => number[],
): number[] {
  const all = Array.from({ length: rowCount }, (_, i) => i);
  const size = affected.length;
  let at = new Array<number>(size).fill(0);
  let residuals = residualsAt(at, all);
  let cost = costOf(residuals, at);
  let damping = 1e-2;
  for (let round = 0; round < ROUNDS; round++) {
    const weights = residuals.map((value) => Math.min(1, ROBUST / Math.abs(value)));
    const columns = affected.map((rows, i) => {
      const moved = residualsAt(
        at.map((value, j) => (i === j ? value + STEP : value)),
        rows,
      );
      const column = new Float64Array(rowCount);
      rows.forEach((row, k) => {
        column[row] = (moved[k]! - residuals[row]!) / STEP;
      });
      return column;
    });
    const gradient = columns.map((column, i) => weighted(column, residuals, weights, affected[i]!) + at[i]!);
    const normal = columns.map(() => new Array<number>(size).fill(0));
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        const rows = affected[i]!.length < affected[j]!.length ? affected[i]! : affected[j]!;
        normal[i]![j] = weighted(columns[i]!, columns[j]!, weights, rows) + (i === j ? 1 : 0);
        normal[j]![i] = normal[i]![j]!;
      }
    }
    const before = cost;
    for (let attempt = 0; attempt < 8 && cost === before; attempt++) {
      const damped = normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value)));
      const change = solve(damped, gradient);
      const next = at.map((value, i) => value - change[i]!);
      const found = residualsAt(next, all);
      const foundCost = costOf(found, next);
      if (foundCost < cost) {
        [at, residuals, cost] = [next, found, foundCost];
        damping = Math.max(1e-9, damping / 5);
      } else damping *= 5;
    }
    if (before - cost < 1e-5 * before) return at;
  }
  return at;
}

function costOf(residuals: number[], at: number[]): number {
  const ofRows = residuals.reduce((sum, value) => {
    const distance = Math.abs(value);
    return sum + (distance <= ROBUST ? distance * distance : ROBUST * (2 * distance - ROBUST));
  }, 0);
  return at.reduce((sum, value) => sum + value * value, ofRows);
}

function weighted(a: ArrayLike<number>, b: ArrayLike<number>, weights: number[], rows: readonly number[]): number {
  let sum = 0;
  for (const row of rows) sum += a[row]! * b[row]! * weights[row]!;
  return sum;
}

/** Solves a symmetric positive definite system by elimination. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < size; column++) {
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!;
      if (factor === 0) continue;
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * rows[column]![j]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) sum -= rows[i]![j]! * result[j]!;
    result[i] = sum / rows[i]![i]!;
  }
  return result;
}
