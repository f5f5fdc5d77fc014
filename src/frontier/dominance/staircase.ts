/**
 * The lower-left staircase of points (x, y), where less is better on both axes: x rises and y falls from step to step,
 * and no step covers another.
 */
export class Staircase {
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];

  /**
   * Adds a point and drops the steps that it covers. Returns false, and changes nothing, if a step covers the point
   * (an equal step does).
   */
  add(x: number, y: number): boolean {
    const place = this.firstAfter(x);
    if (place > 0 && this.ys[place - 1]! <= y) return false;
    // A step at the same x comes before `place`, and the new point covers it.
    const from = place > 0 && this.xs[place - 1] === x ? place - 1 : place;
    let to = place;
    while (to < this.ys.length && this.ys[to]! >= y) to++;
    this.xs.splice(from, to - from, x);
    this.ys.splice(from, to - from, y);
    return true;
  }

  /** Returns the area between a point and the corner that no step covers. All steps must lie below the corner. */
  uncoveredArea(x: number, y: number, referenceX: number, referenceY: number): number {
    let place = this.firstAfter(x);
    let ceiling = place > 0 ? this.ys[place - 1]! : referenceY;
    let left = x;
    let area = 0;
    while (ceiling > y) {
      const isLast = place === this.xs.length;
      const right = isLast ? referenceX : this.xs[place]!;
      area += (right - left) * (ceiling - y);
      if (isLast) break;
      left = right;
      ceiling = this.ys[place]!;
      place++;
    }
    return area;
  }

  /** Returns the first step whose x is greater. */
  private firstAfter(x: number): number {
    let low = 0;
    let high = this.xs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.xs[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
