import type { z } from "zod";
import type { Reach } from "../../network/connector.ts";
import { PLUGIN_API_VERSION } from "../../plugins/contract/plugin.ts";
import type { Engine, EngineLoad, GenerationRequest, RunnerPlugin } from "../../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { chatEngine } from "../client/chatEngine.ts";
import { budgetOf, chatBody, templateArguments } from "../client/chatRequest.ts";
import {
  addressOf,
  type Connection,
  connectToEngine,
  getObjectIfAny,
  getText,
  getTextIfAny,
  postJson,
} from "../client/connection.ts";
import { findModel } from "../client/models.ts";
import { meanOf, readMetrics, sumOf } from "../client/prometheus.ts";
import { withoutStopText } from "../client/stopText.ts";
import { isAtLeast } from "../client/version.ts";
import { launchOrAttach } from "../launch/launchOrAttach.ts";
import { launchableOptions } from "../launch/options.ts";
import { vllmProgram } from "./program.ts";
import { readVllmSettings } from "./serverInfo.ts";

const options = launchableOptions(vllmProgram.port);

export type VllmOptions = z.infer<typeof options>;

const plugin: RunnerPlugin<VllmOptions> = {
  kind: "runner",
  name: vllmProgram.name,
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "vLLM, by its OpenAI-compatible server.",
  options,
  inputs: ["image"],
  callerOptions: ["endpoint", "model", "timeouts", "allowUnlistedModel", "leaveOut", "thinkingSwitch"],
  open: (options, context) => launchOrAttach(vllmProgram, options, context, attachToVllm),
};
export default plugin;

/** Attaches to a running vLLM. Throws a `RunnerError`: while vLLM loads, its port is closed (`UNREACHABLE`). */
export async function attachToVllm(options: VllmOptions, signal?: AbortSignal, reach?: Reach): Promise<Engine> {
  const connection = connectToEngine(options, reach);
  const version = await readVersion(connection, signal);
  await requireHealth(connection, signal);
  const model = await findModel(connection, "/v1/models", options, signal);
  return chatEngine(connection, {
    identity: {
      engine: vllmProgram.name,
      version,
      model: model.id,
      modelRoot: model.root ?? null,
      contextLength: model.max_model_len ?? null,
      ...(await readVllmSettings(connection, signal)),
    },
    chatPath: "/v1/chat/completions",
    prepare: (request) => prepare(model.id, request, version, options.thinkingSwitch),
    correct: (chat, { stop }) => (losesTextAtStops(version) ? withoutStopText(chat, stop) : chat),
    countTokens: async (text, signal) => {
      const body = { model: model.id, prompt: text, add_special_tokens: false };
      return (await postJson<{ count: number }>(connection, "/tokenize", body, signal)).count;
    },
    leaveOut: options.leaveOut,
    sampleLoad: () => sampleLoad(connection),
  });
}

async function readVersion(connection: Connection, signal?: AbortSignal): Promise<string> {
  const reply = await getObjectIfAny<{ version: string }>(connection, "/version", signal);
  if (reply?.version) return reply.version;
  const address = addressOf(connection);
  throw new RunnerError("INVALID_REQUEST", `${address} answers, but not as vLLM does: it states no /version.`);
}

/** Throws `ENGINE_FAILED` where the engine behind the HTTP server is dead: `/health` then answers 503. */
async function requireHealth(connection: Connection, signal?: AbortSignal): Promise<void> {
  try {
    await getText(connection, "/health", signal);
  } catch (error) {
    if (!isRunnerError(error) || error.code !== "OVERLOADED") throw error;
    throw new RunnerError("ENGINE_FAILED", `vLLM at ${addressOf(connection)} says that its engine is not healthy.`);
  }
}

/**
 * Whether the version loses text around `</think>` where a request has stop texts: 0.11 holds back as many characters as
 * the longest stop text has, which its reasoning parser then misses. It holds back nothing where the stop text stays in
 * the answer. 0.32 loses nothing.
 */
const losesTextAtStops = (version: string) => !isAtLeast(version, [0, 32, 0]);

function prepare(model: string, request: GenerationRequest, version: string, thinkingSwitch: string) {
  const budget = budgetOf(request);
  // Older versions accept the field and ignore it; newer ones refuse it without a reasoning parser.
  const takesBudget = isAtLeast(version, [0, 19, 1]);
  return {
    body: {
      ...chatBody(model, request),
      top_k: request.topK,
      repetition_penalty: request.repetitionPenalty,
      chat_template_kwargs: templateArguments(request, thinkingSwitch),
      include_stop_str_in_output: request.stop?.length && losesTextAtStops(version) ? true : undefined,
      thinking_token_budget: takesBudget ? (budget ?? undefined) : undefined,
    },
    ignored: budget !== null && !takesBudget ? ["thinking"] : [],
  };
}

async function sampleLoad(connection: Connection): Promise<EngineLoad | null> {
  const page = await getTextIfAny(connection, "/metrics");
  if (page === null) return null;
  // The second name is that of the versions to 0.10.2.
  const cache = ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"];
  const [running, waiting] = ["vllm:num_requests_running", "vllm:num_requests_waiting"] as const;
  const [prompt, output] = ["vllm:prompt_tokens_total", "vllm:generation_tokens_total"] as const;
  const metrics = readMetrics(page, [...cache, running, waiting, prompt, output]);
  return {
    running: sumOf(metrics, running),
    waiting: sumOf(metrics, waiting),
    cacheUsage: meanOf(metrics, cache[0]!) ?? meanOf(metrics, cache[1]!),
    promptTokens: sumOf(metrics, prompt),
    outputTokens: sumOf(metrics, output),
  };
}
