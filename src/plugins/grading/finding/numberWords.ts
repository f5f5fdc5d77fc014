const SMALL = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const VALUES = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, at): [string, number] => [word, 10 * at + 20]),
]);
const SCALES = new Map([
  ["dozen", 12],
  ["thousand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
]);
const PARTS_IN_ORDER = "half third fourth fifth sixth seventh eighth ninth tenth".split(" ");
const PARTS = new Map([
  ...PARTS_IN_ORDER.map((word, at): [string, number] => [word, at + 2]),
  ["halves", 2],
  ["quarter", 4],
]);

const ORDINALS = ["first", "second", ...PARTS_IN_ORDER.slice(1), "eleventh", "twelfth"];
const WORD = [...VALUES.keys(), "hundred", "thousand", "million", "billion"].join("|");

/** Matches a whole number in English words, such as `one hundred and five`. */
export const NUMBER_WORDS = new RegExp(`\\b(?:${WORD})(?:(?:-|\\s+(?:and\\s+)?)(?:${WORD}))*\\b`, "gi");

/** Reads a number in English words, such as "minus twenty-one" or "two thirds", as LaTeX; null for any other text. */
export function numberInWords(text: string): string | null {
  const words = text
    .toLowerCase()
    .replace(/[-\s]+/g, " ")
    .trim()
    .split(" ");
  const sign = /^(?:minus|negative)$/.test(words[0] ?? "") ? "-" : "";
  if (sign) words.shift();
  if (words.length === 1 && ORDINALS.includes(words[0]!)) return `${ORDINALS.indexOf(words[0]!) + 1}`;
  const part = PARTS.get((words.at(-1) ?? "").replace(/(?<=[dhr])s$/, ""));
  if (part !== undefined) {
    const count = words.length === 1 && part === 2 ? 1 : wholeOf(words.slice(0, -1));
    return count === null ? null : `${sign}\\frac{${count}}{${part}}`;
  }
  const whole = wholeOf(words);
  return whole === null ? null : `${sign}${whole}`;
}

function wholeOf(words: readonly string[]): number | null {
  let total = 0;
  let group: number | null = null;
  for (const word of words) {
    const value = VALUES.get(word);
    const scale = SCALES.get(word);
    if (word === "and" && group !== null) continue;
    if (word === "a" && words.length > 1 && group === null) group = 1;
    else if (value !== undefined && (group === null || fits(value, group))) group = (group ?? 0) + value;
    else if (word === "hundred" && group !== null && group < 10) group *= 100;
    else if (scale !== undefined && group !== null) {
      total += group * scale;
      group = 0;
    } else return null;
  }
  return group === null ? null : total + group;
}

/** Whether a word may follow what was read: "twenty one" and "hundred five" may, "one two" may not. */
function fits(value: number, group: number): boolean {
  if (group === 0) return true;
  return value < 10 && value > 0 ? group % 10 === 0 && group % 100 !== 10 : value > 0 && group % 100 === 0;
}
