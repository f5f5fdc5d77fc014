import { bareHarmonyParts, harmonyParts, isHarmony, type Part } from "./harmony.ts";
import {
  ANSWER_WRAPPERS,
  beginsWithUnknownMark,
  isCutMark,
  THOUGHT_HEADINGS,
  type ThoughtMark,
  thoughtMarks,
} from "./thoughtMarks.ts";

export interface SplitCompletion {
  /** The reasoning before the answer; null where the text does not mark it. */
  reasoning: string | null;
  /** The text without its reasoning. It is empty where the text ends within the reasoning. */
  answer: string;
  /** The index in the text at which the answer begins; null where there is none. */
  answerAt: number | null;
  /** Whether the text has the end of a thought without its beginning, which the prompt must then have had. */
  openedByPrompt: boolean;
  /** Whether the text begins with a mark of an unknown meaning, so that it may be a thought. */
  unknownMark: boolean;
}

export interface Circumstances {
  /** Whether the prompt ends with the mark that opens a thought: a text without any mark is then a thought that was cut. */
  opened?: boolean;
  /** Whether the text was cut by a limit. */
  cut?: boolean;
}

/**
 * Splits a completion at the marks of its thought, in all the ways in which models write them (`thoughtMarks.ts`,
 * `harmony.ts`). A thought that is not closed reaches to the end of the text, so that it is never an answer.
 */
export function splitReasoning(
  completion: string,
  { opened = false, cut = false }: Circumstances = {},
): SplitCompletion {
  const { parts, openedByPrompt = false } = partsOf(completion, opened, cut);
  const thoughts = parts.filter(({ start, end, isAnswer }) => !isAnswer && completion.slice(start, end).trim() !== "");
  const answers = parts.filter(({ isAnswer }) => isAnswer);
  const text = ({ start, end }: Part) => completion.slice(start, end);
  const reasoning = thoughts.length === 0 ? null : thoughts.map(text).join("\n");
  const hadMark = parts.length > 1 || !parts[0]?.isAnswer;
  const said = answers.find((part) => text(part).trim() !== "");
  return {
    reasoning,
    answer: withoutWrapper(answers.map(text).join(""), hadMark, cut),
    answerAt: said ? said.start + text(said).search(/\S/) : null,
    openedByPrompt,
    unknownMark: !hadMark && beginsWithUnknownMark(completion),
  };
}

function partsOf(text: string, opened: boolean, cut: boolean): { parts: Part[]; openedByPrompt?: boolean } {
  if (isHarmony(text)) return { parts: harmonyParts(text) };
  const parts = bareHarmonyParts(text) ?? partsByHeading(text, cut);
  if (parts) return { parts };
  if (cut && isCutMark(text)) return { parts: [{ start: 0, end: text.length, isAnswer: false }] };
  return partsByMarks(text, opened, cut);
}

function partsByHeading(text: string, cut: boolean): Part[] | null {
  for (const { opens, closes, mayEndOpen } of THOUGHT_HEADINGS) {
    const start = opens.exec(text)?.[0].length;
    if (start === undefined) continue;
    const end = closes.exec(text.slice(start));
    if (!end) return mayEndOpen || cut ? [{ start, end: text.length, isAnswer: false }] : null;
    const at = start + end.index;
    return [
      { start, end: at, isAnswer: false },
      { start: at + end[0].length, end: text.length, isAnswer: true },
    ];
  }
  return null;
}

/** The kind of a thought that the prompt opened: its mark is not known, and so any mark closes it. */
const BY_PROMPT = "";

function partsByMarks(text: string, opened: boolean, cut: boolean): { parts: Part[]; openedByPrompt: boolean } {
  const parts: Part[] = [];
  const start = text.search(/\S/);
  let from = 0;
  let thought: string | null = opened ? BY_PROMPT : null;
  let openedByPrompt = false;
  /** The marks in prose that were not closed, by their kind. */
  const mentioned = new Map<string, ThoughtMark>();
  for (const mark of thoughtMarks(text)) {
    if (thought === BY_PROMPT && !mark.closes && mark.at === start) {
      [thought, from] = [mark.kind, mark.end];
    } else if (thought !== null) {
      if (!mark.closes || (thought !== BY_PROMPT && thought !== mark.kind)) continue;
      parts.push({ start: from, end: mark.at, isAnswer: false });
      [thought, from] = [null, mark.end];
    } else if (!mark.closes) {
      if (!mark.special && !beginsLine(text, mark.at)) {
        if (!mentioned.has(mark.kind)) mentioned.set(mark.kind, mark);
        continue;
      }
      if (mark.at !== start) parts.push({ start: from, end: mark.at, isAnswer: true });
      [thought, from] = [mark.kind, mark.end];
    } else if (!mentioned.delete(mark.kind) && parts.length === 0) {
      parts.push({ start: 0, end: mark.at, isAnswer: false });
      [from, openedByPrompt] = [mark.end, true];
    }
  }
  const open = cut && thought === null ? [...mentioned.values()].find(({ at }) => at >= from) : undefined;
  if (open) {
    parts.push({ start: from, end: open.at, isAnswer: true }, { start: open.end, end: text.length, isAnswer: false });
  } else {
    parts.push({ start: from, end: text.length, isAnswer: thought === null });
  }
  return { parts, openedByPrompt };
}

/** Whether there is only white space before a place in its line. */
function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && text[before] !== "\n" && /\s/.test(text[before]!)) before--;
  return before < 0 || text[before] === "\n";
}

/** The answer without the marks around it, of which the last may be missing in a text that was cut. */
function withoutWrapper(answer: string, afterThought: boolean, cut: boolean): string {
  const start = answer.trimStart();
  if (cut && afterThought && ANSWER_WRAPPERS.some(({ opens }) => opens.startsWith(start))) return "";
  const wrapper = ANSWER_WRAPPERS.find(({ opens, special }) => (special || afterThought) && start.startsWith(opens));
  if (!wrapper) return answer;
  const inside = start.slice(wrapper.opens.length);
  const end = inside.lastIndexOf(wrapper.closes);
  return end === -1 ? inside : inside.slice(0, end) + inside.slice(end + wrapper.closes.length);
}
