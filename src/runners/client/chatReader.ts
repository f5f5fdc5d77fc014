import { createParser } from "eventsource-parser";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { failureInEvent } from "./failures.ts";

/** A chat completion as its stream told it: texts as they came, put together. */
export interface Chat {
  /** What came in a field for reasoning; empty where nothing did. */
  reasoning: string;
  content: string;
  finishReason: string;
  usage: Usage | null;
}

/** The engine's count. An event is not a token: some tokens give no event, and some events hold several tokens. */
export interface Usage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  reasoning_tokens?: number | null;
  completion_tokens_details?: { reasoning_tokens?: number | null } | null;
}

interface ChatEvent {
  choices?: {
    /** vLLM named the field for reasoning `reasoning_content` to 0.11, both with the same text to 0.15, then `reasoning`. */
    delta?: { content?: string | null; reasoning?: string | null; reasoning_content?: string | null };
    finish_reason?: string | null;
  }[];
  usage?: Usage | null;
}

export interface ChatListener {
  /** The first text, of reasoning or answer. */
  onFirstText(): void;
  /** The whole of it, once, at `[DONE]`; what comes after is not read. */
  onEnd(chat: Chat): void;
  /** What ends it instead. */
  onFailure(failure: RunnerError): void;
}

/** Reads the bytes of a streamed chat completion, in whatever pieces they come. */
export function createChatReader({ onFirstText, onEnd, onFailure }: ChatListener): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let [reasoning, content] = ["", ""];
  let finishReason: string | null = null;
  let usage: Usage | null = null;
  let ended = false;

  const take = (event: ChatEvent) => {
    const choice = event.choices?.[0];
    if (choice) {
      const thought = choice.delta?.reasoning ?? choice.delta?.reasoning_content;
      const said = choice.delta?.content;
      if ((thought || said) && reasoning === "" && content === "") onFirstText();
      if (thought) reasoning += thought;
      if (said) content += said;
      if (choice.finish_reason) finishReason = choice.finish_reason;
    }
    if (event.usage) usage = event.usage;
  };
  const parser = createParser({
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
  return (bytes) => parser.feed(decoder.decode(bytes, { stream: true }));
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

/** A vLLM that is told to end gives up its answers by `abort`, with a count and `[DONE]` as after a whole one. */
function failureOfEnd(finishReason: string | null): RunnerError | null {
  if (finishReason === "error") return new RunnerError("ENGINE_FAILED", "The engine ended the answer by an error.");
  if (finishReason !== null && finishReason !== "abort") return null;
  return new RunnerError("ABORTED", "The engine ended the answer before the model did.");
}
