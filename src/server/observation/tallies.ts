import { boundedNames } from "./boundedNames.ts";

/** The most operations, and the most outcomes, that are told apart. */
const MOST_NAMES = 100;

/** How many requests of one operation, type and outcome there were, and how long they took together. */
export interface Tally {
  labels: { operation: string; type: string; outcome: string };
  count: number;
  seconds: number;
}

/** Sums of requests. Prometheus' client is given them when it collects, since its own sums cost a request several times as much. */
export function createTallies() {
  const tallies = new Map<string, Tally>();
  const operationName = boundedNames(MOST_NAMES);
  const outcomeName = boundedNames(MOST_NAMES);
  return {
    add(operation: string, type: string, outcome: string, seconds: number): void {
      const labels = { operation: operationName(operation), type, outcome: outcomeName(outcome) };
      const key = `${labels.operation} ${type} ${labels.outcome}`;
      let tally = tallies.get(key);
      if (!tally) {
        tally = { labels, count: 0, seconds: 0 };
        tallies.set(key, tally);
      }
      tally.count++;
      tally.seconds += seconds;
    },
    values: () => tallies.values(),
  };
}
