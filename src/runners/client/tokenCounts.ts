import type { SplitCompletion } from "../../plugins/grading/thought/reasoning.ts";
import type { ChatApi } from "./chatEngine.ts";
import type { StreamedChat } from "./chatStream.ts";
import { type Counts, readUsage } from "./usage.ts";

type TokenCounts = Omit<Counts, "notes"> & { notes: string[]; reasoningTokensNote: string | null };

/** Milliseconds for the tokenizer of an engine that has just failed to answer. */
const PATIENCE_AFTER_FAILURE = 3000;

/**
 * The tokens of an answer: by the engine's own counts as far as they can be believed, and otherwise by its tokenizer. Of an
 * answer that was cut, whose tokens nobody counted, the pieces of the stream are counted.
 */
export async function countTokensOf(
  chat: StreamedChat,
  parts: SplitCompletion,
  api: Pick<ChatApi, "countTokens" | "countNote">,
  signal: AbortSignal,
): Promise<TokenCounts> {
  const written = { characters: chat.content.length + chat.reasoning.length, reasoned: !!parts.reasoning?.trim() };
  const counts = readUsage(chat.usage, chat.timings, {
    ...written,
    characters: written.characters + chat.charactersLeftOut,
  });
  const patience = chat.failure ? AbortSignal.timeout(PATIENCE_AFTER_FAILURE) : signal;
  const byTokenizer = chat.failure?.code === "CANCELED" ? undefined : api.countTokens;
  let { outputTokens, notes } = counts;
  if (outputTokens === null && written.characters > 0 && chat.charactersLeftOut === 0) {
    // Reasoning that the engine hides is in its own count alone.
    const text = `${chat.reasoning}${chat.content}`;
    outputTokens = chat.usage === null || chat.failure ? await countText(byTokenizer, text, patience, signal) : null;
    if (outputTokens !== null) notes.push("The output tokens were counted by the engine's tokenizer.");
  }
  if (outputTokens === null && chat.failure && chat.pieces > 0) {
    outputTokens = chat.pieces;
    notes.push("The output tokens are the pieces of the stream that came, since the engine did not count them.");
  }
  const reasoning = await countReasoning(
    chat,
    parts,
    { ...counts, outputTokens },
    { ...api, countTokens: byTokenizer },
    patience,
    signal,
  );
  return { ...counts, outputTokens, ...reasoning, notes };
}

async function countReasoning(
  chat: StreamedChat,
  { reasoning, unknownMark }: SplitCompletion,
  counts: Omit<Counts, "notes">,
  { countTokens, countNote }: { countTokens?: ChatApi["countTokens"] | undefined; countNote?: string },
  patience: AbortSignal,
  signal: AbortSignal,
): Promise<{ reasoningTokens: number | null; reasoningTokensNote: string | null }> {
  const unknown = (note: string | null) => ({ reasoningTokens: null, reasoningTokensNote: note });
  const counted = counts.reasoningTokens;
  // Without a reasoning parser, engines count 0 even where there is text between the tags.
  if (counted !== null && counted > 0) return { reasoningTokens: counted, reasoningTokensNote: countNote ?? null };
  if (reasoning === null) {
    if (unknownMark) return unknown("not counted: the answer begins with a mark that is not known");
    // A count that could not be believed leaves the matter open.
    if (chat.usage === null || counts.outputTokens === null || wasRefused(chat, counted)) return unknown(null);
    return { reasoningTokens: 0, reasoningTokensNote: null };
  }
  if (!countTokens) return unknown("not counted: the server gives no count");
  const tokens = await countText(countTokens, reasoning, patience, signal);
  if (tokens === null) return unknown("not counted: the engine's tokenizer failed");
  if (counts.outputTokens !== null && tokens > counts.outputTokens) {
    return unknown("not counted: the engine's tokenizer gives more than there are output tokens");
  }
  return { reasoningTokens: tokens, reasoningTokensNote: "the reasoning text counted by the engine's tokenizer" };
}

/** Whether the engine stated a count of reasoning tokens that does not fit. */
function wasRefused({ usage }: StreamedChat, believed: number | null): boolean {
  const { completion_tokens_details: details, reasoning_tokens: stated } = usage as {
    completion_tokens_details?: { reasoning_tokens?: unknown } | null;
    reasoning_tokens?: unknown;
  };
  return believed === null && (details?.reasoning_tokens ?? stated ?? null) !== null;
}

/** The tokens of a text by the engine's tokenizer; null where that fails, since the answer must not be lost with it. */
async function countText(
  countTokens: ChatApi["countTokens"],
  text: string,
  patience: AbortSignal,
  signal: AbortSignal,
): Promise<number | null> {
  if (!countTokens || text === "") return null;
  try {
    const count = await countTokens(text, patience);
    return Number.isSafeInteger(count) && count >= 0 && count < 2 ** 31 ? count : null;
  } catch (error) {
    if (patience === signal && signal.aborted) throw error;
    return null;
  }
}
