import type { Sampling } from "../../decoding/decoding.ts";
import type { Thinking } from "../../decoding/thinking.ts";
import type { Plugin } from "./plugin.ts";

/** An inference engine that serves models: it opens engines to generate with. */
export interface RunnerPlugin<Options = unknown> extends Plugin<Options> {
  kind: "runner";
  /** Attaches to a running engine or launches one; resolves once it can generate. Throws a `RunnerError`. */
  open(options: Options, context: RunnerContext): Promise<Engine>;
}

export interface RunnerContext {
  /** Ends a launch that is under way. */
  signal: AbortSignal;
  /** Shows a line of what the engine says while it starts. */
  log(line: string): void;
}

/** An engine that is ready. */
export interface Engine {
  identity: EngineIdentity;
  /** One completion, streamed. Throws a `RunnerError`, which says whether to try again. */
  generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation>;
  /** What the engine says of its load; null where it exports nothing. */
  sampleLoad(): Promise<EngineLoad | null>;
  /** Lets go of the engine; one that was launched is ended with all its processes. */
  close(): Promise<void>;
}

/** As the engine itself states it. */
export interface EngineIdentity {
  /** `vllm`, `sglang`, `tgi` or what the server calls itself. */
  engine: string;
  /** Null where a server does not say. */
  version: string | null;
  /** The name under which the model is served. */
  model: string;
  /** The path or hub id that it was loaded from, where the engine says. */
  modelRoot: string | null;
  /** Tokens of prompt and answer together. */
  contextLength: number | null;
}

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

export type { Thinking };

/** A prompt and how to answer it. Where a setting of the sampling is left out, the engine's or the model's default holds. */
export interface GenerationRequest extends Sampling {
  messages: Message[];
  thinking: Thinking;
  /** Arguments of the model's chat template, besides what `thinking` sets. */
  chatTemplateKwargs?: Record<string, unknown>;
}

/** One completion and what it cost. */
export interface Generation {
  /** The answer without its reasoning. */
  answer: string;
  /** The text before the answer, where the model reasons; null where there is none. */
  reasoning: string | null;
  /** As the engine says: `stop`, `length` …; a stop text that ended the answer is `stop` with every engine. */
  finishReason: string;
  /** By the engine's own count (`usage`); null where it gives none. */
  promptTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  /** How the reasoning tokens were counted, or why not; null where it is the engine's count of the reasoning alone. */
  reasoningTokensNote: string | null;
  /** Seconds from sending the request to the first token. */
  ttft: number | null;
  /** Seconds from sending the request to the end of the answer. */
  latency: number;
  /** What was asked and not done, as a version that ignores a thinking budget: the run must not record it as done. */
  ignored: string[];
}

/** A reading of the engine's own metrics; null for what it does not export. Counters run since the engine's start. */
export interface EngineLoad {
  running: number | null;
  waiting: number | null;
  /** Share of the KV cache in use, between 0 and 1. */
  cacheUsage: number | null;
  promptTokens: number | null;
  outputTokens: number | null;
}
