/** A formula apart from its unit. */
export interface Quantity {
  latex: string;
  /** The unit, the same for singular, plural and common abbreviations; "" if there is none. */
  unit: string;
  percent: boolean;
  degrees: boolean;
}

const MAGNITUDES = new Map([
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
]);
const SHORT_UNIT = /^(?:[mcdk]?m|[mk]?g|m?[lL]|h|s|in|ft|yd|mi|lbs?|oz|hrs?|[aApP][mM])$/;

const APPROXIMATELY = /^(?:about|approximately|around|roughly|exactly|USD|Rs\.?)\s+/i;
const LEADING_WORDS = /^\\text\s*\{[^{}]*\}\s*(?=[\d\\.-])/;
const PERCENT = /\s*(?:\\?%|(?:\\text\s*\{\s*)?percent(?:\s*\})?)$/;
const DEGREES = /\s*(?:\^\\circ\s*[CF]?|(?:\\text\s*\{\s*)?degrees?(?:\s+(?:Celsius|Fahrenheit))?(?:\s*\})?)$/;
const TRIGONOMETRY = /\\(?:sin|cos|tan|cot|sec|csc)/;
const FIRST_WORD = /\\text\s*\{|(?<![a-zA-Z\\])[a-zA-Z]+/g;
const ENDS_A_FORMULA = /(?:[\d})!|]|\\[a-zA-Z]+|(?<![a-zA-Z])[a-zA-Z])\s*-?\s*$/;
const ONLY_UNITS = /^(?:\\text\s*\{[^{}]*\}|\^\s*\{?\s*[23]\s*\}?|[a-zA-Z.\s/-])+$/;

/** Separates a percent sign, a degree sign or a unit from a formula. */
export function readQuantity(formula: string): Quantity {
  const latex = formula.replace(LEADING_WORDS, "").replace(APPROXIMATELY, "").trim();
  const plain = { latex, unit: "", percent: false, degrees: false };
  if (PERCENT.test(latex)) return { ...plain, latex: latex.replace(PERCENT, ""), percent: true };
  if (DEGREES.test(latex) && !TRIGONOMETRY.test(latex)) {
    return { ...plain, latex: latex.replace(DEGREES, ""), degrees: true };
  }
  const at = startOfUnit(latex);
  if (at === null) return plain;
  const [first = "", ...others] = latex
    .slice(at)
    .replace(/\\text|[{}.]/g, " ")
    .trim()
    .split(/\s+/);
  const count = latex.slice(0, at).trim();
  const magnitude = MAGNITUDES.get(first.toLowerCase());
  if (magnitude) return { ...plain, latex: `${count} \\cdot ${magnitude}`, unit: unitName(others) };
  return { ...plain, latex: count, unit: unitName([first, ...others]) };
}

/**
 * Finds where the unit at the end of a formula begins. A short word must be a known unit, since it may be a product.
 */
function startOfUnit(latex: string): number | null {
  for (const word of latex.matchAll(FIRST_WORD)) {
    if (word.index === 0) continue;
    const isWord = word[0].startsWith("\\") || word[0].length > 2 || SHORT_UNIT.test(word[0]);
    if (!ENDS_A_FORMULA.test(latex.slice(0, word.index))) continue;
    if (isWord && ONLY_UNITS.test(latex.slice(word.index))) return word.index;
  }
  return null;
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
