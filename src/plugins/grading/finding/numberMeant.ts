import { isDoubtful } from "./doubt.ts";
import { NUMBER_WORDS, numberInWords } from "./numberWords.ts";
import { boldIn, formulasIn, withoutEmphasis } from "./prose.ts";

interface Candidate {
  /** The number as an answer: as the text writes it, the last side of an equation, or in digits. */
  text: string;
  from: number;
  to: number;
  kind: "digits" | "formula" | "words";
  /** The left side where the number is that of an equation. */
  name: string | null;
}

/** Matches a number in prose, including separators, fractions, powers, magnitudes and times of day. */
const NUMBER =
  /(?<![\w}])-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*\/\s*\d+(?:\.\d+)?|\s+\d+\/\d+|:\d{2}(?:\s*[ap]\.?m\b)?)?(?:\s*(?:[x×*]|\\times)\s*10(?=\^))?(?:\^(?:-?\d+|\{[^{}]*\}|\([^()]*\)))?(?:e[+-]?\d+\b)?(?:\s+(?:hundred|thousand|million|billion|trillion)\b)?|(?<![\w}])-?\.\d+|(?<=[\d)])\s*-(?=\d)/gi;
const DIGITS = /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+/g;
const LABEL =
  /(?:#|\bno\.|\b(?:step|part|case|equation|method|problem|question|exercise|figure|line|option|example|scenario|way|phase|stage|section|chapter|page|table)\b)\s*$/i;
const ORDINAL = /^(?:st|nd|rd|th)\b/i;
/** The result of a computation in prose. */
const RESULT = /(?:=|≈|\\approx)\s*(?:\*\*|\\?\$|\s|\\text\{[^{}]*\}|\\\()*(-?[\d,]+(?:\.\d+)?)/g;
const IS_THE_ANSWER =
  /^([\s\S]*?)(?:,?\s*(?:which|that|and))?\s+(?:is|are|was|must be|should be)\s+(?:the|our|my)\s+(?:\w+\s+){0,2}(?:answer|result|solution)\b/i;
/** What begins an answer that stands at once behind its announcement. */
const BARE_START =
  /^[\s$€£¥*(\\]*(?:(?:about|approximately|exactly|around|roughly|a|an|the|usd|rs\.?|about)\s+|[a-zA-Z]\w?\s*=\s*|\\?\$|≈|~|=)*\s*$/i;
/** What begins a clause of purpose, condition or reason: its numbers are none that answer. */
const CLAUSE =
  /\b(?:in order to|to (?!be\b|get\b|a\b|an\b|the\b|about\b|\d)[a-z]+|so that|since|because|if|when|whenever|after|before|while|given|assuming|which|who|where|whose|instead of|than|out of|as opposed to)\b/i;
const LEADING_CLAUSE =
  /^\W*(?:(?:so|thus|therefore|hence|then|and),?\s+)?(?:after|if|since|because|when|given|assuming|with|out of|of the|instead of|to|in order to|before|once|as)\b[^,]*,/i;

/**
 * Finds the number that a sentence gives as an answer. Of several it is the one set in bold or as a formula, the one
 * outside of clauses of purpose and condition, or the one that the text computed last.
 *
 * @param isAnnounced whether the sentence stands behind words such as "The answer is". Then its first number may answer.
 * @returns undefined where the sentence has no number, and null where it is not clear which one answers, or where it is
 *   denied or only bounded.
 */
export function numberMeantIn(sentence: string, text: string, isAnnounced: boolean): string | null | undefined {
  const claimed = IS_THE_ANSWER.exec(sentence)?.[1];
  const whole = claimed !== undefined && /\d/.test(claimed) ? claimed : sentence;
  const bold = boldIn(whole).filter(
    ({ inner, to }) => !/:$/.test(inner) && whole[to] !== ":" && candidatesIn(withoutEmphasis(inner)).some(isInDigits),
  );
  const [only] = bold;
  if (only && bold.length === 1 && only.inner.length < whole.length - 4) {
    const before = whole.slice(0, only.from);
    if (!isDoubtful(before, whole.slice(only.to))) return numberMeantIn(only.inner, text, isAnnounced);
    if (!BOUND.test(before)) return null;
  }
  const plain = withoutEmphasis(whole);
  const all = candidatesIn(plain);
  const outside = all.filter(({ from, kind }) => kind === "formula" || !isAside(plain, from));
  const meant = outside.length > 0 ? outside : all;
  const numeric = meant.filter((candidate) => !hasSymbols(candidate));
  const found = numeric.length > 0 ? numeric : meant;
  if (found.length === 0) return undefined;
  const clear = found.filter(
    ({ from, to, name }) => !isDoubtful(name === null ? plain.slice(0, from) : "", plain.slice(to)),
  );
  const named = clear.filter(({ name }) => name !== null);
  if (named.length > 1 && named.length === clear.length) return combined(named);
  if (clear.length === 0) return computedBound(sentence, plain, found, text);
  if (clear.length === 1) return clear[0]!.text;
  return (
    (/[=≈]/.test(plain) ? null : resultBefore(sentence, clear, text)) ??
    (isAnnounced ? firstIn(plain, found, clear) : null) ??
    endOfEquation(plain, clear) ??
    saidLast(plain, clear) ??
    onlyOne(clear.filter(({ kind }) => kind === "formula")) ??
    onlyOne(outsideClauses(plain, clear)) ??
    lastComputed(clear, text)
  );
}

/** Whether a formula such as `100m+n` has letters, so that its digits are no number. */
function hasSymbols({ kind, text }: Candidate): boolean {
  return (
    kind === "formula" &&
    /(?<![a-zA-Z])[a-zA-Z](?![a-zA-Z])/.test(text.replace(/\\text\s*\{[^{}]*\}|\\[a-zA-Z]+/g, " "))
  );
}

/** Of several equations, the last one answers if it combines others, as `m+n = 25` does; else any of them may. */
function combined(equations: Candidate[]): string | null {
  const last = equations.at(-1)!;
  return /[^\s]\s*(?:[-+*/]|\\cdot|\\times)|[a-z]\s*[a-z]/i.test(last.name!.replace(/\\[a-z]+/g, "+"))
    ? last.text
    : null;
}

/** Returns the number at the end of a sentence that says "is" before it. */
function saidLast(sentence: string, candidates: Candidate[]): string | null {
  const last = candidates.at(-1)!;
  const isSaid = /\b(?:is|are|equals)\s+(?:exactly |therefore |simply )?[$*\\(]*$/.test(sentence.slice(0, last.from));
  return isSaid && /^[\s$*)\\.%]*(?:[a-zA-Z]+)?[\s.]*$/.test(sentence.slice(last.to)) ? last.text : null;
}

function isInDigits({ kind }: Candidate): boolean {
  return kind !== "words";
}

function onlyOne(candidates: Candidate[]): string | null {
  return candidates.length === 1 ? candidates[0]!.text : null;
}

function candidatesIn(sentence: string): Candidate[] {
  const formulas = formulasIn(sentence);
  const found: Candidate[] = formulas
    .filter(({ latex }) => /\d/.test(latex))
    .map(({ latex, from, to }) => ({ text: lastSide(latex), from, to, kind: "formula", name: leftSide(latex) }));
  const isFree = (from: number) => !formulas.some((formula) => from >= formula.from && from < formula.to);
  for (const match of sentence.matchAll(NUMBER)) {
    const to = match.index + match[0].length;
    if (!/\d/.test(match[0]) || !isFree(match.index) || ORDINAL.test(sentence.slice(to))) continue;
    if (LABEL.test(sentence.slice(0, match.index)) || /^[a-zA-Z]?[_^\\{]/.test(sentence.slice(to))) continue;
    if (/[_^\\{]\s*$/.test(sentence.slice(0, match.index)) && !sentence.slice(0, match.index).endsWith("\\$")) {
      if (!/\\[()[\],;! ]\s*$/.test(sentence.slice(0, match.index))) continue;
    }
    found.push({ text: match[0].trim(), from: match.index, to, kind: "digits", name: null });
  }
  for (const match of sentence.matchAll(NUMBER_WORDS)) {
    const isFirst = /^\W*(?:(?:so|thus|therefore|hence|then),?\s+)?$/i.test(sentence.slice(0, match.index));
    const answers = match[0].length > 3 && (isFirst || found.length === 0);
    const value = numberInWords(match[0]);
    if (!answers || value === null || !isFree(match.index)) continue;
    found.push({
      text: value,
      from: match.index,
      to: match.index + match[0].length,
      kind: "words",
      name: null,
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

function leftSide(latex: string): string | null {
  const sides = latex.split(/(?<![<>!\\])=/);
  return sides.length > 1 && /[a-zA-Z]/.test(sides[0]!) ? sides[0]!.trim() : null;
}

/** Returns the last side of an equation that has a number; a side that is approximate stays with the one before it. */
function lastSide(latex: string): string {
  const side = latex
    .split(/(?<![<>!\\])=/)
    .at(-1)!
    .trim();
  return /\d/.test(side) ? side : latex;
}

function isAside(sentence: string, at: number): boolean {
  const before = sentence.slice(0, at);
  const open = before.lastIndexOf("(");
  if (open <= before.lastIndexOf(")") || before[open - 1] === "\\") return false;
  return sentence.indexOf(")", at) >= 0 && /\w/.test(before.slice(0, open));
}

/** Returns the first number, where nothing but a sign of currency or the like stands before it. */
function firstIn(sentence: string, found: Candidate[], clear: Candidate[]): string | null {
  const first = found[0]!;
  if (first !== clear[0] || !BARE_START.test(sentence.slice(0, first.from))) return null;
  return /^\s*(?:[+*/×÷·-]|=)\s*[\d(]/.test(sentence.slice(first.to)) ? null : first.text;
}

/** Returns the last number that stands behind a sign of equality in the sentence, if no operator goes on behind it. */
function endOfEquation(sentence: string, candidates: Candidate[]): string | null {
  const results = candidates.filter(
    ({ from, to }) =>
      /(?:=|≈)[\s$€£*(\\]*$/.test(sentence.slice(0, from)) && !/^\s*[+*/×÷·-]\s*\d/.test(sentence.slice(to)),
  );
  return results.at(-1)?.text ?? null;
}

function outsideClauses(sentence: string, candidates: Candidate[]): Candidate[] {
  const start = LEADING_CLAUSE.exec(sentence)?.[0].length ?? 0;
  const inside = candidates.filter(({ from }) => from >= start);
  const first = inside[0];
  if (!first) return [];
  const clause = CLAUSE.exec(sentence.slice(first.to));
  return clause ? inside.filter(({ from }) => from < first.to + clause.index) : inside;
}

/** Returns the number that repeats the last result of a computation before the sentence. */
function resultBefore(sentence: string, candidates: Candidate[], text: string): string | null {
  const before = text.slice(0, Math.max(0, text.lastIndexOf(sentence)));
  const last = [...before.matchAll(RESULT)].at(-1);
  if (!last || /^\s*[+*/×÷·-]\s*\d/.test(before.slice(last.index + last[0].length))) return null;
  const result = plainNumber(last[1] ?? "");
  return candidates.find((candidate) => numberOf(candidate) === result)?.text ?? null;
}

const BOUND =
  /^(?!.*(?:\b(?:not|never|cannot)\b|n['’]t\b)).*\b(?:at (?:least|most)|an? (?:minimum|maximum) of)[\s$*\\(]*$/is;

/** Returns a bound that the text computed before: where a problem asks for the least number, "at least 9" answers it. */
function computedBound(sentence: string, plain: string, found: Candidate[], text: string): string | null {
  const bounds = found.filter(({ from }) => BOUND.test(plain.slice(0, from)));
  return bounds.length === 1 ? resultBefore(sentence, bounds, text) : null;
}

/** Returns the number that the text computed last. */
function lastComputed(candidates: Candidate[], text: string): string | null {
  const results = [...text.matchAll(RESULT)].map((match) => plainNumber(match[1] ?? "")).reverse();
  const computed = results.find((result) => candidates.some((candidate) => numberOf(candidate) === result));
  return candidates.find((candidate) => numberOf(candidate) === computed)?.text ?? null;
}

const plainNumber = (number: string) => Number(number.replaceAll(",", ""));

const numberOf = ({ text: number }: Candidate) => plainNumber(number.match(DIGITS)?.at(-1) ?? "");
