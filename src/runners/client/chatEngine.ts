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

/** What one engine does in its own way; the rest is the same for all that speak OpenAI's chat API. */
export interface Dialect {
  identity: EngineIdentity;
  chatPath: string;
  /** The body to send, and what of the request can't be sent. */
  prepare(request: GenerationRequest): { body: Record<string, unknown>; ignored: string[] };
  /** Whether the chat template ends its prompt with `<think>` and the engine leaves it to the client to part reasoning. */
  promptOpensThinking?: boolean;
  /** Puts right what came, before it is read. */
  amend?(chat: StreamedChat, request: GenerationRequest): StreamedChat;
  /** What the engine's count of reasoning tokens holds besides the reasoning. */
  countNote?: string;
  /** Counts the tokens of a text by the engine's tokenizer, for engines that do not count reasoning. */
  countTokens?(text: string, signal: AbortSignal): Promise<number>;
  sampleLoad(): Promise<EngineLoad | null>;
}

/** An engine that is spoken to over HTTP. */
export function chatEngine(connection: Connection, dialect: Dialect): Engine {
  return {
    identity: dialect.identity,
    async generate(request, signal) {
      const { body, ignored } = dialect.prepare(request);
      const streamed = await streamChat(connection, dialect.chatPath, body, signal);
      const chat = dialect.amend?.(streamed, request) ?? streamed;
      const opened = dialect.promptOpensThinking === true && request.thinking !== "off";
      const { answer, reasoning } = separateReasoning(chat, opened);
      return {
        answer,
        reasoning,
        finishReason: chat.finishReason,
        promptTokens: chat.usage?.prompt_tokens ?? null,
        outputTokens: chat.usage?.completion_tokens ?? null,
        ...(await countReasoning(dialect, chat.usage, reasoning, signal)),
        ttft: chat.ttft,
        latency: chat.latency,
        ignored: thinkingWasIgnored(request, reasoning) ? [...new Set([...ignored, "thinking"])] : ignored,
      };
    },
    sampleLoad: dialect.sampleLoad,
    close: () => connection.pool.destroy(),
  };
}

/** A template that does not know the switch lets the model think although it was told not to. */
const thinkingWasIgnored = ({ thinking }: GenerationRequest, reasoning: string | null) =>
  thinking === "off" && reasoning !== null && reasoning.trim() !== "";

async function countReasoning(
  { countNote, countTokens }: Dialect,
  usage: Usage | null,
  reasoning: string | null,
  signal: AbortSignal,
): Promise<Pick<Generation, "reasoningTokens" | "reasoningTokensNote">> {
  const counted = usage?.completion_tokens_details?.reasoning_tokens ?? usage?.reasoning_tokens ?? null;
  // Without a reasoning parser engines count 0, whatever stands between the tags.
  if (counted !== null && (counted > 0 || reasoning === null)) {
    return { reasoningTokens: counted, reasoningTokensNote: counted > 0 ? (countNote ?? null) : null };
  }
  if (reasoning === null) return { reasoningTokens: usage === null ? null : 0, reasoningTokensNote: null };
  if (!countTokens) return { reasoningTokens: null, reasoningTokensNote: "not counted: the server gives no count" };
  try {
    const reasoningTokens = await countTokens(reasoning, signal);
    return { reasoningTokens, reasoningTokensNote: "the reasoning text counted by the engine's tokenizer" };
  } catch (error) {
    // The answer is complete; a count that fails must not cost it.
    if (signal.aborted) throw error;
    return { reasoningTokens: null, reasoningTokensNote: `not counted: ${(error as Error).message}` };
  }
}
