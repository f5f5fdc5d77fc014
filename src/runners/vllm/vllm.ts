import type { z } from "zod";
import { PLUGIN_API_VERSION } from "../../plugins/contract/plugin.ts";
import type { Engine, EngineLoad, GenerationRequest, RunnerPlugin } from "../../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { chatEngine } from "../client/chatEngine.ts";
import { budgetOf, chatBody, templateArguments } from "../client/chatRequest.ts";
import { addressOf, type Connection, connectToEngine, getText, getTextIfAny, postJson } from "../client/connection.ts";
import { endpointOptions } from "../client/endpoint.ts";
import { findModel } from "../client/models.ts";
import { meanOf, readMetrics, sumOf } from "../client/prometheus.ts";
import { withoutStopText } from "../client/stopText.ts";
import { isAtLeast } from "../client/version.ts";
import { launchOptions } from "../launch/launchOptions.ts";
import { launchOrAttach } from "../launch/launchOrAttach.ts";

const options = endpointOptions("http://127.0.0.1:8000").extend({
  launch: launchOptions.optional().describe("Launches the engine instead of taking the one at `endpoint`."),
});

export type VllmOptions = z.infer<typeof options>;

const plugin: RunnerPlugin<VllmOptions> = {
  kind: "runner",
  name: "vllm",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "vLLM, by its OpenAI-compatible server.",
  options,
  open: (options, context) => launchOrAttach("vllm", options, context, attachToVllm),
};
export default plugin;

/** Attaches to a vLLM that runs. Throws a `RunnerError`; while vLLM loads its port is closed (`UNREACHABLE`). */
export async function attachToVllm(options: VllmOptions, signal?: AbortSignal): Promise<Engine> {
  const connection = connectToEngine(options);
  const version = await readVersion(connection, signal);
  await requireHealth(connection, signal);
  const model = await findModel(connection, "/v1/models", options.model, signal);
  return chatEngine(connection, {
    identity: {
      engine: "vllm",
      version,
      model: model.id,
      modelRoot: model.root ?? null,
      contextLength: model.max_model_len ?? null,
    },
    chatPath: "/v1/chat/completions",
    prepare: (request) => prepare(model.id, request, version, options.thinkingSwitch),
    amend: (chat, { stop }) => (losesTextAtStops(version) ? withoutStopText(chat, stop) : chat),
    countTokens: async (text, signal) => {
      const body = { model: model.id, prompt: text, add_special_tokens: false };
      return (await postJson<{ count: number }>(connection, "/tokenize", body, signal)).count;
    },
    sampleLoad: () => sampleLoad(connection),
  });
}

async function readVersion(connection: Connection, signal?: AbortSignal): Promise<string> {
  const reply = await getTextIfAny(connection, "/version", signal);
  const version = /"version":\s*"([^"]+)"/.exec(reply ?? "")?.[1];
  if (version !== undefined) return version;
  throw new RunnerError(
    "INVALID_REQUEST",
    `${addressOf(connection)} answers, but not as vLLM does: it states no /version.`,
  );
}

/** 503 once the engine behind the HTTP server is dead. */
async function requireHealth(connection: Connection, signal?: AbortSignal): Promise<void> {
  try {
    await getText(connection, "/health", signal);
  } catch (error) {
    if (!isRunnerError(error) || error.code !== "OVERLOADED") throw error;
    throw new RunnerError("ENGINE_FAILED", `vLLM at ${addressOf(connection)} says that its engine is not healthy.`);
  }
}

/**
 * With stop texts 0.11 holds back as many characters as the longest has, and its reasoning parser then loses what stands
 * around `</think>`. It holds back none where the stop text is to stay in the answer. 0.32 loses nothing.
 */
const losesTextAtStops = (version: string) => !isAtLeast(version, [0, 32, 0]);

function prepare(model: string, request: GenerationRequest, version: string, thinkingSwitch: string) {
  const budget = budgetOf(request);
  // Older versions take the field and think on; without a reasoning parser, newer ones refuse it.
  const takesBudget = isAtLeast(version, [0, 19, 1]);
  return {
    body: {
      ...chatBody(model, request),
      top_k: request.topK,
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
  // The share of the cache had the other name to 0.10.2.
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
