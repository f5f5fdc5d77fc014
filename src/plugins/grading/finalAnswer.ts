import { announcedIn } from "./finding/announcement.ts";
import { lastBoxed } from "./finding/boxes.ts";
import { expressionIn } from "./finding/expressionMeant.ts";
import { numberMeantIn } from "./finding/numberMeant.ts";
import { inLines, sentencesOf, withDelimiters, withoutEmphasis, withoutQuotes } from "./finding/prose.ts";
import { answerField } from "./jsonAnswer.ts";
import { numberIn } from "./numberIn.ts";

const FAREWELL =
  /^\W*(?:Let me know|Would you like|I hope|Hope this|Feel free|Is there|Do you|Please|Thank|Good luck|If you (?:have|need|want|would)|Happy to|You'?re welcome|Q\.?\s?E\.?\s?D\b|This (?:completes|concludes)|as (?:desired|required)|Ich hoffe|J'espère|Espero)/i;
const GIVES_UP =
  /\b(?:cannot|can't|can not|could not|couldn't|impossible to|unable to|not possible to)\s+(?:be\s+)?(?:determined?|answer(?:ed)?|comput(?:e|ed)|calculated?|solved?|find|found|tell|say|know)|\b(?:not enough|insufficient) (?:information|data)|\bI (?:don't|do not) know\b/i;
const ONLY_A_NUMBER = /^[\d\s,./^*\\!%$+-]*\d[\d\s,./^*\\!%$+-]*$/;

/** Only this many last characters are read. An answer stands near the end, and hostile texts cannot take long. */
export const WINDOW = 10_000;

/**
 * Finds the answer that a text states outright: in the last `\boxed{…}` or `<answer>…</answer>`, else in the field
 * `answer` of an object in JSON, else behind the last "####", "answer is", "Answer:" or the like, up to the end of its
 * sentence. Returns null where the text states none.
 */
export function statedAnswer(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  const marked = markedAnswer(text);
  if (marked !== undefined) return marked;
  return withoutQuotes(withoutEmphasis(announcedIn(inLines(text))?.sentence ?? "")) || null;
}

/**
 * Finds the answer of a text whose answer is a number: what the text marks (see `statedAnswer`), else the number in the
 * sentence that announces the answer, else the number in the last sentence that has one. Of several numbers it is the
 * one that answers.
 *
 * @returns null where the text has no number, or where it is not clear which one answers: one that is only a bound or is
 *   denied is no answer.
 */
export function finalNumber(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  const marked = markedAnswer(text);
  if (marked !== undefined) return marked;
  const prose = withDelimiters(
    inLines(text)
      .replace(/,\\!|\{,\}/g, ",")
      .replace(/[−﹣]/g, "-")
      .replace(/(?<![\d)]\s*)\b(?:negative|minus)\s+(?=\d)/gi, "-")
      .replace(/(?<=\d)[⁰¹²³⁴-⁹]+/g, (power) => `^{${power.normalize("NFKC")}}`),
  );
  const announced = announcedIn(prose)?.sentence;
  if (announced !== undefined) {
    const bare = withoutQuotes(withoutEmphasis(announced));
    if (ONLY_A_NUMBER.test(bare) && !/\d\s+\d|\d-\d/.test(bare)) return bare;
    const inWords = numberIn(bare);
    if (inWords !== null) return inWords;
    const meant = numberMeantIn(announced, prose, true);
    if (meant !== undefined) return meant;
  }
  for (const sentence of closingSentences(prose)) {
    if (GIVES_UP.test(sentence)) return null;
    const meant = numberMeantIn(sentence, prose, false);
    if (meant !== undefined) return meant;
  }
  return null;
}

/**
 * Finds the answer of a text whose answer is any mathematics or a word: what the text marks (see `statedAnswer`), else
 * the formulas of the sentence that announces the answer or ends the text, else the part of that sentence after "is",
 * else the sentence.
 *
 * @returns null for an empty text, and where the answer is only a bound or is denied.
 */
export function finalExpression(whole: string): string | null {
  const text = whole.slice(-WINDOW);
  const marked = markedAnswer(text);
  if (marked !== undefined) return marked;
  const prose = withDelimiters(inLines(text));
  const announced = announcedIn(prose)?.sentence;
  if (announced !== undefined) return expressionIn(announced, true);
  const [sentence] = closingSentences(prose);
  return sentence === undefined ? null : expressionIn(sentence, false);
}

/**
 * Returns the answer that stands between marks made for it. Returns undefined where there are none, and null where the
 * last of them breaks off.
 */
export function markedAnswer(text: string): string | null | undefined {
  const boxed = lastBoxed(text);
  const tagged = [
    ...text.matchAll(
      /<(final|(?:final_?)?answer)>((?:(?!<(?:final|(?:final_?)?answer)>)[\s\S])*?)(?:<\/(?:final|(?:final_?)?answer)>|$)/gi,
    ),
  ].at(-1);
  if (tagged && (!boxed || boxed.to <= tagged.index)) return withoutQuotes(withoutEmphasis(tagged[2]!.trim())) || null;
  if (boxed) return boxed.answer;
  return answerField(text);
}

/** Yields the sentences of a text from its end, without thanks and offers. */
export function* closingSentences(text: string): Generator<string> {
  for (const line of text.split("\n").reverse())
    for (const sentence of sentencesOf(line).reverse()) if (!FAREWELL.test(sentence)) yield sentence.trim();
}
