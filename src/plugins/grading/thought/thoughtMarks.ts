/** A mark in a text that opens or closes a thought. */
export interface ThoughtMark {
  at: number;
  end: number;
  /** The same for the mark that opens and the one that closes. */
  kind: string;
  closes: boolean;
  /** Whether it never stands in prose, so that it opens a thought wherever it stands. */
  special: boolean;
}

const NAME = "[a-z0-9:_-]{0,20}?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad|monologue)";
/**
 * `<think>`, `<thinking>`, `<thought>`, `<seed:think>` (Seed-OSS), `[THINK]` (Magistral), `◁think▷` (Kimi),
 * `<|START_THINKING|>` (Cohere) and `<|begin_of_thought|>` (Sky-T1) have one form in different brackets.
 */
const NAMED = `([<[◁])(\\|?)(/|(?:start|begin|end)(?:_of)?_)?(${NAME})(_(?:start|begin|end))?\\2[>\\]▷]`;
/** Marks without such a name, of Apertus, of Gemma 4 and of MedGemma. */
const OTHERS: [opens: string, closes: string][] = [
  ["<|inner_prefix|>", "<|inner_suffix|>"],
  ["<|channel>thought\n", "<channel|>"],
  ["<unused94>thought\n", "<unused95>"],
];
const escaped = (text: string) => text.replace(/[|[\]\\]/g, "\\$&");
const MARKS = new RegExp([NAMED, ...OTHERS.flat().map(escaped)].join("|"), "giu");

/** The marks of a text, in their order. */
export function* thoughtMarks(text: string): Generator<ThoughtMark> {
  for (const match of text.matchAll(MARKS)) {
    const [mark, bracket, pipe, before, name, after] = match;
    const place = { at: match.index, end: match.index + mark.length };
    if (name === undefined) {
      const pair = OTHERS.find((marks) => marks.includes(mark))!;
      if (pair) yield { ...place, kind: pair[0], closes: mark === pair[1], special: true };
      continue;
    }
    // A word in brackets is a gap to fill in, unless it is in capitals.
    if (bracket === "[" && mark !== mark.toUpperCase()) continue;
    const closes = before === "/" || /end/i.test(`${before ?? ""}${after ?? ""}`);
    const special = bracket !== "<" || pipe !== "" || name.includes(":");
    yield { ...place, kind: `${bracket}${pipe}${name.toLowerCase()}`, closes, special };
  }
}

/** Headings between which a thought stands at the start of a text. */
export const THOUGHT_HEADINGS: { opens: RegExp; closes: RegExp; mayEndOpen: boolean }[] = [
  // s1
  { opens: /^(?:<\|im_start\|>)?think\n/, closes: /\n(?:<\|im_start\|>)?answer\n/, mayEndOpen: true },
  // Granite 3.2
  {
    opens: /^\s*here(?: is|['’]s) my (?:thought|thinking|reasoning) process:/i,
    closes: /here(?: is|['’]s) my (?:final )?(?:response|answer):/i,
    mayEndOpen: true,
  },
  // HuatuoGPT-o1. Other models write the first heading over a whole answer.
  { opens: /^\s*#+ thinking\n/i, closes: /^#+ final response\b.*\n?/im, mayEndOpen: false },
];

/** Marks around the answer that follows a thought. */
export const ANSWER_WRAPPERS: { opens: string; closes: string; special: boolean }[] = [
  { opens: "<|START_RESPONSE|>", closes: "<|END_RESPONSE|>", special: true },
  { opens: "<|begin_of_solution|>", closes: "<|end_of_solution|>", special: true },
  { opens: "<response>", closes: "</response>", special: false },
  { opens: "<answer>", closes: "</answer>", special: false },
  { opens: "<output>", closes: "</output>", special: false },
];

/** The beginnings of thoughts that are not in brackets. */
const OPENING_WORDS = [
  "think\n",
  "analysis",
  "## Thinking\n",
  "Here is my thought process:",
  "Here's my thought process:",
  ...OTHERS.map(([opens]) => opens),
];

/** Whether a text that was cut ends within the mark that opens its thought. */
export const isCutMark = (text: string) => {
  const start = text.trimStart();
  if (/^(?:<[^<>\s]{0,40}|\[[A-Z_]{0,20}|◁[^▷\s]{0,20})$/u.test(start) || /^<\|im_start\|>t?h?i?n?k?$/.test(start))
    return true;
  return start !== "" && OPENING_WORDS.some((opening) => opening.startsWith(start));
};

const ANY_MARK = /^\s*(?:<\|?([a-z][^\s<>|]{1,40})\|?>|\[[A-Z_]{3,30}\]|◁[^\s▷]{1,30}▷)/iu;
/** Tags with which answers begin, whose meaning is known: it is no thought. */
const NO_THOUGHT = /^(?:answer|response|output|solution|p|b|i|u|em|strong|br|div|span|code|pre|table|ul|ol|li|h\d)$/i;

/** Whether a text begins with a mark that may open a thought or not, since nobody knows it. */
export function beginsWithUnknownMark(text: string): boolean {
  const found = ANY_MARK.exec(text);
  return (
    found !== null && !NO_THOUGHT.test(found[1] ?? "") && !/^\s*<\|(?:START_RESPONSE|begin_of_solution)/.test(text)
  );
}
