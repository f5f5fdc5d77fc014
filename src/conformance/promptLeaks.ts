import type { Message } from "../plugins/contract/runner.ts";

/** A problem with its prompt, as the search for answers in prompts needs it. */
export interface Asked {
  id: string;
  question: string;
  /** The gold answer as the prompt asks for it, such as the letter of the option. */
  gold: string;
  messages: readonly Message[];
}

/** How many other gold answers each prompt is searched for. */
const OTHERS = 5;
/** A prompt that holds its own answer more often than those of others by this share gives it away. */
const EXCESS = 0.25;

/** Words after which an answer is stated. */
const STATED =
  "(?:answer|solution|result|gold|expected|correct|right|target|label|key|boxed)" +
  String.raw`(?:\W{0,4}(?:is|are|answer|option|choice|letter)){0,3}\W{0,6}`;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const asWord = (gold: string) => String.raw`(?<![\p{L}\p{N}])${escaped(gold)}(?![\p{L}\p{N}]|[.,]\d)`;
const states = (text: string, gold: string) => new RegExp(STATED + asWord(gold), "iu").test(text);
const holds = (text: string, gold: string) => new RegExp(asWord(gold), "iu").test(text);

const wholeOf = ({ messages }: Asked) => messages.map(({ content }) => String(content)).join("\n");
const besideQuestion = (asked: Asked) => wholeOf(asked).replaceAll(asked.question, " ");

/**
 * The prompt that gives its answer away, and how; null where none does. What prompts hold by chance, such as the numbers of
 * examples, is told by how often they hold the gold answers of other problems.
 *
 * @param isChoice whether the options stand in the prompt, so that it holds the answer as one of them.
 */
export function leakIn(asked: readonly Asked[], isChoice: boolean): string | null {
  const stated = excess(asked, states, wholeOf);
  if (stated) return `The prompt of ${JSON.stringify(stated.id)} states its answer ${JSON.stringify(stated.gold)}.`;
  if (isChoice) return null;
  const held = excess(asked, holds, besideQuestion);
  if (!held) return null;
  const advice = "If the options of a question stand in its prompt, declare optionCount or chanceLevel";
  return `The prompt of ${JSON.stringify(held.id)} holds its answer ${JSON.stringify(held.gold)} beside the question. ${advice}.`;
}

type Test = (text: string, gold: string) => boolean;

function excess(asked: readonly Asked[], test: Test, textOf: (asked: Asked) => string): Asked | undefined {
  const own: Asked[] = [];
  let others = 0;
  let tried = 0;
  const golds = [...new Set(asked.map(({ gold }) => gold))];
  for (const [i, one] of asked.entries()) {
    const text = textOf(one);
    if (test(text, one.gold)) own.push(one);
    const from = golds.indexOf(one.gold);
    for (let step = 1; step <= Math.min(OTHERS, golds.length - 1); step++) {
      tried++;
      if (test(text, golds[(from + step + (i % 3)) % golds.length]!)) others++;
    }
  }
  const baseline = tried === 0 ? 0 : others / tried;
  return own.length / asked.length >= baseline + EXCESS ? own[0] : undefined;
}
