import { streamOf } from "./scripted/scriptedStream.ts";
import { answered, FIVE, GOOD_USAGE, type WireCase, wrongIn } from "./wireCase.ts";

const THOUGHT = "think a while";
/** A text that must be apart from the answer, or left out of it. */
const apart = (answer: string) => answer.includes("5") && !answer.includes(THOUGHT);
const thought = (reasoning: string | null) => reasoning?.includes(THOUGHT) === true;
const isUnknown = (count: number | null) => count === null;
const nothing = (count: number | null) => count === null || count === 0;
const noted = (notes: string[] | null) => (notes?.length ?? 0) > 0;

const inContent =
  (content: string, finish = "stop"): WireCase["serve"] =>
  ({ stream }) =>
    stream(answered([{ delta: { content } }], GOOD_USAGE, finish));

/** The forms in which servers write answers and their counts of tokens. */
export const WIRE_ANSWERS = {
  PARTS_NOT_JOINED: {
    area: "answers",
    holds: "content as a list of parts is joined, with the parts that think apart",
    why: "An answer that reads [object Object] is graded as wrong.",
    serve: ({ stream }) =>
      stream(
        answered([
          { delta: { content: [{ type: "thinking", thinking: [{ type: "text", text: THOUGHT }] }] } },
          { delta: { content: [{ type: "text", text: "It is 5" }] } },
        ]),
      ),
    judge: ({ results: [one] }) => wrongIn(one, { answer: apart, reasoning: thought }),
  },
  DETAILS_NOT_APART: {
    area: "answers",
    holds: "reasoning in a field of its own is reasoning, and not part of the answer",
    why: "A thought that is graded as the answer makes guesses count, and hides what thinking costs.",
    serve: ({ stream }) =>
      stream(
        answered([{ delta: { reasoning_details: [{ type: "reasoning.text", text: THOUGHT }], content: "" } }, FIVE]),
      ),
    judge: ({ results: [one] }) => wrongIn(one, { answer: apart, reasoning: thought }),
  },
  MARKS_NOT_PARTED: {
    area: "answers",
    holds: "a thought between <think> and </think> in the content is apart from the answer",
    why: "Many servers leave the marks in the text. What the model only considered is no answer.",
    serve: inContent(`<think>${THOUGHT} \\boxed{7}</think>It is \\boxed{5}`),
    judge: ({ results: [one] }) => wrongIn(one, { answer: apart, reasoning: thought }),
  },
  CHANNELS_NOT_PARTED: {
    area: "answers",
    holds: "the channels of harmony in the content are parted",
    why: "The channel of analysis is a thought, and only the final one is the answer.",
    serve: inContent(
      `<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>\\boxed{5}<|return|>`,
    ),
    judge: ({ results: [one] }) => wrongIn(one, { answer: apart, reasoning: thought }),
  },
  CUT_THOUGHT_ANSWERS: {
    area: "answers",
    holds: "a thought that was cut off is no answer",
    why: "A guess in the middle of a thought would be graded as what the model says.",
    serve: inContent(`<think>${THOUGHT} \\boxed{5}, but check`, "length"),
    judge: ({ results: [one] }) =>
      wrongIn(one, { answer: (answer: string) => !answer.includes("5"), finishReason: "length" }),
  },
  REFUSAL_NOT_MARKED: {
    area: "answers",
    holds: "a refusal in place of content is an answer that is marked as refused",
    why: "A refusal is wrong, and people want to know how many there were.",
    serve: ({ stream }) =>
      stream(answered([{ delta: { content: null, refusal: "I can't help." } }], GOOD_USAGE, "content_filter")),
    judge: ({ results: [one] }) => wrongIn(one, { refused: true }),
  },
  ODD_TEXT_FAILS: {
    area: "answers",
    holds: "the character 0, half a surrogate pair and a lone carriage return do not keep an answer from coming",
    why: "Models write anything. The host cleans what cannot be stored.",
    serve: ({ stream }) =>
      stream(
        answered([
          { raw: `${String.raw`data: {"choices":[{"delta":{"content":"a \u0000 \ud83d b\rIt is 5"}}]}`}\n\n` },
        ]),
      ),
    judge: ({ results: [one] }) => wrongIn(one, { answer: (answer: string) => /^a[\s\S]*It is 5$/.test(answer) }),
  },
  CHARACTER_CUT: {
    area: "answers",
    holds: "a character whose bytes come in two pieces is whole",
    why: "Networks cut anywhere. Decoded piece by piece, a letter becomes two question marks.",
    serve: ({ response }) => {
      const bytes = Buffer.from(streamOf(answered([{ delta: { content: "größer 😀 5" } }])));
      const at = bytes.indexOf("😀") + 2;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(bytes.subarray(0, at));
      setTimeout(() => response.end(bytes.subarray(at)), 50);
    },
    judge: ({ results: [one] }) => wrongIn(one, { answer: "größer 😀 5" }),
  },
  END_NEEDS_MARK: {
    area: "answers",
    holds: "a stream with a finish reason and usage but without [DONE] is whole",
    why: "Some servers leave the mark out. A good answer would be asked for again and again.",
    serve: ({ stream }) => stream(answered([FIVE]), false),
    judge: ({ results: [one] }) => wrongIn(one, { answer: "It is \\boxed{5}", outputTokens: 6 }),
  },
  NO_STREAM_FAILS: {
    area: "answers",
    holds: "JSON in place of a stream is read as one answer, without a time of the first token",
    why: "Some servers do not stream. The time of the whole answer must not pass for that of its first token.",
    serve: ({ json }) =>
      json({
        choices: [{ message: { role: "assistant", content: "It is 5" }, finish_reason: "stop" }],
        usage: GOOD_USAGE,
      }),
    judge: ({ results: [one] }) => wrongIn(one, { answer: "It is 5", ttft: null, outputTokens: 6 }),
  },
  LONG_ANSWER_FAILS: {
    area: "answers",
    holds: "an answer of 10 MB is kept whole, or up to a limit with a note",
    why: "A model that repeats itself must not end the run, and what is left out must be said.",
    serve: ({ stream }) =>
      stream(
        answered([{ delta: { content: "x".repeat(10_000_000) } }], {
          ...GOOD_USAGE,
          completion_tokens: 2e6,
          total_tokens: 2_000_090,
        }),
      ),
    judge: ({ results: [one] }) =>
      wrongIn(one, { answer: (answer: string) => answer.length >= 100_000 && answer.length <= 10_000_000 }) ??
      (one && "answer" in one && one.answer.length < 10_000_000 ? wrongIn(one, { usageNotes: noted }) : null),
  },
  LENGTH_NOT_TOLD: {
    area: "answers",
    holds: "the finish reason length is given on",
    why: "Without it, an answer that was cut off is graded as if the model had ended it.",
    serve: inContent("It is perhaps", "length"),
    judge: ({ results: [one] }) => wrongIn(one, { finishReason: "length" }),
  },
  ZERO_COUNTS_TAKEN: {
    area: "counts",
    holds: "a usage of 0 and 0 beside an answer is not known",
    why: "An answer that cost nothing is the best one on every frontier.",
    serve: ({ stream }) => stream(answered([FIVE], { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })),
    judge: ({ results: [one] }) => wrongIn(one, { promptTokens: notZero, outputTokens: notZero }),
  },
  ODD_COUNTS_TAKEN: {
    area: "counts",
    holds: "counts as texts, below 0, with a fraction or of billions are not known, and the answer stands",
    why: "A count that cannot be becomes a cost that cannot be.",
    asks: 4,
    serve: ({ stream }, asked) =>
      stream(answered([FIVE], { prompt_tokens: 90, completion_tokens: ["6", -6, 6.5, 3e9][asked], total_tokens: 96 })),
    judge: ({ results }) =>
      results.map((one) => wrongIn(one, { answer: "It is \\boxed{5}", outputTokens: isUnknown })).find(Boolean) ?? null,
  },
  EARLY_USAGE_MISSED: {
    area: "counts",
    holds: "usage on the chunk with the finish reason is read",
    why: "Where it is missed, the tokens of every answer of such a server are unknown.",
    serve: ({ stream }) =>
      stream([FIVE, { event: { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: GOOD_USAGE } }]),
    judge: ({ results: [one] }) => wrongIn(one, { promptTokens: 90, outputTokens: 6 }),
  },
  NO_USAGE_GUESSED: {
    area: "counts",
    holds: "tokens that the server does not count are unknown, or counted with a note",
    why: "A guess that looks like a count makes models look cheaper or dearer than they are.",
    serve: ({ stream }) => stream([FIVE, { finish: "stop" }]),
    judge: ({ results: [one] }) => wrongIn(one, { outputTokens: isUnknown }) && wrongIn(one, { usageNotes: noted }),
  },
  REASONING_NOT_ADDED: {
    area: "counts",
    holds: "reasoning tokens that the total has beside the completion are part of the output",
    why: "1,935 of 1,950 tokens would cost nothing.",
    serve: ({ stream }) =>
      stream(
        answered([{ delta: { reasoning: "so ".repeat(900) } }, FIVE], {
          ...{ prompt_tokens: 100, completion_tokens: 15, total_tokens: 2050 },
          completion_tokens_details: { reasoning_tokens: 1935 },
        }),
      ),
    judge: ({ results: [one] }) => wrongIn(one, { outputTokens: 1950, reasoningTokens: 1935 }),
  },
  PHANTOM_REASONING: {
    area: "counts",
    holds: "reasoning tokens without any reasoning are unknown or 0",
    why: "A model that was told not to think must not seem to think.",
    serve: ({ stream }) =>
      stream(
        answered([{ delta: { content: "5" } }], { ...GOOD_USAGE, completion_tokens_details: { reasoning_tokens: 4 } }),
      ),
    judge: ({ results: [one] }) => wrongIn(one, { answer: "5", reasoningTokens: nothing }),
  },
  FIRST_TOKEN_NOT_TIMED: {
    area: "streaming",
    holds: "the time of the first token is that of the first piece, and the latency that of the last one",
    why: "Both are metrics that people choose models by.",
    serve: ({ response }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      setTimeout(() => response.write(streamOf([{ delta: { content: "It is " } }], false)), 200);
      setTimeout(() => response.end(streamOf(answered([{ delta: { content: "5" } }]))), 900);
    },
    judge: ({ results: [one] }) =>
      wrongIn(one, {
        ttft: (seconds: number | null) => seconds !== null && seconds >= 0.15,
        latency: (seconds: number) => seconds >= 0.8,
      }) ??
      (one && "latency" in one && one.latency - one.ttft! < 0.4
        ? `ttft is ${one.ttft} and latency ${one.latency}, and 0.7 s lay between the pieces.`
        : null),
  },
} satisfies Record<string, WireCase>;

function notZero(count: number | null) {
  return count !== 0;
}
