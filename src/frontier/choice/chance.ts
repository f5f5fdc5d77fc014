import { wilsonInterval } from "../statistics/intervals.ts";

/** An accuracy with as much of its certainty as is known. */
interface KnownAccuracy {
  value: number;
  low?: number | undefined;
  /** The number of answers. */
  count?: number | undefined;
}

/**
 * Whether an accuracy is better than guessing: the lower end of its 95 % interval lies above the chance level. Where no
 * interval is stated it is Wilson's for the number of answers, and the value itself where that is not known either. A free
 * answer is not guessed, so that any right one beats a level of 0.
 *
 * @param chance the accuracy of guessing, between 0 and 1.
 */
export function isBetterThanChance({ value, low, count }: KnownAccuracy, chance: number): boolean {
  if (chance === 0) return value > 0;
  return (low ?? (count ? wilsonInterval(value, count).low : value)) > chance;
}
