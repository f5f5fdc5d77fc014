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
  getTextIfAny,
  postJson,
} from "../client/connection.ts";
import { findModel } from "../client/models.ts";
import { meanOf, readMetrics, sumOf } from "../client/prometheus.ts";
import { launchOrAttach } from "../launch/launchOrAttach.ts";
import { launchableOptions } from "../launch/options.ts";
import { sglangProgram } from "./program.ts";
import { sglangSettings } from "./serverInfo.ts";
import { thinkingBudgetProcessor } from "./thinkingBudget.ts";

const options = launchableOptions(sglangProgram.port);

export type SglangOptions = z.infer<typeof options>;

const plugin: RunnerPlugin<SglangOptions> = {
  kind: "runner",
  name: sglangProgram.name,
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "SGLang, by its OpenAI-compatible server.",
  options,
  inputs: ["image"],
  callerOptions: ["endpoint", "model", "timeouts", "allowUnlistedModel", "leaveOut", "thinkingSwitch"],
  open: (options, context) => launchOrAttach(sglangProgram, options, context, attachToSglang),
};
export default plugin;

/** Attaches to a running SGLang. Throws a `RunnerError`: until the warm-up has ended, `ENGINE_LOADING`. */
export async function attachToSglang(options: SglangOptions, signal?: AbortSignal, reach?: Reach): Promise<Engine> {
  const connection = connectToEngine(options, reach);
  await requireReady(connection, signal);
  const server = await readServer(connection, signal);
  const model = await findModel(connection, "/v1/models", options, signal);
  const processor = server.enable_custom_logit_processor
    ? await thinkingBudgetProcessor((text) => tokenize(connection, model.id, text, signal))
    : null;
  return chatEngine(connection, {
    identity: {
      engine: sglangProgram.name,
      version: server.version,
      model: model.id,
      // `root` of 0.5.23 only repeats the served name.
      modelRoot: server.model_path ?? model.root ?? null,
      contextLength: model.max_model_len ?? null,
      ...sglangSettings(server),
    },
    chatPath: "/v1/chat/completions",
    prepare: (request) => prepare(model.id, request, processor, options.thinkingSwitch),
    countNote: "the engine's count, which includes the <think> and </think> tokens",
    countTokens: async (text, signal) => (await tokenize(connection, model.id, text, signal)).length,
    leaveOut: options.leaveOut,
    sampleLoad: () => sampleLoad(connection),
  });
}

/** Throws `ENGINE_LOADING` while SGLang warms up. Older versions have no `/ready`, and their `/health` generates a token. */
async function requireReady(connection: Connection, signal?: AbortSignal): Promise<void> {
  try {
    const ready = await getTextIfAny(connection, "/ready", signal);
    if (ready === null) await getTextIfAny(connection, "/health", signal);
  } catch (error) {
    if (!isRunnerError(error) || error.code !== "OVERLOADED") throw error;
    throw new RunnerError("ENGINE_LOADING", `SGLang at ${addressOf(connection)} is not ready yet.`);
  }
}

interface ServerInfo extends Record<string, unknown> {
  version: string;
  model_path?: string;
  enable_custom_logit_processor?: boolean;
}

async function readServer(connection: Connection, signal?: AbortSignal): Promise<ServerInfo> {
  const server =
    (await getObjectIfAny<ServerInfo>(connection, "/server_info", signal)) ??
    (await getObjectIfAny<ServerInfo>(connection, "/get_server_info", signal));
  if (typeof server?.version === "string") return { ...server, version: server.version };
  const address = addressOf(connection);
  throw new RunnerError("INVALID_REQUEST", `${address} answers, but not as SGLang does: it has no /server_info.`);
}

async function tokenize(connection: Connection, model: string, text: string, signal?: AbortSignal): Promise<number[]> {
  const body = { model, prompt: text, add_special_tokens: false };
  return (await postJson<{ tokens: number[] }>(connection, "/v1/tokenize", body, signal)).tokens;
}

function prepare(model: string, request: GenerationRequest, processor: string | null, thinkingSwitch: string) {
  const budget = budgetOf(request);
  const limited = budget !== null && processor !== null;
  return {
    body: {
      ...chatBody(model, request),
      top_k: request.topK,
      repetition_penalty: request.repetitionPenalty,
      chat_template_kwargs: templateArguments(request, thinkingSwitch),
      custom_logit_processor: limited ? processor : undefined,
      custom_params: limited ? { thinking_budget: budget } : undefined,
    },
    ignored: budget !== null && processor === null ? ["thinking"] : [],
  };
}

async function sampleLoad(connection: Connection): Promise<EngineLoad | null> {
  const page = await getTextIfAny(connection, "/metrics");
  return page === null ? readLoads(connection) : readPage(page);
}

function readPage(page: string): EngineLoad {
  const [running, waiting, cache] = ["sglang:num_running_reqs", "sglang:num_queue_reqs", "sglang:token_usage"] as const;
  const [prompt, output] = ["sglang:prompt_tokens_total", "sglang:generation_tokens_total"] as const;
  // The counters above change when a request ends, this one at each step; but not every version has it.
  const live = "sglang:realtime_tokens_total";
  const metrics = readMetrics(page, [running, waiting, cache, prompt, output, live]);
  const computed = sumOf(metrics, live, { mode: "prefill_compute" });
  const cached = sumOf(metrics, live, { mode: "prefill_cache" });
  return {
    running: sumOf(metrics, running),
    waiting: sumOf(metrics, waiting),
    cacheUsage: meanOf(metrics, cache),
    promptTokens: computed === null ? sumOf(metrics, prompt) : computed + (cached ?? 0),
    outputTokens: sumOf(metrics, live, { mode: "decode" }) ?? sumOf(metrics, output),
  };
}

interface Load {
  num_running_reqs: number;
  num_waiting_reqs: number;
  token_usage: number;
}

/** The load by `/v1/loads`, which SGLang has without `--enable-metrics`, too; it has no counters of tokens. */
async function readLoads(connection: Connection): Promise<EngineLoad | null> {
  const { loads } = (await getObjectIfAny<{ loads: Load[] }>(connection, "/v1/loads")) ?? {};
  if (!loads) return null;
  const sum = (read: (load: Load) => number) => loads.reduce((total, load) => total + read(load), 0);
  return {
    running: sum((load) => load.num_running_reqs),
    waiting: sum((load) => load.num_waiting_reqs),
    cacheUsage: loads.length === 0 ? null : sum((load) => load.token_usage) / loads.length,
    promptTokens: null,
    outputTokens: null,
  };
}
