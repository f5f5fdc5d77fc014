const NUMBER = /-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+/g;
const ANNOUNCEMENT =
  /(?:\banswer(?:\s+to[^.:\n]{0,80})?\s*(?:\*\*)?\s*(?:\bis\b|:|=)|^\s*A:|####)\s*(?:\*\*)?\s*:?\s*/gim;

/** The contents of every `\boxed{…}` and `\fbox{…}`, braces balanced, in order; one that never closes is left out. */
export function boxedAnswers(text: string): string[] {
  const found: string[] = [];
  for (const start of text.matchAll(/\\f?boxed\s*(?=[{\w\\])/g)) {
    const from = start.index + start[0].length;
    if (text[from] !== "{") {
      found.push(text.slice(from).match(/^\\?\w+/)?.[0] ?? "");
      continue;
    }
    const end = closingBrace(text, from);
    if (end > 0) found.push(text.slice(from + 1, end).trim());
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
 * The answer that a text states as its answer: the last `\boxed{…}`, else what follows the last "#### ", "answer is",
 * "Answer:" up to the end of its sentence; null where it states none.
 */
export function statedAnswer(text: string): string | null {
  const boxed = boxedAnswers(text).at(-1);
  if (boxed) return boxed;
  for (const match of [...text.matchAll(ANNOUNCEMENT)].reverse()) {
    const phrase = firstSentence(text.slice(match.index + match[0].length));
    if (phrase) return phrase;
  }
  return null;
}

/** The answer of a text whose answer is a number: the stated one, else the last number; null where it has none. */
export function finalNumber(text: string): string | null {
  const stated = statedAnswer(text);
  if (stated && /\\frac|^[\d\s,./^*\\!%$+-]+$/.test(stated)) return stated;
  return lastNumber(stated ?? "") ?? lastNumber(text);
}

/** The answer of a text whose answer is any mathematics: the stated one, else its last formula, else its last number. */
export function finalExpression(text: string): string | null {
  const stated = statedAnswer(text);
  if (stated) return lastFormula(stated) ?? stated;
  return lastFormula(text) ?? lastNumber(text);
}

function lastNumber(text: string): string | null {
  return text.match(NUMBER)?.at(-1)?.replaceAll(",", "") ?? null;
}

function lastFormula(text: string): string | null {
  const formulas = text.matchAll(/\$\$([^$]+)\$\$|(?<!\\)\$([^$\n]+?)(?<!\\)\$|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]/g);
  const last = [...formulas].at(-1);
  return (last?.[1] ?? last?.[2] ?? last?.[3] ?? last?.[4])?.trim() ?? null;
}

/** Up to the end of the line or of the sentence; a point inside a number does not end one. */
function firstSentence(text: string): string {
  const display = text.match(/^\s*(\\\[[\s\S]+?\\\]|\$\$[^$]+\$\$)/);
  if (display?.[1]) return display[1];
  const line = text.trimStart().split("\n")[0] ?? "";
  return (line.split(/\.(?=\s|$)/)[0] ?? "").replace(/\*\*|[\s.]+$/g, "").trim();
}
