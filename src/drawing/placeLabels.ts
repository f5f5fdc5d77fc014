/** A rectangle in pixels, from its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WantedLabel {
  /** The point that it names, in pixels. */
  x: number;
  y: number;
  width: number;
}

export interface PlacedLabel extends Box {
  /** How many steps off it stands; from one step on a line must lead to its point. */
  steps: number;
}

export const LABEL_HEIGHT = 14;

/** What a step farther off costs, beside 1 for whatever is crossed. */
const STEP_COST = 0.6;

/** How far a label stands off its point, and in which directions, the ones to prefer first. */
const DISTANCES = [9, 22, 38, 56, 78, 104];
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
 * Finds a place for each label, one after the other, such that none covers another, leaves the bounds, or covers one of
 * the boxes to keep clear. Of the free places the one is taken that is near and crosses little of what may be crossed. The
 * same input gives the same places.
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
  const taken = [...clear];
  return wanted.map((label) => {
    const free = placesOf(label).filter(
      (place) => isWithin(place, bounds) && !taken.some((box) => overlap(place, box)),
    );
    const costs = free.map((place) => place.steps * STEP_COST + crossable.filter((box) => overlap(place, box)).length);
    const place = free[costs.indexOf(Math.min(...costs))] ?? null;
    if (place) taken.push(place);
    return place;
  });
}

function placesOf({ x, y, width }: WantedLabel): PlacedLabel[] {
  return DISTANCES.flatMap((distance, steps) =>
    DIRECTIONS.map(([right, down]) => ({
      x: x + right * distance - (width * (1 - right)) / 2,
      y: y + down * distance * 1.3 - LABEL_HEIGHT / 2,
      width,
      height: LABEL_HEIGHT,
      steps,
    })),
  );
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
