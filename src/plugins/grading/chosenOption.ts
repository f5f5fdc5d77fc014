import { closingSentences, markedAnswer, WINDOW } from "./finalAnswer.ts";
import { announcedIn } from "./finding/announcement.ts";
import { claimedLetter } from "./finding/optionClaim.ts";
import { asWords, plainOption } from "./finding/optionText.ts";
import { inLines } from "./finding/prose.ts";
import { mathEqual } from "./mathEqual.ts";

const INTRODUCTION =
  /^(?:(?:it|this|that) is\s+)?(?:the\s+|die\s+|la\s+|l['’]|le\s+|el\s+)?(?:final\s+|correct\s+|right\s+)?(?:answer\s+)?(?:options?|choice|answer|letter|statement|opción|antwort|réponse|respuesta|选项|選択肢)?\s*(?:(?:is|ist|est|es|是|为)\s+|[:：]\s*)?(?:the\s+)?(?:letter\s+|option\s+)?/i;
const LETTER = /^([([]?([A-Za-z])(?:[)\].:,;]+|(?=\s)|(?=[^\x20-\x7e])|$))\s*([\s\S]*)$/;
const REASON = /^\s*(?:because|since|as|for|weil|da|car|porque|です|だ|。|[-–—=(])/;
/** No option is longer than this, and reading a longer text could take long. */
const LONGEST_ANSWER = 1_000;
const ANOTHER_LETTER =
  /^\s*(?:,|and\b|or\b|und\b|oder\b|et\b|ou\b|y\b|o\b|或|和|\/|&)?\s*(?:option\s+)?[([]?[A-Z](?:[)\],.]|\s*$|\s+(?:and|or)\b)/;
const CONCLUSION = /^(?:so|thus|therefore|hence|then)\b[,:]?\s+(?=[([]?[A-Z]\b)/i;
const ALONE = /^(?:(?:option|choice|letter)\s*[:：]?\s*)?[([]?[A-Z]\W*$/i;
const LONGEST_CLAIM = 400;
const LONGEST_VALUE = 200;
/** Words that end a text which chose before: how many sentences may stand behind the one that chooses. */
const MOST_SENTENCES = 6;

/**
 * Finds the letter of the option that a text chooses: the answer that it boxes or announces, else the one that one of its
 * last sentences calls right, else a letter that stands alone on its last line. The text of one option counts as its
 * letter. A letter that is only mentioned is no choice.
 *
 * @param options the texts of the options in the order in which they were shown; the first one is A.
 * @returns null where the text chooses no option, or several.
 */
export function chosenOption(text: string, options: readonly string[]): string | null {
  const end = text.slice(-WINDOW);
  const marked = markedAnswer(end);
  if (marked !== undefined) return marked === null ? null : optionStated(marked, options);
  const prose = inLines(end);
  const announced = announcedIn(prose);
  if (announced) {
    const { sentence, after } = announced;
    if (sentence.length > LONGEST_ANSWER) return null;
    return claimedIn(after, options) ?? optionStated(sentence, options) ?? claimedIn(sentence, options);
  }
  return claimedIn(prose, options) ?? optionAlone(prose, options);
}

/** Returns the letter of an option by its place: A for 0. */
export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}

function optionStated(stated: string, options: readonly string[]): string | null {
  if (stated.length > LONGEST_ANSWER) return null;
  return letterIn(stated, options) ?? optionWithText(stated, options);
}

function claimedIn(prose: string, options: readonly string[]): string | null {
  let count = 0;
  for (const sentence of closingSentences(prose)) {
    if (count++ === MOST_SENTENCES) break;
    const letter = claimedLetter(plainOption(sentence.slice(-LONGEST_CLAIM)), options.length);
    if (letter !== undefined) return letter;
  }
  return null;
}

/** Reads a last line that is the letter of an option, its text or both; not one of a list of options. */
function optionAlone(prose: string, options: readonly string[]): string | null {
  const lines = prose.split("\n").filter((line) => /\w/.test(line));
  const last = plainOption((lines.at(-1) ?? "").slice(0, LONGEST_ANSWER))
    .replace(/^[^\p{L}\d]+(?=[A-Za-z]\b)/u, "")
    .replace(CONCLUSION, "");
  const isListed = lines.slice(-options.length - 2, -1).some((line) => /^\W*[A-Z][).:]/.test(line));
  if (ALONE.test(last)) return letterIn(last, options);
  if (lines.length > 1 && /^\W*[A-Z]\W*$/.test(lines[0]!) && !isListed) return letterIn(lines[0]!, options);
  if (isListed) return null;
  const [, marked = "", letter = "", rest = ""] = LETTER.exec(last) ?? [];
  const isWhole = lines.length === 1 && /[).:]$/.test(marked);
  if (letter !== "" && rest !== "") {
    const named = optionWithText(rest, options);
    if (named === letter.toUpperCase() || (isWhole && named === null)) return letterIn(last, options);
  }
  return lines.length < 3 || !lines.slice(0, -1).some((line) => optionWithText(line, options))
    ? (optionWithText(last, options) ?? optionSaid(last, options))
    : null;
}

/** Reads the text of an option behind "is" at the end of a short sentence: "The particle is a photon". */
function optionSaid(sentence: string, options: readonly string[]): string | null {
  const said = /^[^,;]{3,80}?\b(?:is|are|be|equals)\s+(?:about |approximately )?([^,;]+)$/.exec(sentence)?.[1];
  return said === undefined || /\b(?:not|never|could|might|may)\b/.test(sentence)
    ? null
    : optionWithText(said, options);
}

function letterIn(stated: string, options: readonly string[]): string | null {
  const answer = plainOption(stated).replace(INTRODUCTION, "");
  const [, marked = "", letter = "", rest = ""] = LETTER.exec(answer) ?? [];
  const isBracketed = /[)\].:]$/.test(marked);
  // In "A gluon" and "a gluon" the letter is an article and no choice.
  const isArticle =
    letter.toUpperCase() === "A" && !isBracketed && rest !== "" && !REASON.test(rest) && !/,$/.test(marked);
  const isLowerCaseInProse = letter !== letter.toUpperCase() && rest !== "" && !isBracketed;
  if (letter === "" || isArticle || isLowerCaseInProse || ANOTHER_LETTER.test(rest))
    return inParentheses(answer, options);
  const chosen = letter.toUpperCase();
  const named = rest === "" ? null : optionWithText(rest, options);
  if (named !== null && named !== chosen) return null;
  return chosen.charCodeAt(0) - 65 < options.length ? chosen : null;
}

/** Reads the letter in "the photon (C)", if it is the only one. */
function inParentheses(answer: string, options: readonly string[]): string | null {
  const letters = [...answer.matchAll(/\((?:option )?([A-Z])\)|\boption ([A-Z])\b/g)].map(
    (match) => match[1] ?? match[2]!,
  );
  const [letter] = letters;
  if (letters.length !== 1 || !letter || /\b(?:not|nor|neither|or|and)\b/.test(answer)) return null;
  return letter.charCodeAt(0) - 65 < options.length && /\([^()]*\)\W*$|option [A-Z]\W*$/.test(answer) ? letter : null;
}

/** Returns the letter of the only option with a text, or with a value that is equal to it as mathematics. */
function optionWithText(stated: string, options: readonly string[]): string | null {
  const words = asWords(stated);
  if (words === "") return null;
  const same = options.flatMap((option, place) => (asWords(option) === words ? [place] : []));
  const places =
    same.length === 0 && /[\d\\]/.test(stated) && stated.length <= LONGEST_VALUE
      ? placesOfValue(stated, options)
      : same;
  return places.length === 1 ? letterOf(places[0]!) : null;
}

function placesOfValue(stated: string, options: readonly string[]): number[] {
  const value = plainOption(stated);
  return options.flatMap((option, place) => (mathEqual(value, plainOption(option)) === "equal" ? [place] : []));
}
