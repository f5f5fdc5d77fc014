import type { Sampling } from "../../decoding/decoding.ts";
import type { Thinking } from "../../decoding/thinking.ts";
import type { Reach } from "../../network/connector.ts";
import type { Plugin } from "./plugin.ts";

/** An inference engine that serves models. */
export interface RunnerPlugin<Options = unknown> extends Plugin<Options> {
  kind: "runner";
  /** Attaches to a running engine or launches one, and resolves once it can generate. Throws a `RunnerError`. */
  open(options: Options, context: RunnerContext): Promise<Engine>;
}

export interface RunnerContext {
  /** Aborted when the run is canceled: a launch that has not finished must then end. */
  signal: AbortSignal;
  /** Shows a line of the engine's output while it starts. */
  log(line: string): void;
  /**
   * The addresses that may be reached: any (where it is left out), or only those of the public internet. A runner checks
   * each address that it connects to, since a name can change what it stands for.
   */
  reach?: Reach;
}

/** An engine that can generate. */
export interface Engine {
  identity: EngineIdentity;
  /** Generates one completion by streaming. Throws a `RunnerError`, which says whether to try again. */
  generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation>;
  /** Reads the load of the engine from its own metrics; null where it exports none. */
  sampleLoad(): Promise<EngineLoad | null>;
  /** Releases the engine. One that was launched is ended together with all its processes. */
  close(): Promise<void>;
}

/** The engine and the model, as the engine itself states them. */
export interface EngineIdentity {
  /** `vllm`, `sglang`, `tgi` or the name that the server gives itself. */
  engine: string;
  /** The version of the engine; null where the server does not state it. */
  version: string | null;
  /** The name under which the model is served. */
  model: string;
  /** The path or hub id that the model was loaded from; null where the engine does not state it. */
  modelRoot: string | null;
  /** The most tokens of prompt and answer together; null where the engine does not state it. */
  contextLength: number | null;
  /** The revision of the weights; null or absent where the engine does not state it, as with all fields below. */
  revision?: string | null;
  dtype?: string | null;
  quantization?: string | null;
  cacheDtype?: string | null;
  /** The engine's own flags. */
  flags?: Record<string, unknown> | null;
  /** The sampling defaults of the model that the engine states, as in `generation_config.json`. */
  generationConfig?: Record<string, unknown> | null;
}

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

export type { Thinking };

/** A request for one completion. The default of the engine or the model holds for each sampling setting that is left out. */
export interface GenerationRequest extends Sampling {
  messages: Message[];
  thinking: Thinking;
  /** Arguments of the model's chat template, besides those that follow from `thinking`. */
  chatTemplateKwargs?: Record<string, unknown>;
}

/** One completion, its tokens and its times. */
export interface Generation {
  /** The answer without its reasoning. */
  answer: string;
  /** The reasoning before the answer; null where there is none. */
  reasoning: string | null;
  /**
   * The reason that the engine gives, e.g. `stop` or `length`. It is `stop` for every engine if a stop text ended it.
   */
  finishReason: string;
  /** Tokens of the prompt by the engine's own count (`usage`); null where it gives none. */
  promptTokens: number | null;
  /** Tokens of the answer by the engine's own count, reasoning included; null where it gives none. */
  outputTokens: number | null;
  /** Tokens of the reasoning alone; null where they are not known. */
  reasoningTokens: number | null;
  /** How the reasoning tokens were counted, or why they are not known; null where the engine itself counted them. */
  reasoningTokensNote: string | null;
  /** Seconds from sending the request to the first token (TTFT); null where no token came. */
  ttft: number | null;
  /** Seconds from sending the request to the end of the answer. */
  latency: number;
  /**
   * Parts of the request that the engine did not follow, e.g. a thinking budget that its version does not support: the
   * run must not record them as done.
   */
  ignored: string[];
  /** Tokens of the prompt that the engine had in its cache. */
  cachedPromptTokens?: number | null;
  /** Tokens of a draft model that were taken over, and those that were not. */
  acceptedDraftTokens?: number | null;
  rejectedDraftTokens?: number | null;
  /** Seconds to the first token of the answer proper; `ttft` is that of any token. */
  answerTtft?: number | null;
  /** Seconds for which the request waited in the engine. */
  queueTime?: number | null;
  /** Whether the model or the server refused to answer. */
  refused?: boolean;
  /** What was wrong with the engine's counts. */
  usageNotes?: string[];
}

/** A reading of the engine's own metrics; null for a metric that it does not export. */
export interface EngineLoad {
  /** Requests that are being answered. */
  running: number | null;
  /** Requests that wait. */
  waiting: number | null;
  /** The share of the KV cache in use, between 0 and 1. */
  cacheUsage: number | null;
  /** Prompt tokens since the engine started. */
  promptTokens: number | null;
  /** Output tokens since the engine started. */
  outputTokens: number | null;
}
