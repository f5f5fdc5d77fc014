import { type Box, crosses, isWithin, overlap, type Segment } from "./boxes.ts";

export interface WantedLabel {
  /** The place of the named point, in pixels. */
  x: number;
  y: number;
  width: number;
}

export interface PlacedLabel extends Box {
  /** The end of the text that is fixed, which is the one nearest to the point, since the true width is unknown. */
  anchor: "start" | "middle" | "end";
  /** The line from the point to a label that is apart from it. */
  leader: Segment | null;
}

export const LABEL_HEIGHT = 14;

/** The penalty of each step away from the point. Crossing a box has a penalty of 1. */
const STEP_COST = 0.6;

/** The distances of a label from its point, and its directions, with the preferred ones first. */
const DISTANCES = [9, 20, 32, 46, 62];
const DIRECTIONS = [
  [-1, -0.7],
  [1, 0.7],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
  [-1, 0.7],
  [1, -0.7],
] as const;

/**
 * Finds a place for each label, one after the other, such that none covers another label or its leader, leaves the
 * bounds, or covers a box that must stay clear. Among the free places it takes one that is near and crosses few of the
 * boxes that may be crossed. The same input gives the same places.
 *
 * @param clear boxes that no label may cover.
 * @param crossable boxes that a label may cover if necessary.
 * @returns one place for each label; null if there is none.
 */
export function placeLabels(
  wanted: readonly WantedLabel[],
  bounds: Box,
  clear: readonly Box[],
  crossable: readonly Box[],
): (PlacedLabel | null)[] {
  const placed: PlacedLabel[] = [];
  const isFree = (place: PlacedLabel) =>
    isWithin(place, bounds) &&
    !clear.some((box) => overlap(place, box)) &&
    !placed.some((other) => overlap(place, other) || isOn(place.leader, other) || isOn(other.leader, place));
  return wanted.map((label) => {
    const free = placesOf(label).filter(({ place }) => isFree(place));
    const costs = free.map(
      ({ place, steps }) => steps * STEP_COST + crossable.filter((box) => overlap(place, box)).length,
    );
    const best = free[costs.indexOf(Math.min(...costs))];
    if (best) placed.push(best.place);
    return best?.place ?? null;
  });
}

const isOn = (leader: Segment | null, box: Box) => leader !== null && crosses(leader, box);

function placesOf({ x, y, width }: WantedLabel): { place: PlacedLabel; steps: number }[] {
  return DISTANCES.flatMap((distance, steps) =>
    DIRECTIONS.map(([right, down]) => {
      const anchor = right < 0 ? "end" : right > 0 ? "start" : "middle";
      const [textAt, middle] = [x + right * distance, y + down * distance * 1.3];
      const edge = middle - Math.sign(down) * (LABEL_HEIGHT / 2);
      const leader = steps > 0 ? { x1: x, y1: y, x2: textAt, y2: edge } : null;
      const box = { x: textAt - (width * (1 - right)) / 2, y: middle - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
      return { place: { ...box, anchor, leader }, steps };
    }),
  );
}
