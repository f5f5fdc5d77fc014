const SINGULAR = 1e-12;

/** Solves `matrix · x = right` by Gaussian elimination with partial pivoting; null where the matrix is singular. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const size = right.length;
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const divisor = rows[column]![column]!;
    if (!(Math.abs(divisor) > SINGULAR)) return null;
    rows[column] = rows[column]!.map((value) => value / divisor);
    rows.forEach((row, index) => {
      if (index === column) return;
      const factor = row[column]!;
      rows[index] = row.map((value, at) => value - factor * rows[column]![at]!);
    });
  }
  return rows.map((row) => row[size]!);
}
