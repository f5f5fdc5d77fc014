import { risingOrder } from "../dominance/rowOrder.ts";
import { ExclusiveVolumes } from "./exclusiveVolumes.ts";

/**
 * Returns the volume that points of five columns cover below a corner, where less is better. It goes up the fifth
 * column, and each point adds a slab over the volume that it alone covers on the first four columns. That volume is
 * found by going up the fourth column, with the other points limited to the part that they share with the point.
 *
 * This is the dimension sweep of Fonseca, Paquete and López-Ibáñez, CEC 2006, over exclusive volumes of four dimensions
 * as in Guerreiro and Fonseca, IEEE Trans. Evol. Comput. 2018.
 *
 * @param values row-major, each row lower than the corner on every column.
 */
export function volumeOfFive(values: Float64Array, corner: readonly number[]): number {
  const count = values.length / 5;
  const rows = risingOrder(Float64Array.from({ length: count }, (_, row) => values[row * 5 + 4]!));
  const columns = corner.map((_, column) => Float64Array.from(rows, (row) => values[row * 5 + column]!));
  const sweep = new SweepOfFour(columns, corner);
  const heights = columns[4]!;
  let covered = 0;
  let total = 0;
  for (let point = 0; point < count; point++) {
    covered += sweep.add(point);
    total += covered * ((point + 1 < count ? heights[point + 1]! : corner[4]!) - heights[point]!);
  }
  return total;
}

/** A set of points of four columns, none of which covers another. */
class SweepOfFour {
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private readonly zs: Float64Array;
  private readonly ws: Float64Array;
  private readonly corner: readonly number[];
  private readonly shared: ExclusiveVolumes;
  /** The points of the set, sorted by z and then y, and sorted by w. */
  private readonly byZ: Int32Array;
  private readonly byW: Int32Array;
  private count = 0;
  private readonly isCovered: Uint8Array;

  constructor([xs, ys, zs, ws]: readonly Float64Array[], corner: readonly number[]) {
    this.xs = xs!;
    this.ys = ys!;
    this.zs = zs!;
    this.ws = ws!;
    this.corner = corner;
    this.shared = new ExclusiveVolumes(xs!.length, corner);
    this.byZ = new Int32Array(xs!.length);
    this.byW = new Int32Array(xs!.length);
    this.isCovered = new Uint8Array(xs!.length);
  }

  /**
   * Returns the volume that a point covers and no earlier point does. The point joins the set unless the volume is 0.
   */
  add(point: number): number {
    const { xs, ys, zs, ws, byZ, byW, shared, count, corner } = this;
    const x = xs[point]!;
    const y = ys[point]!;
    const z = zs[point]!;
    const w = ws[point]!;
    let coveredCount = 0;

    // The points that are at most as high in w take their shared part from the start.
    shared.clear();
    for (let at = 0; at < count; at++) {
      const other = byZ[at]!;
      if (ws[other]! > w) continue;
      const otherX = Math.max(xs[other]!, x);
      const otherY = Math.max(ys[other]!, y);
      if (zs[other]! > z) {
        shared.append(otherX, otherY, zs[other]!);
      } else {
        if (otherX === x && otherY === y) return 0;
        shared.add(otherX, otherY, z);
      }
      if (ws[other] === w && zs[other]! >= z && xs[other]! >= x && ys[other]! >= y) {
        this.isCovered[other] = 1;
        coveredCount++;
      }
    }

    const all = (corner[0]! - x) * (corner[1]! - y) * (corner[2]! - z);
    let volume = 0;
    let level = w;
    let at = 0;
    while (at < count && ws[byW[at]!]! <= w) at++;
    for (; at < count; at++) {
      const other = byW[at]!;
      volume += (all - shared.volume) * (ws[other]! - level);
      level = ws[other]!;
      const otherX = xs[other]!;
      const otherY = ys[other]!;
      const otherZ = zs[other]!;
      if (otherX <= x && otherY <= y && otherZ <= z) {
        level = corner[3]!;
        break;
      }
      shared.add(Math.max(otherX, x), Math.max(otherY, y), Math.max(otherZ, z));
      if (otherX >= x && otherY >= y && otherZ >= z) {
        this.isCovered[other] = 1;
        coveredCount++;
      }
    }
    volume += (all - shared.volume) * (corner[3]! - level);
    this.hold(point, coveredCount);
    return volume;
  }

  private hold(point: number, coveredCount: number): void {
    const { ys, zs, ws, byZ, byW, isCovered } = this;
    if (coveredCount > 0) {
      compact(byZ, this.count, isCovered);
      compact(byW, this.count, isCovered);
      this.count -= coveredCount;
    }
    const isBeforeInZ = (other: number) =>
      zs[other]! < zs[point]! || (zs[other] === zs[point] && ys[other]! < ys[point]!);
    insert(byZ, this.count, point, isBeforeInZ);
    insert(byW, this.count, point, (other) => ws[other]! < ws[point]!);
    this.count++;
  }
}

function compact(points: Int32Array, count: number, isCovered: Uint8Array): void {
  let kept = 0;
  for (let at = 0; at < count; at++) {
    if (isCovered[points[at]!] === 0) points[kept++] = points[at]!;
  }
}

function insert(points: Int32Array, count: number, point: number, isBefore: (other: number) => boolean): void {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(points[middle]!)) low = middle + 1;
    else high = middle;
  }
  points.copyWithin(low + 1, low, count);
  points[low] = point;
}
