import { paretoFrontier } from "../frontier/dominance/dominance.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";

/**
 * Returns the corners of the staircase from left to right: the points of the frontier that no other one dominates on
 * the two axes of the picture. With more than two objectives, or with a minimum membership, not every point is a
 * corner.
 */
export function stepsOf({ x, y, points }: FrontierPicture): PicturePoint[] {
  const shown = points.filter(({ onFrontier }) => onFrontier);
  const corners = paretoFrontier(
    shown.map((point) => [point.x, point.y]),
    [x.direction, y.direction],
  );
  return corners.map((row) => shown[row]!).sort((a, b) => a.x - b.x);
}
