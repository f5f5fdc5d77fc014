/** A projection of a vector to `width` values. */
export interface Projection {
  width: number;
  /** The rank where the projection is a product of two matrices, else null. */
  rank: number | null;
}

/** The weights of a projection of a vector of `input` values. */
export function projectionWeights({ width, rank }: Projection, input: number): number {
  return rank === null ? input * width : input * rank + rank * width;
}
