import { paretoFrontier } from "../frontier/dominance/dominance.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";

/**
 * The corners of the staircase, from left to right: of the points on the frontier those that no other dominates on the
 * picture's two axes. With more objectives than two, or at a confidence, some points of the frontier are none.
 */
export function stepsOf({ x, y, points }: FrontierPicture): PicturePoint[] {
  const shown = points.filter(({ onFrontier }) => onFrontier);
  const corners = paretoFrontier(
    shown.map((point) => [point.x, point.y]),
    [x.direction, y.direction],
  );
  return corners.map((row) => shown[row]!).sort((a, b) => a.x - b.x);
}
