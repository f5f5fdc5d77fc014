/** Thrown where a comparison has spent all its steps. */
class OutOfSteps extends Error {}

let left = Number.POSITIVE_INFINITY;
let known = new Map<string, unknown>();

/**
 * Does work that calls `spend`, and returns `otherwise` where that needs more than `most` steps. Steps are counted and
 * not timed, so that the outcome is the same on every machine, and does not depend on what was done before.
 */
export function withinSteps<T>(most: number, work: () => T, otherwise: T): T {
  left = most;
  known = new Map();
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfSteps) return otherwise;
    throw error;
  } finally {
    left = Number.POSITIVE_INFINITY;
    known = new Map();
  }
}

/** Counts steps; one takes about a microsecond. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) throw new OutOfSteps();
}

/** Returns what `find` finds, and finds it once for each key within one `withinSteps`. */
export function once<T>(key: string, find: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const found = find();
  if (left !== Number.POSITIVE_INFINITY) known.set(key, found);
  return found;
}
