/**
 * Finds numbers for which the residuals are small (Levenberg and Marquardt, with numerical derivatives). Residuals beyond
 * `robust` count linearly rather than by their square (Huber), so that single outliers do not decide.
 *
 * @param residualsOf all residuals at the given numbers; also those that hold the numbers near what is expected.
 */
export function leastSquares(
  start: number[],
  residualsOf: (at: number[]) => number[],
  robust = 1.5,
  rounds = 40,
): number[] {
  let at = start;
  let residuals = residualsOf(at);
  let cost = costOf(residuals, robust);
  let damping = 1e-2;
  for (let round = 0; round < rounds; round++) {
    const size = at.length;
    const jacobian = at.map((_, i) => {
      const step = 1e-4;
      const moved = residualsOf(at.map((value, j) => (i === j ? value + step : value)));
      return moved.map((value, k) => (value - residuals[k]!) / step);
    });
    const weights = residuals.map((value) => (Math.abs(value) <= robust ? 1 : robust / Math.abs(value)));
    const gradient = jacobian.map((column) => dot(column, residuals, weights));
    const normal = jacobian.map((column, i) => jacobian.map((other, j) => (j < i ? 0 : dot(column, other, weights))));
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) normal[i]![j] = normal[j]![i]!;
    let improved = false;
    for (let attempt = 0; attempt < 8 && !improved; attempt++) {
      const damped = normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + 1e-9 : value)));
      const change = solve(damped, gradient.map((value) => -value));
      const next = at.map((value, i) => value + change[i]!);
      const found = residualsOf(next);
      const foundCost = costOf(found, robust);
      if (foundCost < cost) {
        const gain = (cost - foundCost) / cost;
        [at, residuals, cost, improved] = [next, found, foundCost, true];
        damping = Math.max(1e-9, damping / 5);
        if (gain < 1e-6) return at;
      } else damping *= 5;
    }
    if (!improved) return at;
  }
  return at;
}

function costOf(residuals: number[], robust: number): number {
  return residuals.reduce((sum, value) => {
    const size = Math.abs(value);
    return sum + (size <= robust ? size * size : 2 * robust * size - robust * robust);
  }, 0);
}

function dot(a: number[], b: number[], weights: number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== 0) sum += a[k]! * b[k]! * weights[k]!;
  return sum;
}

/** Solves a symmetric system by elimination with the largest pivot. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const divisor = rows[column]![column]! || 1e-12;
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / divisor;
      if (factor === 0) continue;
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * rows[column]![j]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) sum -= rows[i]![j]! * result[j]!;
    result[i] = sum / (rows[i]![i]! || 1e-12);
  }
  return result;
}
