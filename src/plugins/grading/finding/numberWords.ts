const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = new Map([
  ["thousand", 1000],
  ["million", 1_000_000],
]);

const WORD = [...UNITS, ...TENS, "hundred", ...SCALES.keys()].join("|");

/** Matches a whole number in English words, e.g. `one hundred and five`. */
export const NUMBER_WORDS = new RegExp(`\\b(?:${WORD})(?:(?:-|\\s+(?:and\\s+)?)(?:${WORD}))*\\b`, "gi");

/** Returns the value of a number in words that `NUMBER_WORDS` matched. */
export function valueOfWords(words: string): number {
  let total = 0;
  let group = 0;
  for (const word of words.toLowerCase().split(/[-\s]+/)) {
    const scale = SCALES.get(word);
    if (scale) {
      total += (group || 1) * scale;
      group = 0;
    } else if (word === "hundred") group = (group || 1) * 100;
    else if (UNITS.includes(word)) group += UNITS.indexOf(word);
    else if (TENS.includes(word)) group += 10 * TENS.indexOf(word) + 20;
  }
  return total + group;
}
