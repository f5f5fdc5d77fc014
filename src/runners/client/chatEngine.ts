import { z } from "zod";
import type {
  Engine,
  EngineIdentity,
  EngineLoad,
  Generation,
  GenerationRequest,
} from "../../plugins/contract/runner.ts";
import type { Usage } from "./chatReader.ts";
import { type StreamedChat, streamChat } from "./chatStream.ts";
import type { Connection } from "./connection.ts";
import { separateReasoning } from "./reasoning.ts";

/** The parts in which engines with OpenAI's chat API differ. */
export interface ChatApi {
  identity: EngineIdentity;
  chatPath: string;
  /** The body to send, and the names of the settings that the engine does not take. */
  prepare(request: GenerationRequest): { body: Record<string, unknown>; ignored: string[] };
  /** Whether the chat template ends the prompt with `<think>` and the engine does not separate reasoning itself. */
  promptOpensThinking?: boolean;
  /** Corrects a chat before it is read. */
  correct?(chat: StreamedChat, request: GenerationRequest): StreamedChat;
  /** Says what the engine's count of reasoning tokens includes besides the reasoning. */
  countNote?: string;
  /** Counts the tokens of a text by the engine's tokenizer, for the case that the engine did not count reasoning. */
  countTokens?(text: string, signal: AbortSignal): Promise<number>;
  sampleLoad(): Promise<EngineLoad | null>;
}

/** An engine that answers over HTTP. */
export function chatEngine(connection: Connection, api: ChatApi): Engine {
  return {
    identity: api.identity,
    async generate(request, signal) {
      const { body, ignored } = api.prepare(request);
      const streamed = await streamChat(connection, api.chatPath, body, signal);
      const chat = api.correct?.(streamed, request) ?? streamed;
      const opened = api.promptOpensThinking === true && request.thinking !== "off";
      const { answer, reasoning } = separateReasoning(chat, { opened });
      return {
        answer,
        reasoning,
        finishReason: chat.finishReason,
        promptTokens: countOf(chat.usage?.prompt_tokens),
        outputTokens: countOf(chat.usage?.completion_tokens),
        ...(await countReasoning(api, chat.usage, reasoning, signal)),
        ttft: chat.ttft,
        latency: chat.latency,
        ignored: thinkingWasIgnored(request, reasoning) ? [...new Set([...ignored, "thinking"])] : ignored,
      };
    },
    sampleLoad: api.sampleLoad,
    close: () => connection.pool.destroy(),
  };
}

/** A count as an engine states it; null for anything that is not a count, which must not be stored or added up. */
const countOf = (stated: unknown) =>
  z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1)
    .safeParse(stated).data ?? null;

/** Whether the model thought in spite of the request, as with a template that does not have the switch. */
const thinkingWasIgnored = ({ thinking }: GenerationRequest, reasoning: string | null) =>
  thinking === "off" && reasoning !== null && reasoning.trim() !== "";

async function countReasoning(
  { countNote, countTokens }: ChatApi,
  usage: Usage | null,
  reasoning: string | null,
  signal: AbortSignal,
): Promise<Pick<Generation, "reasoningTokens" | "reasoningTokensNote">> {
  const counted = countOf(usage?.completion_tokens_details?.reasoning_tokens ?? usage?.reasoning_tokens);
  // Without a reasoning parser, engines count 0 even where there is text between the tags.
  if (counted !== null && (counted > 0 || reasoning === null)) {
    return { reasoningTokens: counted, reasoningTokensNote: counted > 0 ? (countNote ?? null) : null };
  }
  if (reasoning === null) return { reasoningTokens: usage === null ? null : 0, reasoningTokensNote: null };
  if (!countTokens) return { reasoningTokens: null, reasoningTokensNote: "not counted: the server gives no count" };
  try {
    const reasoningTokens = countOf(await countTokens(reasoning, signal));
    return { reasoningTokens, reasoningTokensNote: "the reasoning text counted by the engine's tokenizer" };
  } catch (error) {
    // The answer is complete and must not be lost because counting fails.
    if (signal.aborted) throw error;
    return { reasoningTokens: null, reasoningTokensNote: "not counted: the engine's tokenizer failed" };
  }
}
