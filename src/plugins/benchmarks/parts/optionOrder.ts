import { keyedRandom } from "./keyedRandom.ts";

/**
 * Returns the order in which the options of a question are shown: shuffled by seed and problem, then rotated by one
 * place with each repeat. Over as many repeats as there are options, each option stands in each place once. The
 * distance of a letter from the right letter always means the same option, as a majority vote over repeats needs.
 *
 * @returns for each place, the number of the option that is shown there.
 */
export function optionOrder(options: number, seed: number, problemId: string, repeat: number): number[] {
  const order = shuffled(options, keyedRandom("options", seed, problemId));
  return order.map((_, place) => order[(place + repeat) % options]!);
}

/** Shuffles the numbers from 0 by the method of Fisher and Yates. */
function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, option) => option);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
