import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import { amountAt, countAt, numberAt } from "../fields/figures.ts";
import { shortened, textOf, withoutPlaces } from "../fields/texts.ts";
import type { InstanceLine } from "./layout.ts";

/** A sample of a line, but for its repeat. */
export type Sample = Omit<SampleSubmission, "repeat">;

/** What a line says twice and differently, in words; undefined where it does not. */
export interface ReadLine {
  sample: Sample;
  /** That the tokens do not add up to the stated total, so that nobody knows what they hold. */
  tokensDisagree?: boolean;
  /** That the time of generating is longer than the time of all, so that the latter is something else. */
  timesDisagree?: boolean;
}

/** The sample of a line. An error without a right answer is no wrong answer. */
export function sampleOf(line: InstanceLine, place: string): ReadLine {
  const { evaluation, error, input, output } = line;
  const { usage, tokensDisagree } = usageOf(line.token_usage, `${place}: token_usage`);
  const time = (name: "latency_ms" | "time_to_first_token_ms" | "generation_time_ms") =>
    amountAt(line.performance?.[name], `${place}: performance.${name}`);
  const latency = time("latency_ms");
  const generation = time("generation_time_ms");
  const ttft = time("time_to_first_token_ms");
  const isError = !!error?.trim() && evaluation.is_correct !== true;
  const score = numberAt(evaluation.score, `${place}: evaluation.score`);
  // A level of -1 stands for an answer that nobody could decide.
  const isUndecided = evaluation.is_correct == null || score === -1;
  const isPartial = !isError && !isUndecided && score !== undefined && score > 0 && score < 1;
  return {
    sample: {
      problem: textOf(line.sample_id)!,
      ...(isError
        ? { error: shortened(withoutPlaces(error!)) }
        : isUndecided
          ? {}
          : { correct: evaluation.is_correct! }),
      ...(isPartial && { score }),
      ...usage,
      ...(latency !== undefined && { latency: latency / 1000 }),
      ...(ttft !== undefined && { ttft: ttft / 1000 }),
      ...texts({
        answer: answerOf(line),
        expected: joined(input?.reference),
        output: joined(output?.raw) ?? lastWords(line),
      }),
    },
    ...(tokensDisagree && { tokensDisagree }),
    ...(latency !== undefined && generation !== undefined && generation > latency && { timesDisagree: true }),
  };
}

/**
 * The tokens. Converters differ in whether the input holds what came from a cache, and the output the reasoning: the total
 * tells. Where it fits neither way, the figures stay as they are stated.
 */
function usageOf(stated: InstanceLine["token_usage"], place: string) {
  if (!stated) return { usage: {} };
  const of = (name: keyof typeof stated & string) => countAt(stated[name], `${place}.${name}`);
  const input = of("input_tokens");
  const output = of("output_tokens");
  const total = of("total_tokens");
  const read = of("input_tokens_cache_read");
  const cached = (read ?? 0) + (of("input_tokens_cache_write") ?? 0);
  const reasoning = of("reasoning_tokens");
  let promptTokens = input;
  let outputTokens = output;
  let tokensDisagree = false;
  if (input !== undefined && output !== undefined && total !== undefined) {
    const beside = total - input - output;
    const ways = [
      [0, 0],
      [cached, 0],
      [0, reasoning ?? 0],
      [cached, reasoning ?? 0],
    ] as const;
    const way = ways.find(([ofInput, ofOutput]) => ofInput + ofOutput === beside);
    tokensDisagree = way === undefined;
    promptTokens = input + (way?.[0] ?? 0);
    outputTokens = output + (way?.[1] ?? 0);
  }
  const isPart = reasoning !== undefined && outputTokens !== undefined && reasoning <= outputTokens;
  return {
    usage: {
      ...(promptTokens !== undefined && { promptTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
      ...(isPart && { reasoningTokens: reasoning }),
      ...(read !== undefined && promptTokens !== undefined && read <= promptTokens && { cachedPromptTokens: read }),
    },
    tokensDisagree,
  };
}

/** The last answer that was taken out of the output. */
function answerOf({ answer_attribution: all }: InstanceLine): string | undefined {
  const found = (all ?? []).filter((one) => typeof one === "object" && one !== null) as Record<string, unknown>[];
  const last = found.findLast((one) => one.is_terminal === true) ?? found.at(-1);
  return typeof last?.extracted_value === "string" ? last.extracted_value : undefined;
}

/** What the model said last in a conversation. */
function lastWords({ messages }: InstanceLine): string | undefined {
  const said = (messages ?? []).filter((one) => (one as { role?: unknown } | null)?.role === "assistant");
  const content = (said.at(-1) as { content?: unknown } | undefined)?.content;
  return typeof content === "string" ? content : undefined;
}

const joined = (value: unknown): string | undefined => {
  const parts = [value].flat().filter((one) => typeof one === "string");
  return parts.length === 0 ? undefined : parts.join("\n");
};

/** The longest text of an output that can be stored. */
const LONGEST = 10_000_000;

const texts = (given: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, textOf(text.slice(0, LONGEST))]],
    ),
  );
