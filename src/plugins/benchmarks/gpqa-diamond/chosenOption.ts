import { statedAnswer } from "../../grading/final-answer.ts";

const WRAPPED = /\\(?:text(?:bf|rm|it|sf)?|math(?:bf|rm|it|sf)|mbox|boldsymbol)\s*\{([^{}]*)\}/g;
const LETTER = /^(?:the\s+)?(?:correct\s+)?(?:option|choice|answer)?\s*(?:is\s+)?[([]?([A-Za-z])(?:[)\].:,]|\s|$)/i;

/**
 * The letter of the option that a text chooses: what it boxes or announces as its answer, else what stands alone on its
 * last line; a stated text that is one of the options counts as its letter. Null where it chooses none.
 *
 * @param options as they were shown: the first is A.
 */
export function chosenOption(text: string, options: readonly string[]): string | null {
  const stated = statedAnswer(text);
  const lastLine = text.trim().split("\n").at(-1) ?? "";
  return stated === null
    ? letterAlone(lastLine, options)
    : (letterIn(stated, options) ?? optionWithText(stated, options));
}

export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}

function letterIn(stated: string, options: readonly string[]): string | null {
  const letter = LETTER.exec(plain(stated))?.[1];
  if (letter === undefined || letter.toUpperCase().charCodeAt(0) - 65 >= options.length) return null;
  // "a" may also be the article.
  return letter === letter.toUpperCase() || plain(stated).length <= 3 ? letter.toUpperCase() : null;
}

function letterAlone(line: string, options: readonly string[]): string | null {
  return /^\W*(?:option\s+)?[A-Z]\W*$/i.test(line) ? letterIn(line.replace(/^\W+|\W+$/g, ""), options) : null;
}

function optionWithText(stated: string, options: readonly string[]): string | null {
  const places = options.flatMap((option, place) => (plain(option) === plain(stated) ? [place] : []));
  return places.length === 1 ? letterOf(places[0]!) : null;
}

function plain(text: string): string {
  return text
    .replaceAll("**", "")
    .replace(WRAPPED, "$1")
    .replace(/^[$\s\\]+|[$\s.\\]+$/g, "")
    .replace(/\s+/g, " ");
}
