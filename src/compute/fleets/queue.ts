/** A queue in front of `slots` places, to which customers come at random (Poisson) and which each serves one at a time. */
export interface Queue {
  slots: number;
  /** Customers a second. */
  arrivals: number;
  /** The mean seconds that one holds a place. */
  service: number;
  /** The squared coefficient of variation of these seconds. */
  variationSquared: number;
}

/** The share of the places that are taken. A queue has an end only where it is below 1. */
export const utilisationOf = ({ slots, arrivals, service }: Queue): number => (arrivals * service) / slots;

/** Where the inverse of Erlang's B is larger, practically nobody waits. */
const NOBODY = 1e15;

/**
 * The probability that a customer has to wait, by Erlang's C formula (Erlang 1917), C = B / (1 − ρ(1 − B)). The inverse of
 * Erlang's B is summed as 1 + n/a + n(n − 1)/a² + …, which needs about √n terms before the rest does not count. 1 where the
 * queue has no end.
 */
export function waitingProbability(queue: Queue): number {
  const offered = queue.arrivals * queue.service;
  const utilisation = utilisationOf(queue);
  if (utilisation >= 1) return 1;
  let inverse = 1;
  let term = 1;
  for (let taken = 0; taken < queue.slots; taken++) {
    term *= (queue.slots - taken) / offered;
    inverse += term;
    if (inverse > NOBODY || term < Number.EPSILON * inverse) break;
  }
  const blocked = 1 / inverse;
  return blocked / (1 - utilisation * (1 - blocked));
}

/**
 * The seconds of waiting that a share of customers does not exceed. In M/M/n, P(W > t) = C e^−(nμ − λ)t. For services that
 * vary in another way the time is scaled by (1 + c²)/2, the factor by which the mean wait of M/G/n differs from that of
 * M/M/n (Lee and Longton 1959; exact for n = 1 by Pollaczek and Khinchine, an approximation for more). Infinite where the
 * queue has no end.
 */
export function waitingQuantile(queue: Queue, share: number): number {
  if (utilisationOf(queue) >= 1) return Number.POSITIVE_INFINITY;
  const waiting = waitingProbability(queue);
  if (waiting <= 1 - share) return 0;
  const { slots, service, arrivals, variationSquared } = queue;
  return (Math.log(waiting / (1 - share)) * (1 + variationSquared)) / 2 / (slots / service - arrivals);
}
