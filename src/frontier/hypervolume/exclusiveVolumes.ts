const WEST = 0;
const EAST = 1;

/**
 * A set of points (x, y, z), where less is better, with the volume that they cover below a corner. Points are kept by
 * rising z. Seen from above, in (x, y), the points up to some z form a staircase. It is not kept but built again
 * whenever it is needed: each point knows the two steps between which it belongs, so that its place is found at once.
 *
 * The method is HV4D⁺ of Guerreiro and Fonseca, "Computing and updating hypervolume contributions in up to four
 * dimensions", IEEE Trans. Evol. Comput. 2018. Adding a point takes time linear in the points held, and allocates
 * nothing.
 */
export class ExclusiveVolumes {
  /** The volume that the points cover. */
  volume = 0;

  private readonly far: number;
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private readonly zs: Float64Array;
  /** The neighbours of each point by rising z, from WEST, which is before all points, to EAST, which is after all. */
  private readonly after: Int32Array;
  private readonly before: Int32Array;
  /**
   * The steps on both sides of a point while the points before it, and no others, are on the staircase: the last step
   * with a lower x and the first one with a lower y. The point covers steps that share a coordinate with it.
   */
  private readonly west: Int32Array;
  private readonly east: Int32Array;
  /** The next step to the east of each step, on the staircase that was built last. */
  private readonly next: Int32Array;
  /** Whether the staircase that was built last has all points. */
  private isWhole = true;
  private count = 2;

  /**
   * @param capacity the largest number of points that are added before a `clear`.
   * @param corner x, y and z of the corner. Every point lies below it.
   */
  constructor(capacity: number, [right, top, far]: readonly number[]) {
    const size = capacity + 2;
    this.far = far!;
    this.xs = new Float64Array(size);
    this.ys = new Float64Array(size);
    this.zs = new Float64Array(size);
    this.after = new Int32Array(size);
    this.before = new Int32Array(size);
    this.west = new Int32Array(size);
    this.east = new Int32Array(size);
    this.next = new Int32Array(size);
    this.xs.set([Number.NEGATIVE_INFINITY, right!]);
    this.ys.set([top!, Number.NEGATIVE_INFINITY]);
    this.zs.set([Number.NEGATIVE_INFINITY, far!]);
    this.clear();
  }

  clear(): void {
    this.count = 2;
    this.volume = 0;
    this.after[WEST] = EAST;
    this.before[EAST] = WEST;
    this.next[WEST] = EAST;
    this.isWhole = true;
  }

  /** Adds a point, unless a point covers it, and drops the points that it covers. */
  add(x: number, y: number, z: number): void {
    const { xs, ys, zs, after, west, east, next, far } = this;
    this.isWhole = false;
    // Build the staircase of all points below z, and find the steps on both sides of the new point.
    let left = WEST;
    let right = EAST;
    next[WEST] = EAST;
    let node = after[WEST]!;
    for (; zs[node]! < z; node = after[node]!) {
      const nodeX = xs[node]!;
      const nodeY = ys[node]!;
      if (nodeX <= x && nodeY <= y) return;
      if (nodeX < x && nodeY <= ys[left]!) left = node;
      if (nodeY < y && nodeX <= xs[right]!) right = node;
      next[node] = east[node]!;
      next[west[node]!] = node;
    }
    for (let same = node; zs[same]! === z && same !== EAST; same = after[same]!) {
      if (xs[same]! <= x && ys[same]! <= y) return;
    }

    const added = this.insert(x, y, z, node);
    west[added] = left;
    east[added] = right;

    // Going up, each point reduces the area that the new point alone covers, until one covers all of it.
    let area = this.uncovered(left, x, y);
    let level = z;
    for (; ; node = after[node]!) {
      const nodeX = xs[node]!;
      const nodeY = ys[node]!;
      this.volume += area * (zs[node]! - level);
      level = zs[node]!;
      if (level === far || (nodeX <= x && nodeY <= y)) return;

      const before = west[node]!;
      if (nodeX < x) {
        if (nodeY <= ys[left]!) {
          area -= this.uncovered(left, x, nodeY);
          next[node] = this.end;
          left = node;
        }
        if (x <= xs[east[node]!]!) east[node] = added;
      } else if (nodeY < y) {
        if (nodeX < xs[right]!) {
          area -= this.uncovered(before, nodeX, y);
          next[before] = node;
          right = node;
        }
        if (y <= ys[before]!) west[node] = added;
      } else {
        area -= this.uncovered(before, nodeX, nodeY);
        next[before] = node;
        next[node] = this.end;
        this.remove(node);
      }
    }
  }

  /**
   * Adds a point that has the highest z so far, and the highest y among those with the same z, unless a point covers
   * it. The time is linear in the number of steps of the staircase.
   */
  append(x: number, y: number, z: number): void {
    const { xs, ys, zs, west, east, next } = this;
    if (!this.isWhole) this.buildStaircase();
    let left = WEST;
    while (xs[next[left]!]! < x) left = next[left]!;
    if (ys[left]! <= y || (xs[next[left]!] === x && ys[next[left]!]! <= y)) return;

    this.volume += this.uncovered(left, x, y) * (this.far - z);
    // Because of the order, the new point can cover only the point that was appended last.
    for (let step = next[left]!; step !== this.end; step = next[step]!) if (zs[step] === z) this.remove(step);
    const added = this.insert(x, y, z, EAST);
    west[added] = left;
    east[added] = this.end;
    next[left] = added;
    next[added] = this.end;
  }

  private buildStaircase(): void {
    const { after, west, east, next } = this;
    next[WEST] = EAST;
    for (let node = after[WEST]!; node !== EAST; node = after[node]!) {
      next[node] = east[node]!;
      next[west[node]!] = node;
    }
    this.isWhole = true;
  }

  /** The step at which the last call of `uncovered` ended: the first one to the east that is below the corner. */
  private end = EAST;

  /** Returns the area between the staircase and a corner (x, y). `step` is the last step to the west of the corner. */
  private uncovered(step: number, x: number, y: number): number {
    const { xs, ys, next } = this;
    let ceiling = ys[step]!;
    let area = 0;
    let from = x;
    for (;;) {
      step = next[step]!;
      const to = xs[step]!;
      area += (to - from) * (ceiling - y);
      ceiling = ys[step]!;
      if (ceiling < y) break;
      from = to;
    }
    this.end = step;
    return area;
  }

  private insert(x: number, y: number, z: number, follower: number): number {
    const added = this.count++;
    this.xs[added] = x;
    this.ys[added] = y;
    this.zs[added] = z;
    this.before[added] = this.before[follower]!;
    this.after[added] = follower;
    this.after[this.before[follower]!] = added;
    this.before[follower] = added;
    return added;
  }

  private remove(node: number): void {
    this.after[this.before[node]!] = this.after[node]!;
    this.before[this.after[node]!] = this.before[node]!;
  }
}
