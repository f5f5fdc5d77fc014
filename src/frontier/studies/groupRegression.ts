import { solve } from "../statistics/linearSystem.ts";
import { studentQuantile } from "../statistics/quantiles.ts";

/** A candidate as the regression sees it. */
export interface RegressionRow {
  /** The gain, such as accuracy. */
  gain: number;
  /** log10 of the cost. */
  logCost: number;
  /** The release date in years. */
  year: number;
  isInGroup: boolean;
  /** What rows have in common whose errors go together: the model. */
  cluster: number;
}

/** A coefficient with its 95 % interval. */
export interface Coefficient {
  value: number;
  low: number;
  high: number;
}

export interface GroupRegression {
  /** What the group gains more than all others, at the same cost and date. */
  gap: Coefficient;
  /** The gain of ten times the cost, at the same date and in the same group. */
  perTenfold: Coefficient;
  /** The gain of a year, at the same cost and in the same group. */
  perYear: Coefficient;
  /** The number of rows, and of clusters among them. */
  rowCount: number;
  clusterCount: number;
}

const COLUMNS = 4;

/**
 * Regresses the gain on a constant, the group, log10 of the cost and the date, by ordinary least squares. Standard errors
 * are clustered (Liang and Zeger 1986) with the factor G/(G - 1) · (n - 1)/(n - 4), and intervals are Student's with G - 1
 * degrees of freedom, as statsmodels has them for `cov_type="cluster", use_t=True`.
 *
 * @returns null where four coefficients cannot be told apart: with no more than four clusters, or if the group, the cost
 *   or the date is the same for all rows or follows from the others.
 */
export function groupRegression(rows: readonly RegressionRow[]): GroupRegression | null {
  const clusters = Map.groupBy(rows.keys(), (row) => rows[row]!.cluster);
  const [n, g] = [rows.length, clusters.size];
  if (g <= COLUMNS) return null;
  const raw = [
    rows.map(({ isInGroup }) => Number(isInGroup)),
    rows.map(({ logCost }) => logCost),
    rows.map(({ year }) => year),
  ];
  const means = raw.map((column) => column.reduce((sum, x) => sum + x, 0) / n);
  const scales = raw.map((column, at) => Math.sqrt(column.reduce((sum, x) => sum + (x - means[at]!) ** 2, 0) / n));
  if (scales.some((scale) => !(scale > 0))) return null;
  // Centred and scaled, so that years of about 2025 lose no digits. The slopes are the same after scaling back.
  const design = rows.map((_, row) => [1, ...raw.map((column, at) => (column[row]! - means[at]!) / scales[at]!)]);
  const bread = inverse(crossProducts(design));
  if (bread === null) return null;
  const moments = columnSums(design.map((x, row) => x.map((value) => value * rows[row]!.gain)));
  const beta = bread.map((line) => dot(line, moments));
  const scores = design.map((x, row) => x.map((value) => value * (rows[row]!.gain - dot(x, beta))));
  const meat = crossProducts([...clusters.values()].map((own) => columnSums([...own].map((row) => scores[row]!))));
  const factor = (g / (g - 1)) * ((n - 1) / (n - COLUMNS));
  const t = studentQuantile(g - 1);
  const coefficient = (at: number): Coefficient => {
    const variance = factor * bread[at]!.reduce((sum, b, i) => sum + b * dot(meat[i]!, bread[at]!), 0);
    const value = beta[at]! / scales[at - 1]!;
    const half = (t * Math.sqrt(Math.max(0, variance))) / scales[at - 1]!;
    return { value, low: value - half, high: value + half };
  };
  return { gap: coefficient(1), perTenfold: coefficient(2), perYear: coefficient(3), rowCount: n, clusterCount: g };
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

const columnSums = (rows: readonly (readonly number[])[]) =>
  Array.from({ length: COLUMNS }, (_, at) => rows.reduce((sum, row) => sum + row[at]!, 0));

/** The sum over rows of the products of each two columns. */
const crossProducts = (rows: readonly (readonly number[])[]) =>
  Array.from({ length: COLUMNS }, (_, i) => columnSums(rows.map((row) => row.map((value) => value * row[i]!))));

/** The inverse of a symmetric matrix, or null where it is singular. */
function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const columns = matrix.map((_, at) =>
    solve(
      matrix,
      matrix.map((_, i) => Number(i === at)),
    ),
  );
  return columns.every((column) => column !== null) ? columns : null;
}
