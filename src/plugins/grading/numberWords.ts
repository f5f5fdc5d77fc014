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
  ["thousand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
]);
const PARTS = new Map([
  ["half", 2],
  ["halves", 2],
  ["third", 3],
  ["quarter", 4],
  ["fourth", 4],
  ["fifth", 5],
  ["sixth", 6],
  ["seventh", 7],
  ["eighth", 8],
  ["ninth", 9],
  ["tenth", 10],
]);

/** Reads a number in English words, such as "minus twenty-one" or "two thirds", as LaTeX; null for any other text. */
export function numberInWords(text: string): string | null {
  const words = text
    .toLowerCase()
    .replace(/[-\s]+/g, " ")
    .trim()
    .split(" ");
  const sign = /^(?:minus|negative)$/.test(words[0] ?? "") ? "-" : "";
  if (sign) words.shift();
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
