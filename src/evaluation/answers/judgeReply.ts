import { splitReasoning } from "../../plugins/grading/thought/reasoning.ts";
import type { Judgement } from "../../store/tables.ts";

/** What a judge says of an answer. The verdict is null where its reply gives none. */
export type ReadJudgement = Pick<Judgement, "correct" | "reason" | "model">;

/** The form of a reply, where an engine can be held to one. The reason comes first, so that the verdict follows from it. */
export const VERDICT_SCHEMA = {
  type: "object",
  properties: { reason: { type: "string", maxLength: 500 }, verdict: { type: "string", enum: ["YES", "NO"] } },
  required: ["reason", "verdict"],
  additionalProperties: false,
};

/** The most characters of a reason that are kept. */
const LONGEST_REASON = 1000;
/** A reply has a few lines. What is longer is read at its end. */
const LONGEST_READ = 20_000;

/**
 * Reads a judge's reply, without its reasoning: an object with `verdict`, or else the YES or NO that ends or begins its last
 * line. A reply that settles on neither has no verdict.
 */
export function readJudgement(reply: string, model: string): ReadJudgement {
  const said = splitReasoning(reply).answer.slice(-LONGEST_READ);
  const { correct, reason } = structured(said) ?? inWords(said);
  return { correct, reason: reason.trim().slice(0, LONGEST_REASON), model };
}

type Verdict = Pick<ReadJudgement, "correct" | "reason">;

const WORDS: Record<string, boolean> = { yes: true, true: true, no: false, false: false };

/** The verdict of the last object of JSON that states one; null where there is no such object. */
function structured(text: string): Verdict | null {
  for (const object of (text.match(/\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/gs) ?? []).toReversed()) {
    const { verdict, correct, reason } = parsed(object);
    const said = verdict ?? correct;
    if (said === undefined) continue;
    const isRight = WORDS[String(said).trim().toLowerCase()] ?? null;
    return { correct: isRight, reason: typeof reason === "string" ? reason : "" };
  }
  return null;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function inWords(text: string): Verdict {
  const lines = text.split("\n").flatMap((line) => line.replace(/[*_`#>"“”]+/g, " ").trim() || []);
  const [first, last] = [lines[0] ?? "", lines.at(-1) ?? ""];
  const correct = atEnd(last) ?? atStart(last) ?? atEnd(first) ?? atStart(first) ?? onlyOne(text);
  const rest = text.replace(/^\W*(?:yes|no)\b\W*/i, "").trim();
  return { correct, reason: rest || text };
}

/** A verdict that ends a line, unless the words before deny it or leave it open: "not YES", "YES or NO". */
function atEnd(line: string): boolean | null {
  const [, before, word] = /^(.*?)(?<![\w'’-])(yes|no)[\s.!)\]]*$/i.exec(line) ?? [];
  if (word === undefined || /(?:\b(?:not|or|nor|and|neither|either|than|say|whether)|n['’]t|\/)\s*$/i.test(before!)) {
    return null;
  }
  return word.toLowerCase() === "yes";
}

/** A verdict that begins a line: "YES, both are 3", but neither "No difference" nor "Yes and no". */
function atStart(line: string): boolean | null {
  const [, word, after] = /^[^\w\\]*(yes|no)(?![\w'’-])(.*)$/i.exec(line) ?? [];
  if (word === undefined || /^\s*(?:\/|,?\s*(?:or|and)\s+(?:yes|no)\b)/i.test(after!)) return null;
  const isShouted = word === word.toUpperCase();
  if (!isShouted && word.toLowerCase() === "no" && /^\s+\w/.test(after!)) return null;
  return word.toLowerCase() === "yes";
}

/** The one verdict that is written in capitals, where the other is not. */
function onlyOne(text: string): boolean | null {
  const [yes, no] = [/(?<!\bnot )\bYES\b/.test(text), /\bNO\b/.test(text)];
  return yes === no ? null : yes;
}
