import { HEDGE } from "./hedges.ts";

/** A formula apart from its unit. */
export interface Quantity {
  latex: string;
  /** The unit, the same for singular, plural and common abbreviations; "" if there is none. */
  unit: string;
  percent: boolean;
  degrees: boolean;
  /** Whether words beside the formula say more than a unit, as in `\text{less than } 5`. */
  unclear: boolean;
  /** Whether the unit is a letter, which may be a factor: `3 m`. */
  maybeFactor: boolean;
}

const MAGNITUDES = new Map([
  ["dozen", "12"],
  ["hundred", "100"],
  ["thousand", "1000"],
  ["million", "1000000"],
  ["billion", "1000000000"],
  ["trillion", "1000000000000"],
]);

const ABBREVIATIONS = new Map([
  ["hr", "hour"],
  ["h", "hour"],
  ["min", "minute"],
  ["sec", "second"],
  ["s", "second"],
  ["in", "inch"],
  ["inche", "inch"],
  ["ft", "foot"],
  ["feet", "foot"],
  ["yd", "yard"],
  ["mi", "mile"],
  ["lb", "pound"],
  ["oz", "ounce"],
  ["g", "gram"],
  ["kg", "kilogram"],
  ["mm", "millimeter"],
  ["cm", "centimeter"],
  ["m", "meter"],
  ["km", "kilometer"],
  ["l", "liter"],
  ["usd", "dollar"],
  ["sq", "square"],
  ["rad", "radian"],
]);
const ONE_LETTER = /^[mghslLNJW]$/;
const SHORT_UNIT =
  /^(?:[mcdkμn]m|[mk]g|m[lLs]|in|ft|yd|mi|lbs?|oz|hrs?|min|secs?|rad|mph|kph|[aApP][mM]|[kMG]?Hz|[kM][JWN]|eV|Pa|mol|USD|EUR)$/;
/** A word of three letters is a unit if it can be spoken, as "cup" or "men"; others are products. */
const SPOKEN = /^(?:[a-z]*[aeiouy][a-z]*|[A-Z][a-z]+)$/;
/** A letter on its own that is no unit, as the factor in `3 km n`. */
const LONE_SYMBOL = /(?<![a-zA-Z\\])[b-fi-kn-rt-zAB-IK-MO-VX-Z](?![a-zA-Z])/;
const ONLY_A_NUMBER = /^[+-]?[\d.,\s]+$/;

const APPROXIMATELY = /^(?:about|approximately|approx\.|around|roughly|exactly|USD|EUR|Rs\.?)\s+/i;
const LEADING_WORDS = /^\\text\s*\{([^{}]*)\}\s*(?=[\d\\.(-])/;
/** Words before a number that leave it as it is; a name with a colon does too. */
const NEUTRAL =
  /^\s*(?:(?:about|approximately|approx\.|around|roughly|exactly|USD|EUR|GBP|CNY|JPY|INR|AUD|CAD|RM|Rs\.?|an?|is|are|the|it|total|of|equals?)\s*)*$|[:=]\s*$|\b(?:is|equals|are)\s*$/i;
const APPROXIMATION =
  /\s*(?:\\text\s*\{\s*)?\(\s*(?:approximately|approx\.?|about|exactly|exact|rounded|estimated?)\s*\)(?:\s*\})?$/i;
const ORDINAL = /(?<=\d)\s*(?:\^\s*\{?)?\s*(?:\\text\s*\{\s*)?(?:st|nd|rd|th)\s*\}*$/;
const CELSIUS = /(?:\\text\s*\{\s*)?\^\\circ\s*(?:\\text\s*\{\s*)?([CFK])(?:\s*\})?$/;
const MODULUS =
  /\s*(?:\\pmod\s*(?:\{([^{}]*)\}|(\w))|\(\s*(?:\\bmod|\\mod|\\text\s*\{\s*mod\s*\}|mod)\s*\{?([^(){}]*)\}?\s*\))$/;
/** Words after a number that make it another value, or none. */
const NO_UNIT =
  /\b(?:and|or|but|plus|minus|times|is|are|was|does|do|did|works?|squared|cubed|less|fewer|off|factorial|negative|mod|twice|double|halves|thirds|fourths|fifths|sixths|sevenths|eighths|ninths|tenths|hundredths|thousandths|mille|basis)\b/i;
const PERCENT = /\s*(?:\\?%|(?:\\text\s*\{\s*)?percent(?:\s*\})?)$/;
const DEGREES = /\s*(?:\^\\circ\s*[CF]?|(?:\\text\s*\{\s*)?degrees?(?:\s+(?:Celsius|Fahrenheit))?(?:\s*\})?)$/;
const TRIGONOMETRY = /\\(?:sin|cos|tan|cot|sec|csc)/;
const FIRST_WORD = /\\text\s*\{|(?<![a-zA-Z\\])[a-zA-Z]+/g;
const ENDS_A_FORMULA = /(?:[\d})!|]|\\[a-zA-Z]+|(?<![a-zA-Z])[a-zA-Z])\s*-?\s*$/;
const ONLY_UNITS = /^(?:\\text\s*\{[^{}]*\}|\^\s*\{?\s*-?[123]\s*\}?|[a-zA-Z.\s/-])+$/;

/** Separates a percent sign, a degree sign or a unit from a formula. */
export function readQuantity(formula: string): Quantity {
  const before = LEADING_WORDS.exec(formula)?.[1] ?? "";
  const latex = formula
    .replace(LEADING_WORDS, "")
    .replace(APPROXIMATELY, "")
    .replace(APPROXIMATION, "")
    .replace(ORDINAL, "")
    .trim();
  const unclear = HEDGE.test(before) || !NEUTRAL.test(before);
  const plain = { latex, unit: "", percent: false, degrees: false, unclear, maybeFactor: false };
  if (PERCENT.test(latex)) return { ...plain, latex: latex.replace(PERCENT, ""), percent: true };
  const scale = CELSIUS.exec(latex)?.[1];
  if (scale) return { ...plain, latex: latex.replace(CELSIUS, ""), unit: `degree ${scale}` };
  if (DEGREES.test(latex) && !TRIGONOMETRY.test(latex)) {
    return { ...plain, latex: latex.replace(DEGREES, ""), degrees: true };
  }
  const modulus = MODULUS.exec(latex);
  if (modulus) {
    return { ...plain, latex: latex.replace(MODULUS, ""), unit: `mod ${modulus[1] ?? modulus[2] ?? modulus[3]}` };
  }
  const at = startOfUnit(latex);
  if (at === null) return plain;
  const [first = "", ...others] = latex
    .slice(at)
    .replace(/\\text|[{}.]/g, " ")
    .trim()
    .split(/\s+/);
  const count = latex.slice(0, at).trim();
  const words = [first, ...others].join(" ");
  const isClear = !unclear && !HEDGE.test(words) && !NO_UNIT.test(words);
  const magnitude = MAGNITUDES.get(first.toLowerCase());
  const quantity = { ...plain, unclear: !isClear, maybeFactor: !latex.slice(at).startsWith("\\") };
  if (magnitude) return { ...quantity, latex: `${count} \\cdot ${magnitude}`, unit: unitName(others) };
  return { ...quantity, latex: count, unit: unitName([first, ...others]) };
}

/**
 * Finds where the unit at the end of a formula begins. A short word must be a known unit, since it may be a product; a
 * letter is one after a plain number alone.
 */
function startOfUnit(latex: string): number | null {
  for (const word of latex.matchAll(FIRST_WORD)) {
    if (word.index === 0) continue;
    const count = latex.slice(0, word.index);
    if (!ENDS_A_FORMULA.test(count)) continue;
    if (isUnit(word[0], count, latex.slice(word.index)) && ONLY_UNITS.test(latex.slice(word.index))) return word.index;
  }
  return null;
}

function isUnit(word: string, count: string, rest: string): boolean {
  if (word.startsWith("\\")) return true;
  if (SHORT_UNIT.test(word)) return !LONE_SYMBOL.test(rest.slice(word.length));
  if (ONE_LETTER.test(word)) {
    const isPlain = ONLY_A_NUMBER.test(count) && /\s$/.test(count);
    return isPlain && (rest === word || (word === "m" && /^m\s*\^/.test(rest)) || /^\w\s*\/\s*\w/.test(rest));
  }
  return word.length > 3 || (word.length === 3 && SPOKEN.test(word) && /\s$/.test(count));
}

function unitName(words: string[]): string {
  const singular = words
    .join(" ")
    .toLowerCase()
    .split(/\s+|(?=\^)/)
    .map((word) => word.replace(/(?<=[a-z]{2})s$/, ""));
  return singular
    .map((word) => ABBREVIATIONS.get(word) ?? word)
    .join(" ")
    .replace(/\s*\^\s*/g, "^");
}
