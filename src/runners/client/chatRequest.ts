import type { ContentPart, Message } from "../../plugins/contract/message.ts";
import type { GenerationRequest } from "../../plugins/contract/runner.ts";

/** The fields of a streamed chat completion that all servers take. Fields that are undefined are not sent. */
export function chatBody(model: string, request: GenerationRequest): Record<string, unknown> {
  return {
    model,
    messages: request.messages.map(sentMessage),
    stream: true,
    stream_options: { include_usage: true },
    temperature: request.temperature,
    top_p: request.topP,
    frequency_penalty: request.frequencyPenalty,
    max_tokens: request.maxTokens,
    seed: request.seed,
    stop: request.stop?.length ? request.stop : undefined,
    response_format: request.responseSchema && {
      type: "json_schema",
      json_schema: { name: "answer", strict: true, schema: request.responseSchema },
    },
  };
}

function sentMessage({ role, content, parts }: Message) {
  return { role, content: parts ? parts.map(sentPart) : content };
}

function sentPart(part: ContentPart) {
  if (part.type === "text") return part;
  const url = `data:${part.mediaType};base64,${part.data}`;
  return part.type === "image"
    ? { type: "image_url", image_url: { url } }
    : { type: "file", file: { filename: part.name, file_data: url } };
}

/** The arguments of the chat template, with its switch for thinking set; undefined where there are none. */
export function templateArguments(
  { thinking, chatTemplateKwargs }: GenerationRequest,
  thinkingSwitch: string,
): Record<string, unknown> | undefined {
  if (thinking === "default") return chatTemplateKwargs;
  return { ...chatTemplateKwargs, [thinkingSwitch]: thinking !== "off" };
}

/** The most tokens of thinking; null where the request sets no such limit. */
export const budgetOf = ({ thinking }: GenerationRequest) => (typeof thinking === "object" ? thinking.budget : null);
