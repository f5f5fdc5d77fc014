import { type Box, crosses, isWithin, overlap, type Segment } from "./boxes.ts";

export interface WantedLabel {
  /** The point that it names, in pixels. */
  x: number;
  y: number;
  width: number;
}

export interface PlacedLabel extends Box {
  /** Which end of the text is fixed, the one nearest to the point: its true width is not known. */
  anchor: "start" | "middle" | "end";
  /** The line that leads from the point to a label that stands apart. */
  leader: Segment | null;
}

export const LABEL_HEIGHT = 14;

/** What a step farther off costs, beside 1 for whatever is crossed. */
const STEP_COST = 0.6;

/** How far a label stands off its point, and in which directions, the ones to prefer first. */
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
 * Finds a place for each label, one after the other, such that none covers another or its leader, leaves the bounds, or
 * covers one of the boxes to keep clear. Of the free places the one is taken that is near and crosses little of what may
 * be crossed. The same input gives the same places.
 *
 * @param clear what no label may cover.
 * @param crossable what a label may cover at a pinch.
 * @returns a place a label, null where there is none.
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
