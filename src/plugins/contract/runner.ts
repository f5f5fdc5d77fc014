import type { Sampling } from "../../decoding/decoding.ts";
import type { Thinking } from "../../decoding/thinking.ts";
import type { Reach } from "../../network/connector.ts";
import type { InputKind, Message } from "./message.ts";
import type { Plugin } from "./plugin.ts";

/** An inference engine that serves models. */
export interface RunnerPlugin<Options = unknown> extends Plugin<Options> {
  kind: "runner";
  /** What it passes on to the engine beside text. An answer to a prompt with anything else is an error (`INPUT_UNSUPPORTED`). */
  inputs?: readonly InputKind[];
  /**
   * Says what an engine of these options is to this machine. It is called before `open` and must do nothing else. Where it
   * is left out, an option `launch` launches, and an option `endpoint` is the engine's address.
   */
  use?(options: Options): EngineUse;
  /** Attaches to a running engine or launches one, and resolves once it can generate. Throws a `RunnerError`. */
  open(options: Options, context: RunnerContext): Promise<Engine>;
}

/** What an engine is to the machine that opens it. What is left out is not so. */
export interface EngineUse {
  /** The address at which it is asked, where it runs elsewhere or at least by itself. It is waited for, and need not be closed. */
  endpoint?: string | undefined;
  /** Whether opening it starts a program of this machine, which ends with `close`. Only operators may ask for that. */
  launches?: boolean;
  /** The GPUs of this machine on which it computes, by number or UUID, where that is known. */
  gpus?: readonly string[] | undefined;
  /** Whether its GPUs are metered though no run asks for it. Where it is left out, those of an engine that is launched are. */
  metered?: boolean;
  /** Whether `sampleLoad` is asked while it answers. Where it is left out, it is. */
  sampled?: boolean;
}

/** What a runner is given when it opens an engine. */
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

/**
 * An engine that can generate. It is opened before the first answer of a run, stays open for runs that follow within a minute
 * and ask for the same options, and is closed once, also after a failure.
 */
export interface Engine {
  /** What serves the model, and which model it is. */
  identity: EngineIdentity;
  /** The id of a process of this machine of which the engine's processes descend, where it was launched here. */
  process?: number | undefined;
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
  /** The revision of the weights, such as a commit or a tag of the hub; null where the engine does not state it. */
  revision?: string | null;
  /** The number format of the weights and activations, e.g. `bfloat16`; null where the engine does not state it. */
  dtype?: string | null;
  /** The quantization by the engine's own name, e.g. `fp8`; null where there is none or the engine does not state it. */
  quantization?: string | null;
  /** The number format of the KV cache; null where it is not stated or the same as that of the activations. */
  cacheDtype?: string | null;
  /** The other settings of the engine that can change an answer or its cost, by the engine's own names. */
  flags?: Record<string, string | number | boolean> | null;
  /** The sampling that holds where a request says nothing, as the engine states it for this model. */
  generationConfig?: Sampling | null;
}

export type { Message, Thinking };

/** A request for one completion. The default of the engine or the model holds for each sampling setting that is left out. */
export interface GenerationRequest extends Sampling {
  /** The conversation, the oldest message first. */
  messages: Message[];
  /** How much the model may think. */
  thinking: Thinking;
  /** Arguments of the model's chat template, besides those that follow from `thinking`. */
  chatTemplateKwargs?: Record<string, unknown>;
  /** The JSON Schema of the answer, for engines that can be held to one. One that cannot refuses it or leaves it out. */
  responseSchema?: Record<string, unknown>;
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
  /** Tokens of the prompt that the engine had in its cache; null where it does not say. */
  cachedPromptTokens?: number | null;
  /** Tokens of the answer that a draft model proposed and the model took; null where the engine does not say. */
  acceptedDraftTokens?: number | null;
  /** Tokens that a draft model proposed and the model refused; null where the engine does not say. */
  rejectedDraftTokens?: number | null;
  /** What is wrong or unusual in the engine's counts of tokens, in whole sentences. */
  usageNotes?: string[];
  /** Whether the model or a filter refused to answer, as the engine itself says. */
  refused?: boolean;
  /**
   * Seconds from sending the request to the first token (TTFT), of the reasoning or the answer; null where no token came or
   * the answer did not come as a stream.
   */
  ttft: number | null;
  /** Seconds from sending the request to the first token of the answer itself; null as for `ttft`. */
  answerTtft?: number | null;
  /** Seconds that the request waited in the engine before it was worked on; null where the engine does not say. */
  queueTime?: number | null;
  /** Seconds from sending the request to the end of the answer. */
  latency: number;
  /**
   * Values of this answer by the names of metrics that the runner declares in `metrics`, such as `{ carbon: 0.8 }`. The run
   * has their mean over its answers.
   */
  values?: Readonly<Record<string, number>>;
  /**
   * Parts of the request that the engine did not follow, e.g. a thinking budget that its version does not support: the
   * run must not record them as done.
   */
  ignored: string[];
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
