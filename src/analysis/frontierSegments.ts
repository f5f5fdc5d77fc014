import { paretoFrontier } from "../frontier/dominance/dominance.ts";
import { readingOrder } from "../frontier/dominance/order.ts";
import type { Objective } from "../frontier/objective.ts";
import { directionsOf } from "./request/candidate.ts";

/** Neighbouring points of the joint frontier that belong to one group. */
export interface FrontierSegment {
  key: string;
  /** The lowest value of the first minimised objective among its points. */
  fromCost: number;
  /** The highest value of the first minimised objective among its points. */
  toCost: number;
  /** The number of its points. */
  points: number;
}

/**
 * The joint frontier of all groups in order of the first minimised objective, with neighbouring points of one group joined.
 *
 * @param points the values of n candidates in the order of the objectives.
 * @param keys the keys of the groups.
 * @param groupOf n numbers of groups.
 * @returns no segments if no objective is minimised.
 */
export function frontierSegments(
  points: readonly number[][],
  objectives: readonly Objective[],
  keys: readonly string[],
  groupOf: Uint16Array,
): FrontierSegment[] {
  const directions = directionsOf(objectives);
  const cost = directions.indexOf("MINIMIZE");
  if (cost === -1) return [];
  const front = paretoFrontier(points, directions);
  const ordered = readingOrder(
    front.map((row) => points[row]!),
    directions,
  ).map((at) => front[at]!);
  const segments: FrontierSegment[] = [];
  for (const row of ordered) {
    const key = keys[groupOf[row]!]!;
    const value = points[row]![cost]!;
    const last = segments.at(-1);
    if (last?.key === key) {
      last.toCost = value;
      last.points++;
    } else segments.push({ key, fromCost: value, toCost: value, points: 1 });
  }
  return segments;
}
