import { z } from "zod";
import type { Reach } from "../network/connector.ts";
import { PLUGIN_API_VERSION } from "../plugins/contract/plugin.ts";
import type { Engine, GenerationRequest, RunnerPlugin } from "../plugins/contract/runner.ts";
import { chatEngine } from "./client/chatEngine.ts";
import { budgetOf, chatBody, templateArguments } from "./client/chatRequest.ts";
import { connect } from "./client/connection.ts";
import { endpointOptions } from "./client/endpoint.ts";
import { readLocalServer } from "./client/localServers.ts";
import { findModel, type ServedModel } from "./client/models.ts";

const options = endpointOptions().extend({
  extensions: z
    .boolean()
    .default(false)
    .describe(
      "Whether the server takes top_k, repetition_penalty and chat_template_kwargs, which OpenAI's API does not have",
    ),
});

export type OpenaiOptions = z.infer<typeof options>;

/** The options of any server with chat completions. */
export { options as openaiOptions };

const plugin: RunnerPlugin<OpenaiOptions> = {
  kind: "runner",
  name: "openai",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "Any server with OpenAI's chat completions API.",
  options,
  inputs: ["image", "file"],
  callerOptions: ["endpoint", "model", "timeouts", "allowUnlistedModel", "leaveOut", "thinkingSwitch", "extensions"],
  open: (options, { signal, reach }) => attachToOpenai(options, signal, reach),
};
export default plugin;

/**
 * Attaches to a server at the base address that other clients use (`https://host/v1`; `/v1` is added to a bare host).
 * Throws a `RunnerError`.
 */
export async function attachToOpenai(options: OpenaiOptions, signal?: AbortSignal, reach?: Reach): Promise<Engine> {
  const opened = connect(options, reach);
  const connection = { ...opened, prefix: opened.prefix || "/v1" };
  const model = await findModel(connection, "/models", options, signal);
  const local = await readLocalServer(connection, model, signal);
  return chatEngine(connection, {
    ...(local?.countTokens && { countTokens: local.countTokens }),
    templateOpensThinking: local?.templateOpensThinking === true,
    identity: {
      engine: nameOf(model),
      version: null,
      model: model.id,
      modelRoot: model.root ?? null,
      contextLength: model.max_model_len ?? model.context_length ?? null,
      ...local?.identity,
    },
    chatPath: "/chat/completions",
    prepare: (request) => prepare(model.id, request, options),
    leaveOut: options.leaveOut,
    sampleLoad: async () => null,
  });
}

/** The server's name, which servers give as the model's owner (`vllm`, `sglang`, `llamacpp`); TGI gives a path there. */
const nameOf = ({ owned_by }: ServedModel) => (/^[a-z][\w.-]*$/i.test(owned_by ?? "") ? owned_by! : "openai");

function prepare(model: string, request: GenerationRequest, { extensions, thinkingSwitch }: OpenaiOptions) {
  const body = chatBody(model, request);
  if (extensions) {
    const chat_template_kwargs = templateArguments(request, thinkingSwitch);
    const ignored = budgetOf(request) === null ? [] : ["thinking"];
    const { topK, repetitionPenalty } = request;
    return { body: { ...body, top_k: topK, repetition_penalty: repetitionPenalty, chat_template_kwargs }, ignored };
  }
  const ignored: string[] = [];
  if (request.thinking !== "default") ignored.push("thinking");
  if (request.topK !== undefined) ignored.push("topK");
  if (request.repetitionPenalty !== undefined) ignored.push("repetitionPenalty");
  if (request.chatTemplateKwargs !== undefined) ignored.push("chatTemplateKwargs");
  return { body, ignored };
}
