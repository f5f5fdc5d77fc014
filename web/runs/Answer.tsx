import type { AnswerFate, Sample } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { writeValue } from "../../src/drawing/writeValue.ts";
import { Facts } from "../parts/Facts.tsx";
import { Scrolls } from "../parts/Scrolls.tsx";

export const ANSWER = {
  ...{ id: true, problemId: true, repeat: true, fate: true, score: true, answer: true, expected: true, output: true },
  ...{ finishReason: true, promptHash: true, error: true, errorCode: true },
  measures: { metric: { name: true, title: true, unit: true }, value: true },
  judgement: { model: true, correct: true, reason: true, isCheck: true },
} as const satisfies Selection<Sample>;

/** What became of answers, in words. */
export const FATES: Record<AnswerFate, string> = {
  RIGHT: "right",
  WRONG: "wrong",
  TRUNCATED: "truncated",
  UNDECIDED: "undecided",
  ERROR: "failed",
};

/** An answer to a problem: its verdict and tokens in a line, and below it all that is kept of it. */
export function Answer({ answer: sample }: { answer: Result<Sample, typeof ANSWER> }) {
  const { problemId, repeat, fate, answer, expected, output, finishReason, promptHash, judgement, error } = sample;
  const tokens = sample.measures.find(({ metric }) => metric.name === "output_tokens")?.value;
  return (
    <details class={`answer ${fate.toLowerCase()}`}>
      <summary>
        <b>{FATES[fate]}</b> {problemId}
        {repeat > 0 && `, repeat ${repeat}`}
        {answer !== null && `: ${shortened(answer)}`}
        {tokens !== undefined && <span class="muted">, {tokens.toLocaleString("en-US")} tokens</span>}
      </summary>
      <Facts
        facts={[
          ["Answer", answer !== null && <code>{answer}</code>],
          ["Expected", expected !== null && <code>{expected}</code>],
          ["Score", sample.score === null ? null : String(sample.score)],
          ["Ended by", finishReason],
          ["Error", error && `${error}${sample.errorCode ? ` (${sample.errorCode})` : ""}`],
          [
            "Judge",
            judgement &&
              `${judgement.model}${judgement.isCheck ? ", as a check" : ""}: ${
                judgement.correct === null ? "no verdict" : judgement.correct ? "right" : "wrong"
              }. ${judgement.reason}`,
          ],
          ...sample.measures.map(({ metric, value }) => [metric.title, writeValue(value, metric.unit)] as const),
          [
            "Prompt",
            promptHash && (
              <>
                not stored; its SHA-256 is <code>{promptHash}</code>
              </>
            ),
          ],
        ]}
      />
      {output !== null && (
        <Scrolls label={`Output on ${problemId}`}>
          <pre class="output">{output}</pre>
        </Scrolls>
      )}
    </details>
  );
}

const MOST = 80;
const shortened = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)} …` : text);
