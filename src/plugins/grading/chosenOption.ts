import { statedAnswer } from "./finalAnswer.ts";

const WRAPPED = /\\(?:text(?:bf|rm|it|sf)?|math(?:bf|rm|it|sf)|mbox|boldsymbol)\s*\{([^{}]*)\}/g;
const INTRODUCTION = /^(?:the\s+)?(?:correct\s+)?(?:option|choice|answer)?\s*(?:is\s+)?/i;
const LETTER = /^([([]?[A-Za-z](?:[)\].:,]|(?=\s)|$))(.*)$/;
const REASON = /^\s*(?:because|since|as|for)\b/;
/** No option is longer than this, and reading a longer text could take long. */
const LONGEST_ANSWER = 1_000;
const ANOTHER_LETTER = /^\s*(?:,|and\b|or\b|\/|&)?\s*[([]?[A-J](?:[)\],.]|$)/;

/**
 * Finds the letter of the option that a text chooses: the answer that it boxes or announces, else a letter that stands
 * alone on its last line. A stated answer that is the text of one option counts as the letter of that option.
 *
 * @param options the texts of the options in the order in which they were shown; the first one is A.
 * @returns null where the text chooses no option, or several.
 */
export function chosenOption(text: string, options: readonly string[]): string | null {
  const stated = statedAnswer(text);
  if (stated !== null && stated.length > LONGEST_ANSWER) return null;
  if (stated !== null) return letterIn(stated, options) ?? optionWithText(stated, options);
  const lastLine = text.trim().split("\n").at(-1) ?? "";
  return /^\W*(?:option\s+)?[A-Z]\W*$/i.test(lastLine) ? letterIn(lastLine.replace(/^\W+/, ""), options) : null;
}

/** Returns the letter of an option by its place: A for 0. */
export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}

function letterIn(stated: string, options: readonly string[]): string | null {
  const answer = plain(stated).replace(INTRODUCTION, "");
  const [, marked = "", rest = ""] = LETTER.exec(answer) ?? [];
  const letter = marked.replace(/\W/g, "");
  // In "A gluon" and "a gluon" the letter is an article and no choice.
  const isArticle = marked.toUpperCase() === "A" && rest !== "" && !REASON.test(rest);
  const isLowerCaseInProse = letter !== letter.toUpperCase() && rest !== "";
  if (letter === "" || isArticle || isLowerCaseInProse || ANOTHER_LETTER.test(rest)) return null;
  return letter.toUpperCase().charCodeAt(0) - 65 < options.length ? letter.toUpperCase() : null;
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
