import { type Queue, utilisationOf, waitingQuantile } from "./queue.ts";
import type { CurvePoint, ServingCurve } from "./servingCurve.ts";

/** What is asked of a service. Limits hold at the 95th percentile, in seconds; null without one. */
export interface Load {
  requestsPerSecond: number;
  promptTokens: number;
  ttftP95: number | null;
  itlP95: number | null;
}

/** How many machines carry a load, and how they do. */
export interface Fleet {
  machines: number;
  /** The most answers that each replica runs at the same time. */
  point: CurvePoint;
  /** The share of the places of all replicas that would be taken if each answer took as long as in a full batch. */
  utilisation: number;
  /** Seconds until a place is free, and until the first token is there, at the 95th percentile. */
  waitP95: number;
  ttftP95: number;
}

/** Why no number of machines is enough. */
export type Obstacle = "TTFT" | "ITL" | "TOO_MANY";

/**
 * The most of its places that a replica is planned to fill. Beyond, the wait grows as 1/(1 − utilisation), and any error of
 * the estimate decides whether the queue has an end.
 */
export const MOST_UTILISATION = 0.95;

/** A larger load is none that a list of machines answers. */
export const MOST_MACHINES = 100_000;

/**
 * The fewest machines with which a load is carried within its limits, requests being spread evenly over the replicas and
 * coming at random to each. Each replica is a queue with a place for each answer of its batch, in which an answer takes as
 * long as in a full batch: longer than it does while places are free, so that the wait is overestimated. The time to the
 * first token is counted as the sum of the 95th percentiles of waiting and of reading, which lies above that of the sum.
 * Of batches with equally many machines it takes the one with the shortest time to the first token.
 *
 * @param perMachine the replicas on a machine.
 * @param variationSquared the squared coefficient of variation of the answers' lengths.
 */
export function smallestFleet(
  curve: ServingCurve,
  load: Load,
  perMachine: number,
  variationSquared: number,
): Fleet | Obstacle {
  const quick = curve.filter(({ interTokenP95 }) => interTokenP95 <= (load.itlP95 ?? Number.POSITIVE_INFINITY));
  if (quick.length === 0) return "ITL";
  const reachable = quick.filter(({ ttftP95 }) => ttftP95 <= (load.ttftP95 ?? Number.POSITIVE_INFINITY));
  if (reachable.length === 0) return "TTFT";
  const fleets = reachable.flatMap((point) => {
    const machines = fewestMachines((count) =>
      isEnough(fleetOf(point, load, count, perMachine, variationSquared), load),
    );
    return machines === null ? [] : [fleetOf(point, load, machines, perMachine, variationSquared)];
  });
  const [first, ...others] = fleets;
  if (!first) return "TOO_MANY";
  return others.reduce((best, fleet) => (isBetter(fleet, best) ? fleet : best), first);
}

function isEnough({ utilisation, ttftP95 }: Fleet, load: Load): boolean {
  return utilisation <= MOST_UTILISATION && ttftP95 <= (load.ttftP95 ?? Number.POSITIVE_INFINITY);
}

function isBetter(one: Fleet, other: Fleet): boolean {
  return one.machines === other.machines ? one.ttftP95 < other.ttftP95 : one.machines < other.machines;
}

/** How a number of machines carries a load, enough or not. */
export function fleetOf(
  point: CurvePoint,
  { requestsPerSecond }: Pick<Load, "requestsPerSecond">,
  machines: number,
  perMachine: number,
  variationSquared: number,
): Fleet {
  const arrivals = requestsPerSecond / (machines * perMachine);
  const queue: Queue = { slots: point.batch, arrivals, service: point.latency, variationSquared };
  const waitP95 = waitingQuantile(queue, 0.95);
  return { machines, point, utilisation: utilisationOf(queue), waitP95, ttftP95: waitP95 + point.ttftP95 };
}

/** The smallest count that is enough, where more is always enough too; null where none up to the most is. */
function fewestMachines(isEnoughOf: (count: number) => boolean): number | null {
  let enough = 1;
  while (!isEnoughOf(enough)) {
    if (enough >= MOST_MACHINES) return null;
    enough = Math.min(MOST_MACHINES, enough * 2);
  }
  let few = Math.floor(enough / 2);
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnoughOf(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}
