import type { Direction } from "../frontier/metrics.ts";

/**
 * Chooses the axes of a picture by the directions of its objectives, of which there are two or more: the first minimised one
 * is x and the first maximised one is y. If there is none of a kind, another objective takes its axis.
 *
 * @returns the places of both among the objectives.
 */
export function columnsBy(directions: readonly Direction[]): [x: number, y: number] {
  const minimised = directions.indexOf("MINIMIZE");
  const maximised = directions.indexOf("MAXIMIZE");
  if (minimised === -1) return [1, 0];
  if (maximised === -1) return [0, 1];
  return [minimised, maximised];
}
