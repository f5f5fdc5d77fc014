/** A number as it stands in prose: with separators, a fraction, a time of day. */
const NUMBER = /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s*\/\s*\d+(?:\.\d+)?|:\d{2}(?:\s*[ap]\.?m\b)?)?|-?\.\d+/gi;
const RESULT = /(?:=|≈|\\approx)\s*(?:\*\*|\\?\$|\s)*(-?[\d,]+(?:\.\d+)?)/g;
const ANNOUNCEMENT =
  /\banswer(?:\s+to[^.:\n]{0,80})?\s*(?:\*\*)?\s*(?:\bis\b|:|=)\s*:?\s*|\bfinal answer\W*\n|^\s*A:\s*|####\s*/gim;
const FORMULA = /\$\$([^$]+)\$\$|(?<!\\)\$([^$\n]+?)(?<!\\)\$|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g;
/** Not between dollars, which in prose with money are none. */
const INLINE_FORMULA = /\\\(([\s\S]+?)\\\)/g;
/** More words after "Answer:" may begin an explanation; they are the answer only near the end of the text. */
const SHORT_ANSWER = 3;
const FAREWELL = /^\W*(?:Let me know|Would you like|I hope|Hope this)\b/;
const ONLY_A_NUMBER = /^[\d\s,./^*\\!%$+-]+$/;

/** An answer stands near the end; looking no further bounds the time that a hostile text can take. */
const WINDOW = 10_000;

/** The contents of every `\boxed{…}` and `\fbox{…}`, braces balanced, in order, near the end of a text; one that never closes is left out. */
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

/** The index of the brace that closes the one at `open`, or -1. */
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
 * The answer that a text states as its answer: the last `\boxed{…}`, else what follows the last "####", "answer is" or
 * "Answer:", up to the end of its sentence; null where it states none.
 */
export function statedAnswer(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  return boxedAnswers(text).at(-1) ?? (withoutQuotes(announcedSentence(text)?.replaceAll("**", "") ?? "") || null);
}

/**
 * The answer of a text whose answer is a number: what it boxes, else the number in the sentence that announces the
 * answer, else in the last sentence with one; null where it has none. Of several numbers in the sentence it is the one
 * in bold, else the one that the text has last computed.
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
 * The answer of a text whose answer is any mathematics or a word: what it boxes, else the last formula of the sentence
 * that announces the answer or ends the text, else what that sentence says after "is", else the sentence.
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

/** Takes quotes, backquotes, blanks to fill in and full stops off the ends, unpaired ones too. */
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

/** A point inside a number or a formula does not end a sentence. */
function sentencesOf(line: string): string[] {
  return line.split(/[.!?](?=\s+[A-Z(*"]|\s*$)/).filter((sentence) => sentence.trim() !== "");
}

/** Of several numbers: the one that is set apart in bold or as a formula, else the last one that the text computed. */
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

/** What stands in parentheses is an aside, unless they delimit a formula. */
function aside(parenthesis: string, at: number, text: string): string {
  return text[at - 1] === "\\" ? parenthesis : " ";
}
