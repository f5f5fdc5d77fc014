import { keyedRandom } from "./keyedRandom.ts";

/**
 * The order in which the options are shown: shuffled by seed and problem, then moved on by one place a repeat, so that
 * over as many repeats as there are options each stands in each place once, and how far an answer's letter is from the
 * right one always means the same option, which is what a vote over repeats needs.
 *
 * @returns for each place the number of the option that is shown there.
 */
export function optionOrder(options: number, seed: number, problemId: string, repeat: number): number[] {
  const order = shuffled(options, keyedRandom("options", seed, problemId));
  return order.map((_, place) => order[(place + repeat) % options]!);
}

/** Fisher and Yates. */
function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, option) => option);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
