/** A part of a completion, and whether it belongs to the answer. */
export interface Part {
  start: number;
  end: number;
  isAnswer: boolean;
}

const TOKEN = /<\|(start|end|message|channel|constrain|return|call)\|>/g;

/** Whether a completion has the messages of OpenAI's harmony format (gpt-oss) with its tokens. */
export const isHarmony = (text: string) => /<\|(?:channel|message)\|>|^\s*<\|start\|>assistant/.test(text);

/**
 * The messages of a completion in the harmony format: those of the channel `final` and those without a channel are the
 * answer. A text before the first header is the end of a message that the prompt began, which is one of the thought.
 */
export function harmonyParts(text: string): Part[] {
  const tokens = [...text.matchAll(TOKEN)];
  const parts: Part[] = [{ start: 0, end: tokens[0]?.index ?? text.length, isAnswer: false }];
  let channel = "";
  for (const [i, token] of tokens.entries()) {
    const start = token.index + token[0].length;
    const end = tokens[i + 1]?.index ?? text.length;
    if (token[1] === "start" || token[1] === "end") channel = "";
    if (token[1] === "channel") channel = text.slice(start, end).trim().split(/\s/)[0]!;
    if (token[1] === "message") parts.push({ start, end, isAnswer: channel === "final" || channel === "" });
  }
  return parts;
}

/**
 * The same where the tokens were left out and only the names of the channels stayed, as in
 * `analysisWe add.assistantfinalThe sum is 5.` Null for any other text.
 */
export function bareHarmonyParts(text: string): Part[] | null {
  if (!/^\s*analysis\S/.test(text)) return null;
  const heading = "assistantfinal";
  const at = text.lastIndexOf(heading);
  if (at === -1 && !/^\s*analysis["'“(A-Z\d]/.test(text)) return null;
  const start = text.indexOf("analysis") + "analysis".length;
  if (at === -1) return [{ start, end: text.length, isAnswer: false }];
  return [
    { start, end: at, isAnswer: false },
    { start: at + heading.length, end: text.length, isAnswer: true },
  ];
}
