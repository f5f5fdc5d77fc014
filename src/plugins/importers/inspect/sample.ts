import { createHash } from "node:crypto";
import { z } from "zod";
import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { ImportedSample } from "../../contract/importer.ts";
import { amountAt } from "../fields/figures.ts";
import { checkedAt } from "../fields/place.ts";
import { shortened, textOf, withoutPlaces } from "../fields/texts.ts";
import { callsOf } from "./calls.ts";
import { requestsOf } from "./requests.ts";
import { type Tokens, tokensOf, without } from "./usage.ts";

const sample = z.looseObject({
  id: z.union([z.int(), z.string().min(1)]),
  epoch: z.int().min(1),
  scores: z.record(z.string(), z.unknown()).nullish(),
  score: z.unknown().optional(),
  model_usage: z.record(z.string(), z.unknown()).nullish(),
  error: z.looseObject({ message: z.unknown().optional() }).nullish(),
  error_retries: z.array(z.looseObject({})).nullish(),
  limit: z.looseObject({ type: z.unknown().optional() }).nullish(),
  attachments: z.record(z.string(), z.unknown()).nullish(),
});
type Sample = z.output<typeof sample>;

/** A sample of a log, with the scores of all scorers. */
export interface ReadSample {
  place: string;
  /** Whether it was declared invalid after it was taken. */
  isInvalid: boolean;
  shared: ImportedSample;
  /** What each scorer gave: `value`, `answer`. In logs of version 1 there is one, whose name is empty. */
  scores: Record<string, { value?: unknown; answer?: unknown }>;
}

/**
 * Reads a sample. Its tokens are those of the model that is measured: what a grader spent is no cost of the answer.
 *
 * @throws ImportError for a sample that is damaged or has a figure that cannot be.
 */
export function readSample(value: unknown, place: string, model: string, withRequests: boolean): ReadSample {
  const read = checkedAt(sample, value, place);
  const scores = read.scores ?? (read.score ? { "": read.score } : {});
  const finishReason = finishOf(read);
  const message = read.error ? withoutPlaces(textOf(read.error.message) || "an error") : undefined;
  return {
    place,
    isInvalid: read.invalidation != null,
    scores: Object.fromEntries(Object.entries(scores).map(([name, one]) => [name, scoreOf(one)])),
    shared: {
      problem: shortened(String(read.id), 1000),
      repeat: read.epoch - 1,
      ...costOf(read, place, model),
      ...textsOf(read),
      ...(finishReason && { finishReason }),
      ...(withRequests && { requests: requestsOf(read, model) }),
      ...(message && { error: shortened(message, 1000) }),
    },
  };
}

const scoreOf = (score: unknown) => (typeof score === "object" && score !== null ? score : { value: score });

function costOf(read: Sample, place: string, model: string): Partial<SampleSubmission> {
  const { latency, answering, grading } = callsOf(read.events, model, place);
  const all = tokensOf(read.model_usage?.[model], `${place}: model_usage`);
  const output = read.output as { usage?: unknown; time?: unknown } | null | undefined;
  const isSingle = answersIn(read.messages) === 1;
  const ofOutput = isSingle ? tokensOf(output?.usage, `${place}: output.usage`) : undefined;
  const tokens = (all && without(all, grading)) ?? (answering.length > 0 ? sumOf(answering) : ofOutput);
  const time = latency ?? (isSingle ? amountAt(output?.time, `${place}: output.time`) : undefined);
  const failed = (read.error_retries ?? []).flatMap((one) => callsOf(one.events, model, place).answering);
  const discardedTokens = failed.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
  return {
    ...tokens,
    ...(time !== undefined && { latency: time }),
    ...(discardedTokens > 0 && { discardedTokens }),
  };
}

function sumOf(calls: readonly Tokens[]): Tokens {
  const sum: Tokens = { promptTokens: 0, outputTokens: 0 };
  for (const call of calls) {
    for (const [key, value] of Object.entries(call)) sum[key as keyof Tokens] = (sum[key as keyof Tokens] ?? 0) + value;
  }
  return sum;
}

/** The number of messages that the model wrote. Without messages there was one answer, which is `output`. */
function answersIn(messages: unknown): number {
  if (!Array.isArray(messages) || messages.length === 0) return 1;
  return messages.filter((message) => message?.role === "assistant").length;
}

/** Why the answer ended, by our names: `length` for a limit of tokens, `timeout` for one of time. */
function finishOf(read: Sample): string | undefined {
  const limit = read.limit?.type;
  if (limit === "token" || limit === "context") return "length";
  if (limit === "time" || limit === "working") return "timeout";
  if (typeof limit === "string" && /^[a-z_]{1,30}$/.test(limit)) return `${limit}_limit`;
  const choice = (read.output as { choices?: { stop_reason?: unknown }[] } | null | undefined)?.choices?.[0];
  const reason = choice?.stop_reason;
  // `length` stood for both limits in the first logs.
  if (reason === "max_tokens" || reason === "model_length" || reason === "length") return "length";
  return typeof reason === "string" && /^[a-z_]{1,30}$/.test(reason) && reason !== "unknown" ? reason : undefined;
}

function textsOf(read: Sample): Partial<SampleSubmission> {
  const resolved = (text: unknown) => {
    const hash =
      typeof text === "string" && text.startsWith("attachment://") ? text.slice("attachment://".length) : null;
    return textOf(hash === null ? text : (read.attachments?.[hash] ?? text));
  };
  const output = read.output as
    | { completion?: unknown; choices?: { message?: { content?: unknown } }[] }
    | null
    | undefined;
  const written = output?.completion || contentOf(output?.choices?.[0]?.message?.content);
  const completion = resolved(written);
  const targets = [read.target].flat(1).flatMap((target) => resolved(target) ?? []);
  const prompt = ([read.input].flat(1) as ({ content?: unknown } | null)[]).map(
    (part) => resolved(contentOf(part?.content ?? part)) ?? "",
  );
  return {
    ...(completion && { output: completion }),
    ...(targets.length > 0 && { expected: targets.join("\n") }),
    ...(prompt.join("") !== "" && { promptHash: createHash("sha256").update(prompt.join("\n")).digest("hex") }),
  };
}

/** The text of a message: a text, or parts of which those of type `text` are the answer. */
function contentOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.flatMap((part) => (typeof part?.text === "string" ? [part.text] : [])).join("\n");
}
