import type { Generation } from "../../plugins/contract/runner.ts";
import { asStorableText } from "../../recording/submitted/storable.ts";
import { count } from "../../recording/submitted/texts.ts";

/** The most characters of an output that are stored. */
const LONGEST_STORED = 1_000_000;
/** The most characters of an extracted answer, and of a reason that the engine gives. */
const LONGEST_ANSWER = 10_000;
const LONGEST_REASON = 200;

/** The counts and times of an answer as they can be stored. What an engine or a plugin states in any other form is not known. */
export function figuresOf(generation: Generation) {
  const hasText = generation.answer !== "" || (generation.reasoning ?? "") !== "";
  const outputTokens = spent(generation.outputTokens, hasText);
  const reasoningTokens = countOf(generation.reasoningTokens);
  return {
    promptTokens: spent(generation.promptTokens, true),
    outputTokens,
    // Reasoning is a part of the output.
    reasoningTokens: (reasoningTokens ?? 0) > (outputTokens ?? Number.POSITIVE_INFINITY) ? null : reasoningTokens,
    cachedPromptTokens: countOf(generation.cachedPromptTokens),
    acceptedDraftTokens: countOf(generation.acceptedDraftTokens),
    rejectedDraftTokens: countOf(generation.rejectedDraftTokens),
    ttft: secondsOf(generation.ttft),
    answerTtft: secondsOf(generation.answerTtft),
    queueTime: secondsOf(generation.queueTime),
    latency: secondsOf(generation.latency),
    ...(generation.values && { measures: generation.values }),
  };
}

export type Figures = ReturnType<typeof figuresOf>;

/** What `figuresOf` could not take as it was stated, for the notes of a run. */
export function notesOnFigures(generation: Generation, figures: Figures): string[] {
  const left = (["promptTokens", "outputTokens", "reasoningTokens"] as const).filter(
    (name) => generation[name] != null && figures[name] === null,
  );
  const own = left.map((name) => `${name} left out where what was stated cannot be`);
  return [...own, ...(generation.usageNotes ?? [])];
}

const countOf = (stated: unknown) => count.safeParse(stated).data ?? null;

/** A count of 0 where there is text is not known: nothing is free. */
const spent = (stated: unknown, hasText: boolean) => {
  const tokens = countOf(stated);
  return tokens === 0 && hasText ? null : tokens;
};

const secondsOf = (stated: unknown) =>
  typeof stated === "number" && Number.isFinite(stated) && stated >= 0 ? stated : null;

/** The whole completion as it is stored: cleaned of what the database refuses, and of what goes beyond its limit, marked. */
export function storedOutput({ answer, reasoning }: Pick<Generation, "answer" | "reasoning">): string {
  return bounded(reasoning === null ? answer : `<think>${reasoning}</think>${answer}`, LONGEST_STORED);
}

export const storedAnswer = (text: string) => bounded(text, LONGEST_ANSWER);
export const storedReason = (text: string) => bounded(text, LONGEST_REASON);

function bounded(text: string, most: number): string {
  if (text.length <= most) return asStorableText(text);
  return asStorableText(`${text.slice(0, most)} [${text.length - most} more characters are not stored]`);
}
