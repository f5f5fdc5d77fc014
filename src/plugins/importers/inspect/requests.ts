import type { ImportedRequest } from "../../contract/importer.ts";
import { digestOfText, type PromptDigests, promptsOf } from "../../contract/promptDigests.ts";
import { isObject } from "../fields/isObject.ts";
import { eventsWithScoring } from "./calls.ts";
import { splitModel } from "./model.ts";

/** What a sample holds of its requests. Events name messages by their places in pools, and long texts by their digests. */
interface Sample {
  events?: unknown;
  events_data?: unknown;
  attachments?: Record<string, unknown> | null | undefined;
  error_retries?: readonly Record<string, unknown>[] | null | undefined;
  input?: unknown;
  output?: unknown;
}

/**
 * The requests of a sample, of all models, in their order: those of tries that were given up first. A log without events has
 * the question and the answer alone.
 */
export function requestsOf(sample: Sample, model: string): ImportedRequest[] {
  const texts = (value: unknown) => withTexts(value, sample.attachments ?? {});
  const pools = isObject(sample.events_data) ? sample.events_data : {};
  const givenUp = (sample.error_retries ?? []).flatMap(({ events, events_data }) =>
    ofEvents(events, isObject(events_data) ? events_data : pools, texts).map((one) => ({
      ...one,
      purpose: "given up" as const,
    })),
  );
  const made = ofEvents(sample.events, pools, texts);
  if (made.length > 0) return [...givenUp, ...made];
  const asked = texts(sample.input);
  const prompt = promptsOf({ messages: Array.isArray(asked) ? asked : [{ role: "user", content: asked }] })[0];
  const answers = answersIn(texts(sample.output));
  if (!prompt || answers.length === 0) return givenUp;
  return [...givenUp, { ...prompt, answers, purpose: "answer", ...askedModel(model) }];
}

type Texts = (value: unknown) => unknown;

function ofEvents(events: unknown, pools: Record<string, unknown>, texts: Texts): ImportedRequest[] {
  return eventsWithScoring(events).flatMap(({ event, isScoring }): ImportedRequest[] => {
    // An answer that was read from a cache of the tool was not asked for.
    if (event.event !== "model" || event.cache === "read" || typeof event.model !== "string") return [];
    const prompt = promptOf(event, pools, texts);
    if (!prompt) return [];
    const purpose = isScoring ? "grade" : "answer";
    return [{ ...prompt, answers: answersIn(texts(event.output)), purpose, ...askedModel(event.model) }];
  });
}

/** The request as it was sent, where the log has it, and otherwise the messages of Inspect. */
function promptOf(event: Record<string, unknown>, pools: Record<string, unknown>, texts: Texts) {
  const call = isObject(event.call) ? event.call : {};
  const body: Record<string, unknown> = isObject(call.request) ? { ...call.request } : {};
  if (typeof call.call_key === "string") body[call.call_key] = pooled(call.call_refs, pools.calls);
  const sent: PromptDigests | undefined = promptsOf(texts(body) as Record<string, unknown>)[0];
  const named = Array.isArray(event.input_refs) ? pooled(event.input_refs, pools.messages) : event.input;
  return sent ?? promptsOf({ messages: texts(named) })[0];
}

/** The parts of a pool at these spans, each from a place to the one before another. */
function pooled(spans: unknown, pool: unknown): unknown[] {
  if (!Array.isArray(spans) || !Array.isArray(pool)) return [];
  return spans.flatMap((span) => {
    const [from, to] = Array.isArray(span) ? span : [];
    return Number.isSafeInteger(from) && Number.isSafeInteger(to) ? pool.slice(from, to) : [];
  });
}

function answersIn(output: unknown): string[] {
  const choices = isObject(output) && Array.isArray(output.choices) ? output.choices : [];
  return choices.flatMap((choice) => {
    const content = isObject(choice) && isObject(choice.message) ? choice.message.content : undefined;
    const text = Array.isArray(content) ? content.map(textOfPart).join("") : content;
    return typeof text === "string" ? [digestOfText(text)] : [];
  });
}

const textOfPart = (part: unknown) =>
  isObject(part) && part.type !== "reasoning" && typeof part.text === "string" ? part.text : "";

const ATTACHMENT = "attachment://";

/** A value with the long texts in their places. */
function withTexts(value: unknown, attachments: Record<string, unknown>): unknown {
  if (typeof value === "string") {
    return value.startsWith(ATTACHMENT) ? (attachments[value.slice(ATTACHMENT.length)] ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((one) => withTexts(one, attachments));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, attachments)]));
}

/** The model as it was asked. That of a path has no name that tells. */
function askedModel(model: string): Pick<ImportedRequest, "model"> {
  const { name } = splitModel(model);
  return name === "local" || name === "model" ? {} : { model: name };
}
