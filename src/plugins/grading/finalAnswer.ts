/** Matches a number in prose, including separators, fractions and times of day. */
const NUMBER = /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s*\/\s*\d+(?:\.\d+)?|:\d{2}(?:\s*[ap]\.?m\b)?)?|-?\.\d+/gi;
const RESULT = /(?:=|≈|\\approx)\s*(?:\*\*|\\?\$|\s)*(-?[\d,]+(?:\.\d+)?)/g;
const ANNOUNCEMENT =
  /\banswer(?:\s+to[^.:\n]{0,80})?\s*(?:\*\*)?\s*(?:\bis\b|:|=)\s*:?\s*|\bfinal answer\W*\n|^\s*A:\s*|####\s*/gim;
const FORMULA = /\$\$([^$]+)\$\$|(?<!\\)\$([^$\n]+?)(?<!\\)\$|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g;
/** Formulas between dollar signs are left out, since in prose those may be amounts of money. */
const INLINE_FORMULA = /\\\(([\s\S]+?)\\\)/g;
/** More words than this after "Answer:" may begin an explanation: they are the answer only near the end of the text. */
const SHORT_ANSWER = 3;
const FAREWELL = /^\W*(?:Let me know|Would you like|I hope|Hope this)\b/;
const ONLY_A_NUMBER = /^[\d\s,./^*\\!%$+-]+$/;

/** Only this many last characters are read. An answer stands near the end, and hostile texts cannot take long. */
const WINDOW = 10_000;

/**
 * Returns the contents of every `\boxed{…}` and `\fbox{…}` near the end of a text, in order and with balanced braces.
 * One that never closes is left out.
 */
export function boxedAnswers(whole: string): string[] {
  const text = whole.slice(-WINDOW);
  const found: string[] = [];
  for (const start of text.matchAll(/\\f?box(?:ed)?\s*(?=[{\w\\])/g)) {
    const from = start.index + start[0].length;
    const end = closingBrace(text, from);
    if (text[from] !== "{") found.push(/^\\?\w+/.exec(text.slice(from, from + 40))?.[0] ?? "");
    else if (end > 0) found.push(text.slice(from + 1, end).trim());
  }
  return found.filter((answer) => answer !== "");
}

/** Returns the index of the brace that closes the one at `open`, or -1. */
export function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return -1;
}

/**
 * Finds the answer that a text states: the last `\boxed{…}`, else the text after the last "####", "answer is" or
 * "Answer:", up to the end of its sentence. Returns null where the text states none.
 */
export function statedAnswer(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  return boxedAnswers(text).at(-1) ?? (withoutQuotes(announcedSentence(text)?.replaceAll("**", "") ?? "") || null);
}

/**
 * Finds the answer of a text whose answer is a number: the last boxed answer, else the number in the sentence that
 * announces the answer, else the number in the last sentence that has one. Of several numbers in the sentence it is the
 * one in bold, else the one that the text computed last. Returns null where the text has no number.
 */
export function finalNumber(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  const boxed = boxedAnswers(text).at(-1);
  if (boxed !== undefined) return boxed;
  const prose = text.replace(/,\\!|\{,\}/g, ",");
  const announced = announcedSentence(prose);
  if (announced && ONLY_A_NUMBER.test(announced)) return withoutQuotes(announced);
  const sentence = announced && /\d/.test(announced) ? announced : lastSentence(prose, /\d/);
  return sentence === null ? null : numberMeantIn(sentence, prose);
}

/**
 * Finds the answer of a text whose answer is any mathematics or a word: the last boxed answer, else the last formula of
 * the sentence that announces the answer or ends the text, else the part of that sentence after "is", else the
 * sentence. Returns null for an empty text.
 */
export function finalExpression(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  const boxed = boxedAnswers(text).at(-1);
  if (boxed !== undefined) return boxed;
  const sentence = announcedSentence(text) ?? lastSentence(text, /\S/);
  if (sentence === null) return null;
  const formula = [...sentence.matchAll(FORMULA)].at(-1);
  if (formula) return (formula[1] ?? formula[2] ?? formula[3] ?? formula[4] ?? "").trim();
  const said = /\b(?:is|are|equals|be)\s+(?:\*\*)?([-+√\d\\({[|][^a-z]*.*|[a-zA-Z]\b.*)$/.exec(sentence)?.[1];
  return withoutQuotes((said ?? sentence).replaceAll("**", "")) || null;
}

/** Removes quotes, backquotes, blanks to fill in and full stops from the ends, even unpaired ones. */
export function withoutQuotes(text: string): string {
  return text.replace(/^(?:\\?["“`]|_{2,}|\s)+|(?:\\?["”`]|_{2,}|[\s.,;])+$/g, "");
}

function announcedSentence(text: string): string | null {
  for (const match of [...text.matchAll(ANNOUNCEMENT)].reverse()) {
    const rest = text.slice(match.index + match[0].length).replace(/^(?:\*\*|\s)+(?=\S)/, "");
    const display = /^(\\\[[\s\S]+?\\\]|\$\$[^$]+\$\$)/.exec(rest)?.[1];
    const sentence = display ?? sentencesOf(rest.split("\n")[0] ?? "")[0]?.trim();
    const isNearTheEnd = rest.length - (sentence?.length ?? 0) < 200;
    if (sentence && (isNearTheEnd || sentence.split(/\s+/).length <= SHORT_ANSWER)) return sentence;
  }
  return null;
}

function lastSentence(text: string, wanted: RegExp): string | null {
  const lines = text.split("\n").filter((line) => wanted.test(line) && !FAREWELL.test(line));
  return sentencesOf(lines.at(-1) ?? "").findLast((sentence) => wanted.test(sentence)) ?? null;
}

/** Splits a line into sentences. A point inside a number or a formula does not end one. */
function sentencesOf(line: string): string[] {
  return line.split(/[.!?](?=\s+[A-Z(*"]|\s*$)/).filter((sentence) => sentence.trim() !== "");
}

/**
 * Chooses among the numbers of a sentence: the one set in bold or as a formula, else the one that the text computed
 * last.
 */
function numberMeantIn(sentence: string, text: string): string | null {
  const numbers = sentence.replace(/\([^()]*\)(?!\))/g, aside).match(NUMBER) ?? sentence.match(NUMBER) ?? [];
  if (numbers.length < 2) return numbers[0] ?? null;
  const setApart = [...sentence.matchAll(/\*\*([^*]+)\*\*/g), ...sentence.matchAll(INLINE_FORMULA)]
    .map((match) => match.slice(1).join(""))
    .filter((emphasis) => /\d/.test(emphasis));
  if (setApart.length === 1) return setApart[0]?.match(NUMBER)?.at(-1) ?? null;
  const plain = (number: string) => Number(number.replaceAll(",", ""));
  const results = [...text.matchAll(RESULT)].map((match) => plain(match[1] ?? "")).reverse();
  const computed = results.find((result) => numbers.some((number) => plain(number) === result));
  return numbers.find((number) => plain(number) === computed) ?? numbers.at(-1) ?? null;
}

/** Removes text in parentheses, which is an aside unless the parentheses delimit a formula. */
function aside(parenthesis: string, at: number, text: string): string {
  return text[at - 1] === "\\" ? parenthesis : " ";
}
