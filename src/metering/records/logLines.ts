import { z } from "zod";

/** The version of these lines. A later version that an older program can't read gets another number. */
export const LOG_VERSION = 1;

const digest = z.string();
/** Milliseconds since 1970. */
const instant = z.number();
const count = z.number().nullable();

/** The first line of a log: who records what. */
export const sessionLine = z.object({
  kind: z.literal("session"),
  version: z.number(),
  id: z.string(),
  /** The process that writes the log, on the machine of this name. */
  pid: z.number(),
  host: z.string(),
  at: instant,
  /** The address of the engine. */
  upstream: z.string(),
  hardware: z.object({ name: z.string(), count: z.number() }).nullable(),
  /** The share of requests that is recorded, without any digest; null where all are, with digests. */
  sample: z.number().nullable(),
  /** The program that is metered, without its arguments, which can hold keys; null for a server. */
  program: z.string().nullable(),
  meter: z
    .object({ source: z.string(), gpus: z.array(z.string()), chosenBy: z.string(), interval: z.number() })
    .nullable(),
});

/** A request has come. Where no answer with its id follows, the recorder ended first. */
export const requestLine = z.object({
  kind: z.literal("request"),
  id: z.number(),
  at: instant,
  run: z.string().nullable(),
  path: z.string(),
  model: z.string().nullable(),
  stream: z.boolean(),
  /** The answers that were asked for to each prompt. */
  n: z.number(),
  prompts: z.array(z.object({ whole: digest, text: digest.nullable() })),
  /** The digest of the body's bytes: the same again after a failure is a retry. Null in a sample. */
  body: digest.nullable(),
  /** The number of earlier attempts, where the client states it. */
  attempt: z.number().nullable(),
  /** Who asks the engine to tell its usage in the stream; null where nobody has to or does. */
  usageAskedBy: z.enum(["client", "proxy"]).nullable(),
  /** Whether the proxy itself asks, to learn how the engine writes a stream. */
  own: z.literal(true).optional(),
  /** The body, where texts are kept. */
  text: z.string().optional(),
});

export const answerLine = z.object({
  kind: z.literal("answer"),
  id: z.number(),
  /** The status of HTTP; null where none came. */
  status: z.number().nullable(),
  /** Why the answer is not whole, as a code of `docs/errors.md`; null where it is. */
  failure: z.string().nullable(),
  /** Seconds from the request to the first text; null where the answer is no stream or has no text. */
  ttft: z.number().nullable(),
  /** Seconds from the request to the end. */
  latency: z.number(),
  choices: z.array(
    z.object({
      index: z.number(),
      finishReason: z.string().nullable(),
      /** `digestOfText` of the answer without its reasoning; null in a sample. */
      text: digest.nullable(),
      characters: z.number(),
      reasoningCharacters: z.number(),
      toolCalls: z.boolean(),
      refused: z.boolean(),
      content: z.string().optional(),
    }),
  ),
  promptTokens: count,
  outputTokens: count,
  reasoningTokens: count,
  cachedPromptTokens: count,
  /** What is wrong with the engine's counts. */
  notes: z.array(z.string()),
  /** The bytes of the body that the engine sent. */
  bytes: z.number(),
});

/** The work of the metered GPUs since the session began. */
export const energyLine = z.object({
  kind: z.literal("energy"),
  at: instant,
  joules: z.number().nullable(),
  gpuSeconds: z.number(),
  from: z.enum(["counter", "power"]).nullable(),
});

/** The last line of a session that ended in order. */
export const endLine = z.object({
  kind: z.literal("end"),
  at: instant,
  /** The requests that came, recorded or not. */
  requests: z.number(),
  /** The lines that could not be written. */
  linesLeftOut: z.number(),
});

export const logLine = z.discriminatedUnion("kind", [sessionLine, requestLine, answerLine, energyLine, endLine]);

export type SessionLine = z.infer<typeof sessionLine>;
export type RequestLine = z.infer<typeof requestLine>;
export type AnswerLine = z.infer<typeof answerLine>;
export type EnergyLine = z.infer<typeof energyLine>;
export type EndLine = z.infer<typeof endLine>;
export type LogLine = z.infer<typeof logLine>;
