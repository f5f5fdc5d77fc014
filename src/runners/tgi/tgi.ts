import type { z } from "zod";
import type { Reach } from "../../network/connector.ts";
import { PLUGIN_API_VERSION } from "../../plugins/contract/plugin.ts";
import type { Engine, EngineLoad, GenerationRequest, Message, RunnerPlugin } from "../../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { chatEngine } from "../client/chatEngine.ts";
import { chatBody } from "../client/chatRequest.ts";
import type { StreamedChat } from "../client/chatStream.ts";
import {
  addressOf,
  type Connection,
  connectToEngine,
  getObjectIfAny,
  getTextIfAny,
  postJson,
} from "../client/connection.ts";
import { readMetrics, sumOf } from "../client/prometheus.ts";
import { withoutStopText } from "../client/stopText.ts";
import { launchOrAttach } from "../launch/launchOrAttach.ts";
import { launchableOptions } from "../launch/options.ts";
import { tgiProgram } from "./program.ts";

const options = launchableOptions(tgiProgram.port).omit({ thinkingSwitch: true });

export type TgiOptions = z.infer<typeof options>;

const plugin: RunnerPlugin<TgiOptions> = {
  kind: "runner",
  name: tgiProgram.name,
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "Text Generation Inference (in maintenance mode since December 2025), by its Messages API.",
  options,
  inputs: ["image"],
  callerOptions: ["endpoint", "model", "timeouts", "allowUnlistedModel", "leaveOut"],
  open: (options, context) => launchOrAttach(tgiProgram, options, context, attachToTgi),
};
export default plugin;

/** Attaches to a running TGI. Throws a `RunnerError`: while TGI loads, its port is closed (`UNREACHABLE`). */
export async function attachToTgi(options: TgiOptions, signal?: AbortSignal, reach?: Reach): Promise<Engine> {
  const connection = connectToEngine({ ...options, thinkingSwitch: "" }, reach);
  // It answers 503 once the shard behind the router is gone.
  await getTextIfAny(connection, "/health", signal);
  const info = await readInfo(connection, signal);
  // TGI answers to any name, and takes an unknown name for an adapter.
  if (
    options.model !== undefined &&
    options.model !== info.model_id &&
    options.model !== "tgi" &&
    !options.allowUnlistedModel
  ) {
    const address = addressOf(connection);
    throw new RunnerError(
      "MODEL_NOT_FOUND",
      `${address} does not serve the model ${options.model}, but ${info.model_id}.`,
    );
  }
  return chatEngine(connection, {
    identity: {
      engine: tgiProgram.name,
      version: info.version,
      model: info.model_id,
      modelRoot: info.model_id,
      contextLength: info.max_total_tokens ?? null,
    },
    chatPath: "/v1/chat/completions",
    prepare,
    promptOpensThinking: await promptOpensThinking(connection, signal),
    correct: correctStop,
    countTokens: (text, signal) => countTokens(connection, text, signal),
    leaveOut: options.leaveOut,
    sampleLoad: () => sampleLoad(connection),
  });
}

interface Info {
  version: string;
  model_id: string;
  max_total_tokens?: number;
}

async function readInfo(connection: Connection, signal?: AbortSignal): Promise<Info> {
  const { version, model_id, ...info } = (await getObjectIfAny<Info>(connection, "/info", signal)) ?? {};
  if (typeof version === "string" && typeof model_id === "string") return { ...info, version, model_id };
  throw new RunnerError("INVALID_REQUEST", `${addressOf(connection)} answers, but not as TGI does: it has no /info.`);
}

/**
 * Whether the chat template itself writes `<think>` at the end of the prompt, so that no answer has that tag. TGI does not
 * separate reasoning, but it renders prompts.
 */
async function promptOpensThinking(connection: Connection, signal?: AbortSignal): Promise<boolean> {
  const messages: Message[] = [{ role: "user", content: "?" }];
  try {
    const body = { model: "tgi", messages };
    const rendered = await postJson<{ templated_text?: string }>(connection, "/chat_tokenize", body, signal);
    return /<think>\s*$/.test(rendered.templated_text ?? "");
  } catch (error) {
    // Some versions do not have this path, and some models have no chat template.
    if (isRunnerError(error) && error.code === "INVALID_REQUEST") return false;
    throw error;
  }
}

function prepare(request: GenerationRequest) {
  const ignored: string[] = [];
  if (request.thinking !== "default") ignored.push("thinking");
  if (request.topK !== undefined) ignored.push("topK");
  if (request.repetitionPenalty !== undefined) ignored.push("repetitionPenalty");
  if (request.chatTemplateKwargs !== undefined) ignored.push("chatTemplateKwargs");
  // 1 restricts nothing, and TGI takes only values below 1.
  const topP = request.topP === 1 ? undefined : request.topP;
  return { body: chatBody("tgi", { ...request, topP }), ignored };
}

/** TGI leaves the stop text in the answer and says `stop_sequence`; other engines cut it off and say `stop`. */
function correctStop(chat: StreamedChat, { stop }: GenerationRequest): StreamedChat {
  return chat.finishReason === "stop_sequence" ? { ...withoutStopText(chat, stop), finishReason: "stop" } : chat;
}

/** Counts tokens that cover text: TGI cannot be told to leave out a tokenizer's special tokens, which cover none. */
async function countTokens(connection: Connection, text: string, signal: AbortSignal): Promise<number> {
  const body = { inputs: text };
  const tokens = await postJson<{ start: number; stop: number }[]>(connection, "/tokenize", body, signal);
  return tokens.filter(({ start, stop }) => stop > start).length;
}

/** TGI does not export the share of its cache in use. Its sums of tokens change when a request ends. */
async function sampleLoad(connection: Connection): Promise<EngineLoad | null> {
  const page = await getTextIfAny(connection, "/metrics");
  if (page === null) return null;
  const [running, waiting] = ["tgi_batch_current_size", "tgi_queue_size"] as const;
  const [prompt, output] = ["tgi_request_input_length_sum", "tgi_request_generated_tokens_sum"] as const;
  const metrics = readMetrics(page, [running, waiting, prompt, output]);
  return {
    running: sumOf(metrics, running),
    waiting: sumOf(metrics, waiting),
    cacheUsage: null,
    promptTokens: sumOf(metrics, prompt),
    outputTokens: sumOf(metrics, output),
  };
}
