/** A sum such as `23 - 22 + 5`, read from left to right, and its value. */
export interface Chain {
  terms: number;
  expression: string;
  value: number;
}

const LARGEST = 99;
const LARGEST_DIGIT = 9;
/** The share of the terms after the first that may be as large as the range allows; the others are digits. */
const SHARE_OF_LARGE_TERMS = 0.4;

/**
 * Generates a chain of additions and subtractions in which every partial result lies between 0 and 99. The first term
 * is uniform over 1 to 99. Addition and subtraction are equally likely where both are possible.
 */
export function randomChain(terms: number, random: () => number): Chain {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  let value = upTo(LARGEST);
  let expression = String(value);
  for (let term = 1; term < terms; term++) {
    const adds = value <= 1 || (value < LARGEST - 1 && random() < 0.5);
    const room = Math.max(1, adds ? LARGEST - value : value);
    const next = upTo(random() < SHARE_OF_LARGE_TERMS ? room : Math.min(LARGEST_DIGIT, room));
    value += adds ? next : -next;
    expression += ` ${adds ? "+" : "-"} ${next}`;
  }
  return { terms, expression, value };
}
