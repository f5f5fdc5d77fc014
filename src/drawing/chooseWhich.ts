import { best } from "../frontier/choice/best.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { knee as kneeOf } from "../frontier/choice/knee.ts";
import { paretoFrontier } from "../frontier/dominance/dominance.ts";
import type { FrontierPicture, PicturePoint } from "./picture.ts";

/** Whether a choice goes by the worse end of each 95 % interval of y, or by the values alone. */
export type JudgedBy = "WORSE_END" | "VALUE";

/** The y by which a candidate is chosen. Where no interval is known it is the value. */
export function judgedY({ y }: FrontierPicture, point: PicturePoint, by: JudgedBy): number {
  if (by === "VALUE") return point.y;
  return (y.direction === "MAXIMIZE" ? point.yLow : point.yHigh) ?? point.y;
}

/** The candidate to take, and whether it is taken for being a knee. */
export interface Choice {
  point: PicturePoint;
  isKnee: boolean;
}

/**
 * The candidate to take. With constraints it is the best one that meets them (`best`). Without any it is the knee of the
 * frontier, unless another candidate is as cheap and has a better end of its interval: then it is the knee of the frontier
 * of those ends. Where a frontier has no knee, it is the best without constraints. Undefined where nothing is feasible.
 */
export function chooseWhich(
  picture: FrontierPicture,
  constraints: readonly Constraint[],
  by: JudgedBy,
): Choice | undefined {
  const { x, y, knee } = picture;
  const points = picture.points.filter(({ onFrontier }) => onFrontier || by === "WORSE_END");
  const placed = points.map((point) => [point.x, judgedY(picture, point, by)]);
  if (constraints.length === 0 && knee) {
    const corners = paretoFrontier(placed, [x.direction, y.direction]);
    if (corners.some((row) => points[row] === knee)) return { point: knee, isKnee: true };
    const other = kneeOf(
      corners.map((row) => placed[row]!),
      [x, y].map(({ name, direction, scale }) => ({ metric: name, direction, scale })),
    );
    if (other !== null) return { point: points[corners[other]!]!, isKnee: true };
  }
  const row = best(
    placed.map(([across, up]) => ({ [x.name]: across, [y.name]: up })),
    [y, x].map(({ name, direction }) => ({ metric: name, direction })),
    constraints.filter(({ metric }) => metric === x.name || metric === y.name),
  );
  return row === null ? undefined : { point: points[row]!, isKnee: false };
}

/**
 * Whether two candidates cannot be told apart by their y: its difference is smaller than the half-widths of their 95 %
 * intervals towards each other, added as those of independent measurements. Measured on the same problems they vary
 * together, so that a paired comparison may tell more. False where an interval is not known.
 */
export function areAlike(one: PicturePoint, other: PicturePoint): boolean {
  const [better, worse] = one.y >= other.y ? [one, other] : [other, one];
  if (better.yLow === undefined || worse.yHigh === undefined) return false;
  return better.y - worse.y < Math.hypot(better.y - better.yLow, worse.yHigh - worse.y);
}
