import { closingBrace } from "./braces.ts";

/** A box of a text: what stands in it (null where it breaks off unreadable), and where it stands. */
interface Box {
  content: string | null;
  from: number;
  to: number;
}

/** `\boxed`, also where its backslash was lost or became the control character that JSON reads `\b` as. */
const BOX = /(?:\\f?box(?:ed)?|\\framebox|[\b]oxed)(?![a-zA-Z])\s*|(?<![a-zA-Z\\])boxed\s*(?=\{)/g;
const BARE = /^(?:-?\d[\d.,]*(?<=\d)|\\[a-zA-Z]+(?:\s*\{[^{}]*\})*|[a-zA-Z](?![a-zA-Z])|[([][^()[\]\n]{1,60}[)\]])/;
/** Contents that ask for an answer, decorate a proof or leave the place empty. */
const NO_ANSWER =
  /^(?:[\s.?_…~]*|(?:\\(?:[lc]?dots|cdots|ldots|square|blacksquare|checkmark|phantom\{[^{}]*\}|_|[,;! ]|quad|q?quad)\s*)+|(?:the |your |my )?(?:final |correct )?(?:answer|result|solution)(?: here)?:?|q\.?\s?e\.?\s?d\.?|\[[a-z ]*answer[a-z ]*\]|<[a-z ]*>)$/i;
/** Layout and conjunctions that may stand between boxes which are one answer together. */
const LAYOUT = /\\(?:text|q?quad|[,;()[\]])|[${}\s,;&~*]|[a-zA-Z]_?\d?\s*=/g;
const CONJUNCTION = /^(?:and|or|und|oder|et|ou|y|o|和|或|与)?$/i;
const GUESSES_AGAIN = /\b(?:or|alternatively|otherwise|perhaps|maybe|possibly)\b/i;
const GOES_ON =
  /\b(?:so|then|thus|hence|therefore|answer|wait|no|actually|final|finally|instead|correct)\b|=>|\\implies/i;

/**
 * Returns the contents of every `\boxed{…}` and `\fbox{…}` of a text, in order and with balanced braces. Of one that
 * never closes it is the rest of its line or formula. Boxes that hold no answer, such as `\boxed{?}`, are left out.
 */
export function boxedAnswers(text: string): string[] {
  return answering(boxesOf(text)).map(({ content }) => content!);
}

/**
 * Returns the answer in the last box, and where that box ends. Boxes with nothing but a conjunction between them are
 * one answer, a list: whoever boxes two guesses has stated neither.
 *
 * @returns undefined for a text without a box, and a null answer where its last box breaks off.
 */
export function lastBoxed(text: string): { answer: string | null; to: number } | undefined {
  const boxes = boxesOf(text);
  const last = boxes.at(-1);
  if (last?.content === null) return { answer: null, to: last.to };
  const [final, ...earlier] = answering(boxes).reverse();
  if (!final) return undefined;
  let answer = final.content!;
  let from = final.from;
  for (const box of earlier) {
    const between = text.slice(box.to, from);
    if (!areOneAnswer(between)) break;
    from = box.from;
    if (!answer.split(/, | or /).includes(box.content!))
      answer = `${box.content}${/\bor\b/i.test(between) ? " or " : ", "}${answer}`;
  }
  return { answer, to: final.to };
}

function answering(boxes: readonly Box[]): Box[] {
  return boxes.filter(({ content }) => content !== null && !NO_ANSWER.test(plainContent(content)));
}

function boxesOf(text: string): Box[] {
  const found: Box[] = [];
  let outside = 0;
  for (const start of text.matchAll(BOX)) {
    if (start.index < outside) continue;
    const from = start.index;
    const open = from + start[0].length;
    const box = text[open] === "{" ? braced(text, from, open) : bare(text, from, open);
    if (!box) continue;
    found.push(box);
    outside = box.to;
  }
  return found;
}

function braced(text: string, from: number, open: number): Box {
  const end = closingBrace(text, open);
  if (end > 0) return { content: unboxed(text.slice(open + 1, end).trim()), from, to: end + 1 };
  const rest = /^[^\n$]*?(?=\\[\])]|[\n$]|$)/.exec(text.slice(open + 1))?.[0] ?? "";
  const content = unboxed(rest.trim().replace(/(?<!\d)\.$|\.$/, ""));
  const isReadable = content !== "" && closingBrace(`{${content}}`, 0) === content.length + 1;
  const to = open + 1 + rest.length;
  return { content: isReadable ? content : null, from, to };
}

function bare(text: string, from: number, open: number): Box | null {
  const content = BARE.exec(text.slice(open, open + 200))?.[0];
  return content === undefined ? null : { content, from, to: open + content.length };
}

/** Returns what stands in the innermost of boxes that enclose each other. */
function unboxed(content: string): string {
  const start = /^\$?\s*\\f?box(?:ed)?\s*(?=\{)/.exec(content)?.[0].length;
  if (start === undefined) return content;
  const end = closingBrace(content, start);
  return end > 0 ? unboxed(content.slice(start + 1, end).trim()) : content;
}

function plainContent(content: string): string {
  return content
    .replace(/\\(?:text(?:bf|rm|it)?|math(?:bf|rm|it)|mbox)\s*\{([^{}]*)\}/g, "$1")
    .replaceAll("$", "")
    .trim();
}

function areOneAnswer(between: string): boolean {
  if (CONJUNCTION.test(between.replace(LAYOUT, ""))) return true;
  if (between.length > 80 || GOES_ON.test(between)) return false;
  return GUESSES_AGAIN.test(between) || (/\band\b/.test(between) && !/[.!?\n]/.test(between));
}
