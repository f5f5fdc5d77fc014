import type { Answer } from "./answer.ts";
import { compareFormulas } from "./compareFormulas.ts";
import { finalNumber } from "./finalAnswer.ts";
import { HEDGE } from "./hedges.ts";
import type { Verdict } from "./verdict.ts";

/** Matches words that may state the same as a formula: several words, or one that is a number. A name cannot. */
const MAY_BE_A_NUMBER =
  /\s|^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|half|none|nothing|infinit\w*|undefined|dne)\b/;

/** Compares two answers of which at least one is in words. */
export function compareWords(a: Answer, b: Answer): Verdict {
  const given = plainWords(a);
  const gold = plainWords(b);
  if (given !== null && gold === null && b.kind === "formula") return compareSentence(given, b.latex);
  if (given === null || gold === null) return MAY_BE_A_NUMBER.test(given ?? gold ?? "") ? "undecided" : "unequal";
  if (given === gold || isSameProduct(a, b) || namesOption(given, gold) || namesOption(gold, given)) return "equal";
  return [given, gold].some((words) => words.includes(" ") || DENIED.test(words)) ? "undecided" : "unequal";
}

/** Matches words that may say the same as other words: "none" and "impossible", "DNE" and "undefined". */
const DENIED = /^(?:none|nothing|undefined|impossible|infinit\w*|never|dne|null|nan|indeterminate)$/;

/** Whether both are the same letters in another order, as in `abc` and `cba`, and none is marked as a word. */
function isSameProduct(a: Answer, b: Answer): boolean {
  const [one, other] = [a, b].map((answer) => (answer.kind === "words" ? answer.text : ""));
  if (!/^[a-zA-Z]{2,5}$/.test(one ?? "") || !/^[a-zA-Z]{2,5}$/.test(other ?? "")) return false;
  return [...one!].sort().join("") === [...other!].sort().join("");
}

/** Matches words by which a sentence denies its number or makes it depend on something. Bounds are seen by `finalNumber`. */
const DENIES =
  /\b(?:not?|never|none|cannot|neither|nor|unable|without|unless|except|if|(?:when|where|for)\s+\$?[a-z]\b|error|infinite\w*|incorrect|wrong|false|invalid|reject\w*|extraneous|impossible|fails?)\b|n't\b/i;

/** Compares a sentence with a formula by its number: the only one, the computed one, or the one that it ends with. */
function compareSentence(words: string, gold: string): Verdict {
  if (!MAY_BE_A_NUMBER.test(words)) return "unequal";
  const meant = finalNumber(words);
  const numbers = words.match(/\d[\d,.]*(?:\/\d+)?(?!\d|st\b|nd\b|rd\b|th\b|[/^])/g) ?? [];
  if (meant === null || DENIES.test(words.split(/[.;]\s/).at(-1) ?? "")) return "undecided";
  const plain = words.replaceAll(/[$\\]/g, "");
  const number = escaped(meant.replaceAll(/[$\\]/g, ""));
  const isComputed = new RegExp(`=\\s*${number}(?!\\.?\\d)`).test(plain);
  const isSaidLast = new RegExp(`\\b(?:is|are|equals)\\s+${number}(?:\\s+[a-z]+)?\\W*$`, "i").test(plain);
  const isClear = numbers.length === 1 || isComputed || isSaidLast;
  return isClear && compareFormulas(meant, gold) === "equal" ? "equal" : "undecided";
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Returns an answer as lower-case words; null for a formula of more than one letter. */
function plainWords(answer: Answer): string | null {
  if (answer.kind !== "words" && answer.kind !== "formula") return null;
  const text = answer.kind === "words" ? answer.text : answer.latex;
  const words = text
    .replace(/\\text|[{}"']/g, " ")
    .replace(/^\s*\((\w)\)/, "$1)")
    .replace(/\s+/g, " ")
    .replace(/[\s.]+$/, "")
    .trim()
    .toLowerCase();
  return answer.kind === "words" || /^[a-z]\)?$/.test(words) ? words : null;
}

/** Whether an answer such as `c` is the letter of an option such as `c) forty-two`. */
function namesOption(letter: string, text: string): boolean {
  if (!/^[a-j]\)?$/.test(letter)) return false;
  const said = new RegExp(`^${letter.charAt(0)}[).:](?:\\s+(?!\\\\(?:cdot|times)|[-+*/^=])([\\s\\S]*))?$`).exec(text);
  return said !== null && !HEDGE.test(said[1] ?? "");
}
