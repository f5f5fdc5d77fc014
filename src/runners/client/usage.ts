import { z } from "zod";

/** The counts and times of one answer, as far as they can be believed. */
export interface Counts {
  promptTokens: number | null;
  /** Tokens of the answer and its reasoning. */
  outputTokens: number | null;
  /** Tokens of the reasoning, as the engine counts them. */
  reasoningTokens: number | null;
  cachedPromptTokens: number | null;
  acceptedDraftTokens: number | null;
  rejectedDraftTokens: number | null;
  /** Seconds. */
  queueTime: number | null;
  /** What is wrong with the engine's counts, in whole sentences. */
  notes: string[];
}

/** What came of an answer, which its counts must fit. */
export interface Written {
  /** The characters of the answer and its reasoning. */
  characters: number;
  /** Whether there is a text of reasoning. */
  reasoned: boolean;
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** More tokens than any model takes or gives for one request. */
const MOST_TOKENS = 100_000_000;
const count = z.int().nonnegative().max(MOST_TOKENS);
/** The longest tokens of any vocabulary have about this many characters, and only few are so long. */
const LONGEST_TOKEN = 128;

/**
 * Reads `usage`, and `timings` of llama.cpp beside it. A count that is no count, or that does not fit the text or the other
 * counts, is null with a note: it must not be stored or added up.
 */
export function readUsage(stated: unknown, timings: Fields, written: Written): Counts {
  const notes: string[] = [];
  const note = (text: string) => {
    notes.push(text);
    return null;
  };
  const read = (value: unknown, what: string): number | null => {
    if (value === undefined || value === null) return null;
    const shown = JSON.stringify(value)?.slice(0, 40);
    return count.safeParse(value).data ?? note(`The engine's count of ${what} is no count: ${shown}.`);
  };
  const usage = fieldsOf(stated ?? fieldsOf(timings.x_groq).usage);
  if (Object.keys(usage).length === 0) note("The engine gave no counts of tokens.");
  const ofOutput = fieldsOf(usage.completion_tokens_details);
  const ofPrompt = fieldsOf(usage.prompt_tokens_details);
  const llama = fieldsOf(timings.timings);

  let prompt = read(usage.prompt_tokens, "prompt tokens");
  // A prompt has at least one token.
  if (prompt === 0) prompt = note("The engine counted no prompt tokens.");
  const reasoning = read(ofOutput.reasoning_tokens ?? usage.reasoning_tokens, "reasoning tokens");
  const total = usage.total_tokens === 0 ? null : read(usage.total_tokens, "all tokens");
  let output = read(usage.completion_tokens, "output tokens");
  if (output !== null) output = wholeOutput(prompt, output, reasoning, total, note);
  if (output === 0 && written.characters > 0) output = note("The engine counted no output tokens, but there is text.");
  if (output !== null && written.characters > output * LONGEST_TOKEN) {
    output = note(
      `The engine counted ${output} output tokens, which the text of ${written.characters} characters exceeds.`,
    );
  }
  let thought = reasoning;
  if (thought !== null && thought > 0 && !written.reasoned) {
    thought = note(`The engine counted ${thought} reasoning tokens, but there is no reasoning.`);
  }
  if (thought !== null && (output === null ? thought > 0 : thought > output)) {
    thought = note(
      `The engine counted ${thought} reasoning tokens, which its count of output tokens does not include.`,
    );
  }
  const within = (part: number | null, all: number | null, what: string) =>
    part !== null && all !== null && part > all ? note(`The engine counted more ${what} than there can be.`) : part;
  const cached = ofPrompt.cached_tokens ?? usage.prompt_cache_hit_tokens ?? llama.cache_n;
  const drafted = read(llama.draft_n, "drafted tokens");
  const accepted = read(ofOutput.accepted_prediction_tokens ?? llama.draft_n_accepted, "accepted draft tokens");
  const rejected = read(ofOutput.rejected_prediction_tokens, "rejected draft tokens");
  return {
    promptTokens: prompt,
    outputTokens: output,
    reasoningTokens: thought,
    cachedPromptTokens: within(read(cached, "cached prompt tokens"), prompt, "cached prompt tokens"),
    acceptedDraftTokens: within(accepted, output, "accepted draft tokens"),
    rejectedDraftTokens:
      rejected ?? (drafted !== null && accepted !== null && accepted <= drafted ? drafted - accepted : null),
    queueTime: seconds(usage.queue_time ?? fieldsOf(timings.time_info).queue_time),
    notes,
  };
}

/** The output tokens with those of the reasoning, which some servers count beside them; null where that is not clear. */
function wholeOutput(
  prompt: number | null,
  completion: number,
  reasoning: number | null,
  total: number | null,
  note: (text: string) => null,
): number | null {
  const isBeside = prompt !== null && reasoning !== null && total === prompt + completion + reasoning;
  if (isBeside && reasoning > 0) {
    note("The engine counts reasoning beside the output tokens; here they are added.");
    return completion + reasoning;
  }
  if (reasoning !== null && reasoning > completion) {
    return note(`The engine counted ${completion} output tokens, but ${reasoning} of reasoning.`);
  }
  if (prompt !== null && total !== null && total > prompt + completion) {
    return note(
      `The engine counted ${total} tokens, more than ${prompt} of the prompt and ${completion} of the output.`,
    );
  }
  return completion;
}

const seconds = (value: unknown) => z.number().nonnegative().max(604_800).safeParse(value).data ?? null;
