import type { Engine } from "../../plugins/contract/runner.ts";
import type { Judgement } from "../../store/tables.ts";

/** Asks a judge model about an answer that could not be decided by parsing. */
export type Judge = (expected: string, output: string, signal: AbortSignal) => Promise<Judgement>;

/**
 * The judge follows the second pass of arXiv 2512.24776: a small model sees the gold answer and only the last tokens of the
 * output, and is told to avoid false positives. The paper shows 20 tokens; here it is words, since there is no tokenizer.
 */
const SHOWN_WORDS = 20;

const INSTRUCTIONS = `You check answers to problems. You see the reference answer and the last words of a response.
Decide whether the final answer in the response means the same as the reference answer.
Say YES only if you are sure. If the final answer is missing, cut off, ambiguous or different, say NO.
Reply with YES or NO, then a reason in one sentence.`;

export function createJudge(engine: Engine): Judge {
  return async (expected, output, signal) => {
    const words = output.trim().split(/\s+/).slice(-SHOWN_WORDS).join(" ");
    const { answer } = await engine.generate(
      {
        messages: [
          { role: "system", content: INSTRUCTIONS },
          { role: "user", content: `Reference answer: ${expected}\nLast words of the response: ${words}` },
        ],
        temperature: 0,
        maxTokens: 200,
        thinking: "off",
      },
      signal,
    );
    return readJudgement(answer, engine.identity.model);
  };
}

/** Reads a judge's reply: the verdict is the first YES or NO, and null where the reply has neither. */
export function readJudgement(reply: string, model: string): Judgement {
  const [word] = /\b(yes|no)\b/i.exec(reply) ?? [];
  const reason = reply.replace(/^\W*(yes|no)\b\W*/i, "").trim();
  return { correct: word === undefined ? null : word.toLowerCase() === "yes", reason: reason || reply.trim(), model };
}
