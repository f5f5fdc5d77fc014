import type {
  Engine,
  EngineIdentity,
  EngineLoad,
  Generation,
  GenerationRequest,
} from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { LONGEST_TEXT } from "./chatReader.ts";
import { RefusedParameter, type StreamedChat, streamChat } from "./chatStream.ts";
import { cleanText } from "./cleanText.ts";
import type { Connection } from "./connection.ts";
import { separateReasoning } from "./reasoning.ts";
import { countTokensOf } from "./tokenCounts.ts";

/** The parts in which engines with OpenAI's chat API differ. */
export interface ChatApi {
  identity: EngineIdentity;
  chatPath: string;
  /** The body to send, and the names of the settings that the engine does not take. */
  prepare(request: GenerationRequest): { body: Record<string, unknown>; ignored: string[] };
  /** The parameters of the body that are not sent. */
  leaveOut: readonly string[];
  /**
   * Whether the chat template ends the prompt with the mark that opens a thought, where the engine does not separate
   * reasoning itself.
   */
  promptOpensThinking?: boolean;
  /** The same where it is not known whether the engine separates reasoning: only a text that was cut is then a thought. */
  templateOpensThinking?: boolean;
  /** Corrects a chat before it is read. */
  correct?(chat: StreamedChat, request: GenerationRequest): StreamedChat;
  /** Says what the engine's count of reasoning tokens includes besides the reasoning. */
  countNote?: string;
  /** Counts the tokens of a text by the engine's tokenizer, for what the engine did not count. */
  countTokens?(text: string, signal: AbortSignal): Promise<number>;
  sampleLoad(): Promise<EngineLoad | null>;
}

/** The settings of a request that parameters of the body stand for. */
const SETTINGS: Record<string, string> = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  frequency_penalty: "frequencyPenalty",
  repetition_penalty: "repetitionPenalty",
  max_tokens: "maxTokens",
  seed: "seed",
  stop: "stop",
  chat_template_kwargs: "chatTemplateKwargs",
  thinking_token_budget: "thinking",
  custom_logit_processor: "thinking",
};
/** Parameters that say only how the answer comes, so that they are left out without being told. */
const OF_TRANSPORT = ["stream_options", "stream"];

/** An engine that answers over HTTP. */
export function chatEngine(connection: Connection, api: ChatApi): Engine {
  const leftOut = new Set(api.leaveOut);
  if (leftOut.has("stream")) leftOut.add("stream_options");
  // A template that writes the opening mark shows by the first answer that has the closing mark alone.
  let sawOpenPrompt = api.templateOpensThinking === true;

  const ask = async (body: Record<string, unknown>, signal: AbortSignal): Promise<StreamedChat> => {
    const sent = Object.fromEntries(Object.entries(body).filter(([name]) => !leftOut.has(name)));
    const chat = await streamChat(connection, api.chatPath, sent, signal);
    const { failure } = chat;
    if (!(failure instanceof RefusedParameter) || !OF_TRANSPORT.includes(failure.parameter)) return chat;
    leftOut.add(failure.parameter).add("stream_options");
    return ask(body, signal);
  };

  return {
    identity: api.identity,
    async generate(request, signal) {
      const { body, ignored } = api.prepare(request);
      const streamed = await ask(body, signal);
      const chat = api.correct?.(streamed, request) ?? streamed;
      const cut = chat.failure !== null || chat.finishReason === "length" || chat.charactersLeftOut > 0;
      const opened = request.thinking !== "off" && (api.promptOpensThinking === true || (sawOpenPrompt && cut));
      const parts = separateReasoning(chat, { opened, cut });
      if (parts.openedByPrompt) sawOpenPrompt = true;
      const ignoredParts = new Set([...ignored, ...ignoredBy(leftOut, body)]);
      if (thinkingWasIgnored(request, parts.reasoning)) ignoredParts.add("thinking");
      const { notes, ...counts } = await countTokensOf(chat, parts, api, signal);
      if (chat.charactersLeftOut > 0) {
        notes.push(`The text was kept up to ${LONGEST_TEXT} characters; ${chat.charactersLeftOut} more came.`);
      }
      const generation: Generation = {
        answer: cleanText(parts.answer.trim() === "" && chat.refusal !== "" ? chat.refusal : parts.answer),
        reasoning: parts.reasoning === null ? null : cleanText(parts.reasoning),
        finishReason: reasonOf(chat),
        ...counts,
        usageNotes: notes,
        refused: chat.refusal !== "" || chat.finishReason === "content_filter",
        ttft: chat.ttft,
        answerTtft: answerTtft(chat, parts.answerAt),
        latency: chat.latency,
        ignored: [...ignoredParts],
      };
      if (chat.failure) throw withPartial(chat, generation);
      return generation;
    },
    sampleLoad: api.sampleLoad,
    close: () => connection.pool.destroy(),
  };
}

/** The failure of an answer, with what came of it. */
function withPartial({ failure, pieces, usage }: StreamedChat, partial: Generation): RunnerError {
  const { code, message, retryAfter, cause } = failure!;
  if (pieces === 0 && usage === null) return failure!;
  return new RunnerError(code, message, { retryAfter, cause, partial });
}

/** Why the text ends where it does: a text that was not kept whole is one that a limit cut. */
function reasonOf({ failure, finishReason, charactersLeftOut }: StreamedChat): string {
  if (failure === null) return charactersLeftOut > 0 ? "length" : finishReason!;
  if (failure.code === "TIMED_OUT") return "timeout";
  if (failure.code === "CANCELED") return "canceled";
  return finishReason ?? "error";
}

/** The names of the settings that were asked for and not sent. */
const ignoredBy = (leftOut: Set<string>, body: Record<string, unknown>) =>
  [...leftOut].flatMap((name) => (body[name] === undefined ? [] : (SETTINGS[name] ?? [])));

/** Whether the model thought in spite of the request, as with a template that does not have the switch. */
const thinkingWasIgnored = ({ thinking }: GenerationRequest, reasoning: string | null) =>
  thinking === "off" && reasoning !== null && reasoning.trim() !== "";

/** Seconds until the piece came that has this character of the content. */
function answerTtft({ contentTimes: { length, seconds } }: StreamedChat, at: number | null): number | null {
  if (at === null) return null;
  const piece = length.findIndex((end) => end > at);
  return seconds[piece] ?? null;
}
