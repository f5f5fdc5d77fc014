/** A sum such as `23 - 22 + 5`, read from left to right, and its value. */
export interface Chain {
  terms: number;
  expression: string;
  value: number;
}

const LARGEST = 99;
const LARGEST_DIGIT = 9;
/** Two in five terms after the first may be as large as the range allows; the others are digits. */
const SHARE_OF_LARGE_TERMS = 0.4;

/**
 * A chain of additions and subtractions in which every partial result lies between 0 and 99. The first term is uniform
 * over 1 to 99; addition and subtraction are equally likely where both leave room.
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
