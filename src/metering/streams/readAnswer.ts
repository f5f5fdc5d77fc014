import { type ChatText, chatText } from "../../plugins/contract/chatText.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { splitReasoning } from "../../plugins/grading/thought/reasoning.ts";
import { failureInEvent, failureOfReply } from "../../runners/client/failures.ts";
import { parseJson } from "../../runners/client/parseJson.ts";
import { readUsage } from "../../runners/client/usage.ts";
import type { AnswerLine } from "../records/logLines.ts";
import { createTextDigest, type TextDigest } from "../records/textDigest.ts";
import { type Fields, isFields, type StreamEvent } from "./events.ts";

/** What is recorded of an answer, without its id and its bytes. */
export type ReadAnswer = Omit<AnswerLine, "kind" | "id" | "bytes">;

export interface AnswerReaderOptions {
  /** Whether a completion is expected. Of another reply only the status, the time and the usage are read. */
  isCompletion: boolean;
  /** Seconds since the request came. */
  clock(): number;
  /** Whether texts are kept, only their digests, or neither. */
  texts: "kept" | "digests" | "none";
}

/** Reads the reply to a request as it passes. */
export interface AnswerReader {
  begin(status: number, headers: Fields): void;
  takeEvent(event: StreamEvent): void;
  /** Takes the whole body of a reply that is no stream. */
  takeWhole(text: string): void;
  /** Ends the reply, by the rules of HTTP or by a failure of the connection. */
  end(failure?: RunnerError): ReadAnswer;
}

/** The most characters of an answer that are kept. */
const LONGEST_TEXT = 4_000_000;
/** The characters at the beginning of an answer in which the mark of a thought is looked for. */
const HEAD = 2000;
/** The end of a thought that the prompt has opened. It is one token to most models, so that it comes in one piece. */
const END_OF_THOUGHT = /<\/(?:think|thought|reason)|\[\/THINK\]|◁\/think▷/i;

interface Choice {
  index: number;
  finishReason: string | null;
  digest: TextDigest | null;
  kept: string;
  head: string;
  characters: number;
  reasoningCharacters: number;
  closesThought: boolean;
  toolCalls: boolean;
  refused: boolean;
}

export function createAnswerReader({ isCompletion, clock, texts }: AnswerReaderOptions): AnswerReader {
  const choices = new Map<number, Choice>();
  const timings: Fields = {};
  let [status, headers] = [null as number | null, {} as Fields];
  let usage: unknown = null;
  let ttft: number | null = null;
  let failure: RunnerError | null = null;
  let isDone = false;
  let isRead = false;

  const choiceAt = (index: number): Choice => {
    const present = choices.get(index);
    if (present) return present;
    const choice: Choice = {
      ...{ index, finishReason: null, digest: texts === "none" ? null : createTextDigest(), kept: "", head: "" },
      ...{ characters: 0, reasoningCharacters: 0, closesThought: false, toolCalls: false, refused: false },
    };
    choices.set(index, choice);
    return choice;
  };
  const takeTexts = (choice: Choice, { content, reasoning, refusal }: ChatText, streamed: boolean) => {
    if (streamed && ttft === null && (content !== "" || reasoning !== "" || refusal !== "")) ttft = clock();
    choice.reasoningCharacters += reasoning.length;
    if (refusal !== "") choice.refused = true;
    const text = content === "" ? refusal : content;
    if (text === "") return;
    choice.characters += text.length;
    choice.digest?.add(text);
    if (choice.head.length < HEAD) choice.head += text;
    if (text.includes("/") && END_OF_THOUGHT.test(text)) choice.closesThought = true;
    if (texts === "kept" && choice.kept.length < LONGEST_TEXT) choice.kept += text;
  };
  const takeChoice = (given: Fields, streamed: boolean) => {
    const choice = choiceAt(Number.isSafeInteger(given.index) ? Number(given.index) : 0);
    // Some streams repeat the whole message at their end.
    const isNew = choice.characters + choice.reasoningCharacters === 0;
    const message = isFields(given.delta) ? given.delta : isNew ? given.message : undefined;
    if (isFields(message)) {
      takeTexts(choice, chatText(message), streamed);
      if (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) {
        choice.toolCalls = true;
        if (streamed) ttft ??= clock();
      }
    }
    // So the older API for completions writes it.
    if (typeof given.text === "string")
      takeTexts(choice, { content: given.text, reasoning: "", refusal: "" }, streamed);
    if (typeof given.finish_reason === "string" && given.finish_reason !== "") {
      choice.finishReason = given.finish_reason.slice(0, 100);
    }
  };
  const take = (fields: Fields, streamed: boolean) => {
    if (Array.isArray(fields.choices)) {
      for (const given of fields.choices) if (isFields(given)) takeChoice(given, streamed);
    }
    if (fields.usage !== undefined && fields.usage !== null) usage = fields.usage;
    for (const name of ["timings", "time_info", "x_groq"]) if (isFields(fields[name])) timings[name] = fields[name];
  };
  const finishReasons = () => [...choices.values()].map(({ finishReason }) => finishReason);

  /** Why a reply that ended by the rules of HTTP is no whole answer. */
  const fault = (): RunnerError | null => {
    if (failure) return failure;
    const reasons = finishReasons();
    if (reasons.includes("error")) return new RunnerError("ENGINE_FAILED", "The engine ended the answer by an error.");
    const isCut = reasons.includes("abort") || (isDone && reasons.length > 0 && reasons.every((one) => one === null));
    return isCut ? new RunnerError("ABORTED", "The engine ended the answer before the model did.") : null;
  };
  const lost = () => new RunnerError("CONNECTION_LOST", "The reply ended before the answer was complete.");
  const isWhole = (cut: boolean) => {
    if (isDone || isRead || (!isCompletion && !cut)) return true;
    const reasons = finishReasons();
    return reasons.length > 0 && !reasons.includes(null) && (!cut || usage !== null);
  };
  return {
    begin(code, given) {
      [status, headers] = [code, given];
    },
    takeEvent(event) {
      if (event === null || isDone || failure) return;
      if (event === "done") isDone = true;
      else if ("texts" in event) takeTexts(choiceAt(0), event.texts, true);
      else if ("unread" in event) {
        failure = new RunnerError("ENGINE_FAILED", "The engine sent an event that is not JSON.");
      } else {
        const { fields, type } = event;
        failure = failureInEvent(type === "error" && !("error" in fields) ? { error: fields } : fields);
        if (!failure) take(fields, true);
      }
    },
    takeWhole(text) {
      isRead = true;
      if (status !== null && (status < 200 || status > 299)) {
        const { "retry-after": retryAfter, location } = headers as { "retry-after"?: string; location?: string };
        failure = failureOfReply({ status, body: text.slice(0, 64 * 1024), retryAfter, location });
        return;
      }
      const fields = parseJson(text);
      if (!isFields(fields)) {
        if (isCompletion) failure = new RunnerError("ENGINE_FAILED", "The engine's reply is no JSON object.");
        return;
      }
      failure = failureInEvent(fields);
      if (!failure) take(fields, false);
    },
    end(cut) {
      const reason = isRead || !cut ? (fault() ?? (isWhole(false) ? null : lost())) : isWhole(true) ? fault() : cut;
      const all = [...choices.values()].sort((a, b) => a.index - b.index);
      const characters = all.reduce((sum, one) => sum + one.characters + one.reasoningCharacters, 0);
      const counts = readUsage(usage, timings, { characters, reasoned: all.some(hasReasoned) });
      return {
        ...{ status, failure: isRunnerError(reason) ? reason.code : null, ttft, latency: clock() },
        choices: all.map(({ digest, kept, head: _head, closesThought: _closes, ...choice }) => ({
          ...choice,
          text: digest?.end() ?? null,
          ...(texts === "kept" && { content: kept }),
        })),
        promptTokens: counts.promptTokens,
        outputTokens: counts.outputTokens,
        reasoningTokens: counts.reasoningTokens,
        cachedPromptTokens: counts.cachedPromptTokens,
        notes: all.length > 0 ? counts.notes : [],
      };
    },
  };
}

/** Whether a text shows a thought, in a field of its own or by a mark. */
const hasReasoned = ({ reasoningCharacters, head, closesThought }: Choice) =>
  reasoningCharacters > 0 || closesThought || (head !== "" && splitReasoning(head, { cut: true }).reasoning !== null);
