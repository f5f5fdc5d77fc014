import { createParser } from "eventsource-parser";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { failureInEvent } from "./failures.ts";

/** A chat completion, put together from the pieces of its stream. */
export interface Chat {
  /** The text of the fields for reasoning; empty where there was none. */
  reasoning: string;
  content: string;
  finishReason: string;
  usage: Usage | null;
}

/** The engine's count. Events cannot be counted instead: some tokens give no event, and some events hold several. */
export interface Usage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  reasoning_tokens?: number | null;
  completion_tokens_details?: { reasoning_tokens?: number | null } | null;
}

interface ChatEvent {
  choices?: {
    /**
     * vLLM to 0.11 names the field for reasoning `reasoning_content`, from 0.16 `reasoning`; the versions between send
     * both with the same text.
     */
    delta?: { content?: string | null; reasoning?: string | null; reasoning_content?: string | null };
    finish_reason?: string | null;
  }[];
  usage?: Usage | null;
}

export interface ChatListener {
  /** Called once, at the first text of reasoning or answer. */
  onFirstText(): void;
  /** Called once with the whole chat, at `[DONE]`; nothing is read after that. */
  onEnd(chat: Chat): void;
  /** Called once instead of `onEnd` where the stream reports a failure or the engine gave up the answer. */
  onFailure(failure: RunnerError): void;
}

/** The most characters of one event. */
const LONGEST_EVENT = 4 * 1024 * 1024;
/** The most characters of an answer with its reasoning. A million tokens are about four million characters. */
const LONGEST_TEXT = 10_000_000;

/** A function that reads the bytes of a streamed chat completion, in whatever pieces they come. */
export function createChatReader({ onFirstText, onEnd, onFailure }: ChatListener): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let [reasoning, content] = ["", ""];
  let finishReason: string | null = null;
  let usage: Usage | null = null;
  let ended = false;

  const take = (event: ChatEvent) => {
    const choice = event.choices?.[0];
    if (choice) {
      const moreReasoning = choice.delta?.reasoning ?? choice.delta?.reasoning_content;
      const moreContent = choice.delta?.content;
      if ((moreReasoning || moreContent) && reasoning === "" && content === "") onFirstText();
      if (typeof moreReasoning === "string") reasoning += moreReasoning;
      if (typeof moreContent === "string") content += moreContent;
      if (reasoning.length + content.length > LONGEST_TEXT) {
        end(new RunnerError("REPLY_TOO_LARGE", `The answer is longer than ${LONGEST_TEXT} characters.`));
      }
      if (choice.finish_reason) finishReason = String(choice.finish_reason).slice(0, 100);
    }
    if (event.usage) usage = event.usage;
  };
  const end = (failure: RunnerError) => {
    if (ended) return;
    ended = true;
    onFailure(failure);
  };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onError({ type }) {
      if (type !== "max-buffer-size-exceeded") return;
      end(new RunnerError("REPLY_TOO_LARGE", `The engine sent an event of more than ${LONGEST_EVENT} characters.`));
    },
    onEvent({ data }) {
      if (ended) return;
      const event = data === "[DONE]" ? null : readEvent(data);
      if (event !== null && !isRunnerError(event)) return take(event);
      ended = true;
      const failure = event ?? failureOfEnd(finishReason);
      if (failure) onFailure(failure);
      else onEnd({ reasoning, content, finishReason: finishReason!, usage });
    },
  });
  return (bytes) => {
    // The parser takes nothing more once an event was too long.
    if (!ended) parser.feed(decoder.decode(bytes, { stream: true }));
  };
}

function readEvent(data: string): ChatEvent | RunnerError {
  let event: ChatEvent;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    const start = data.slice(0, 80);
    return new RunnerError("ENGINE_FAILED", `The engine sent an event that is not JSON: ${start}`, { cause });
  }
  return failureInEvent(event) ?? event;
}

/** The failure of a stream that reached `[DONE]`: a vLLM that is shut down ends its answers so, by `abort` and with usage. */
function failureOfEnd(finishReason: string | null): RunnerError | null {
  if (finishReason === "error") return new RunnerError("ENGINE_FAILED", "The engine ended the answer by an error.");
  if (finishReason !== null && finishReason !== "abort") return null;
  return new RunnerError("ABORTED", "The engine ended the answer before the model did.");
}
