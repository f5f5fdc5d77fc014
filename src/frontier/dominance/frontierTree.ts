const LEAF = 16;
const NONE = -1;

/**
 * A growing set of points of costs, which says whether one of its points covers a given point, that is, is at most as
 * high on every column. It is a tree of boxes, each with the lowest corner of its points. If the corner does not cover
 * a point, nothing in the box does, so that most boxes are skipped. It follows the ND-Tree of Jaszkiewicz and Lust,
 * "ND-Tree-based update: a fast algorithm for the dynamic nondominance problem", IEEE Trans. Evol. Comput. 2018, but
 * splits boxes at the median of one column after another, as a k-d tree does. The points must differ from each other.
 */
export class FrontierTree {
  private readonly width: number;
  private nodeCount = 1;
  private corners: Float64Array;
  /** The first of a node's two children, of which the second follows it; NONE for a leaf. */
  private children = new Int32Array(64).fill(NONE);
  private columns = new Uint8Array(64);
  private thresholds = new Float64Array(64);
  private sizes = new Uint8Array(64);
  /** Each node has room for LEAF rows, which inner nodes do not use. */
  private points: Float64Array;
  private readonly pending = new Int32Array(4096);

  constructor(width: number) {
    this.width = width;
    this.corners = new Float64Array(64 * width).fill(Infinity);
    this.points = new Float64Array(64 * width * LEAF);
  }

  /** Says whether some point of the tree is at most as high as `values[at…]` on every column. */
  covers(values: Float64Array, at: number): boolean {
    const { width, corners, children, points, sizes, pending } = this;
    let depth = 0;
    pending[depth++] = 0;
    while (depth > 0) {
      const node = pending[--depth]!;
      if (!isCovered(corners, node * width, values, at, width)) continue;
      const child = children[node]!;
      if (child !== NONE) {
        pending[depth++] = child;
        pending[depth++] = child + 1;
        continue;
      }
      const end = (node * LEAF + sizes[node]!) * width;
      for (let point = node * LEAF * width; point < end; point += width) {
        if (isCovered(points, point, values, at, width)) return true;
      }
    }
    return false;
  }

  /** Adds the point `values[at…]`. */
  add(values: Float64Array, at: number): void {
    let node = 0;
    this.lowerCorner(node, values, at);
    while (this.children[node] !== NONE) {
      const isHigh = values[at + this.columns[node]!]! >= this.thresholds[node]!;
      node = this.children[node]! + (isHigh ? 1 : 0);
      this.lowerCorner(node, values, at);
    }
    const { width } = this;
    const place = (node * LEAF + this.sizes[node]!++) * width;
    for (let column = 0; column < width; column++) this.points[place + column] = values[at + column]!;
    if (this.sizes[node] === LEAF) this.split(node);
  }

  private lowerCorner(node: number, values: Float64Array, at: number): void {
    const { corners, width } = this;
    for (let column = 0; column < width; column++) {
      if (values[at + column]! < corners[node * width + column]!) corners[node * width + column] = values[at + column]!;
    }
  }

  private split(node: number): void {
    const { width } = this;
    if (this.nodeCount + 2 > this.children.length) this.grow();
    let threshold: number | undefined;
    let column = this.columns[node]!;
    // Points differ, so some column has two values.
    for (; threshold === undefined; column = (column + 1) % width) threshold = this.median(node, column);
    column = (column + width - 1) % width;
    this.columns[node] = column;
    this.thresholds[node] = threshold;
    const child = this.nodeCount;
    this.nodeCount += 2;
    this.children[node] = child;
    this.columns[child] = this.columns[child + 1] = (column + 1) % width;
    for (let at = node * LEAF; at < (node + 1) * LEAF; at++) {
      const half = this.points[at * width + column]! >= threshold ? child + 1 : child;
      this.lowerCorner(half, this.points, at * width);
      this.points.copyWithin((half * LEAF + this.sizes[half]!++) * width, at * width, (at + 1) * width);
    }
  }

  /** Returns the upper median of a leaf's values on a column, above its lowest; undefined if all are equal. */
  private median(node: number, column: number): number | undefined {
    const values = Float64Array.from(
      { length: LEAF },
      (_, at) => this.points[(node * LEAF + at) * this.width + column]!,
    ).sort();
    const middle = values[LEAF / 2]!;
    return middle > values[0]! ? middle : values.find((value) => value > values[0]!);
  }

  private grow(): void {
    const capacity = this.children.length * 2;
    const { children, corners, points, columns, thresholds, sizes } = this;
    this.children = new Int32Array(capacity).fill(NONE);
    this.children.set(children);
    this.corners = new Float64Array(capacity * this.width).fill(Infinity);
    this.corners.set(corners);
    this.points = new Float64Array(capacity * this.width * LEAF);
    this.points.set(points);
    this.columns = new Uint8Array(capacity);
    this.columns.set(columns);
    this.thresholds = new Float64Array(capacity);
    this.thresholds.set(thresholds);
    this.sizes = new Uint8Array(capacity);
    this.sizes.set(sizes);
  }
}

/** Says whether the row of `low` at one place is at most as high as the row of `values` at another on each column. */
function isCovered(low: Float64Array, from: number, values: Float64Array, at: number, width: number): boolean {
  for (let column = 0; column < width; column++) {
    if (low[from + column]! > values[at + column]!) return false;
  }
  return true;
}
