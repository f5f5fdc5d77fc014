import type { PlacedPoint } from "./layout.ts";

/** How far from a point, in pixels, it is still meant. */
const REACH = 24;

/** The point that is nearest to a place, and near enough to be meant; of equal ones the first, which is on the frontier. */
export function nearest(placed: readonly PlacedPoint[], x: number, y: number): PlacedPoint | null {
  let best: PlacedPoint | null = null;
  let least = REACH ** 2;
  for (const one of placed) {
    const distance = (one.x - x) ** 2 + (one.y - y) ** 2;
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

/** The steps that the arrow keys take between points. */
export type Step = "nextOnFrontier" | "previousOnFrontier" | "nextBetter" | "nextWorse" | "first" | "last";

/**
 * The point that a step leads to: along the frontier by x, or through all points by y. From no point, or past the end of the
 * frontier, it is the nearest end.
 */
export function stepFrom(placed: readonly PlacedPoint[], current: PlacedPoint | null, step: Step): PlacedPoint | null {
  const shown = placed.filter(({ point }) => point.onFrontier);
  const frontier = (shown.length > 0 ? shown : [...placed]).toSorted((a, b) => a.x - b.x || b.y - a.y);
  if (step === "last") return frontier.at(-1) ?? null;
  if (!current || step === "first") return frontier[0] ?? null;
  if (step === "nextOnFrontier") return frontier.find((one) => isAfter(one, current)) ?? frontier.at(-1) ?? null;
  if (step === "previousOnFrontier") return frontier.findLast((one) => isAfter(current, one)) ?? frontier[0] ?? null;
  const byHeight = [...placed].sort((a, b) => b.y - a.y || a.x - b.x);
  const at = byHeight.indexOf(current) + (step === "nextBetter" ? 1 : -1);
  return byHeight[Math.min(Math.max(at, 0), byHeight.length - 1)] ?? null;
}

const isAfter = (a: PlacedPoint, b: PlacedPoint) => a !== b && (a.x > b.x || (a.x === b.x && a.y < b.y));
