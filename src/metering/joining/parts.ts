import type { MeteredRequest } from "../records/readLog.ts";

type Answer = NonNullable<MeteredRequest["answer"]>;

/** One prompt of a request with its answers: a request for completions can have several prompts. */
export interface Part {
  request: MeteredRequest;
  /** The place of the prompt in the request. */
  prompt: number;
  /** The answers to this prompt. */
  choices: Answer["choices"];
}

/** The parts of requests, in the order in which the requests came. */
export function partsOf(requests: readonly MeteredRequest[]): Part[] {
  return requests.flatMap((request) =>
    request.prompts.map((_, prompt) => ({
      request,
      prompt,
      // An engine numbers the answers to all prompts, those of the first prompt first.
      choices: (request.answer?.choices ?? []).filter(({ index }) => Math.floor(index / request.n) === prompt),
    })),
  );
}

export const promptOf = ({ request, prompt }: Part) => request.prompts[prompt]!;

type Count = "promptTokens" | "outputTokens" | "reasoningTokens" | "cachedPromptTokens";

/**
 * The tokens of a part; null where the engine did not count them. An engine counts those of all prompts of a request
 * together: the parts then have whole numbers that add up to them, of the output by the lengths of the answers.
 */
export function tokensOf(part: Part, count: Count): number | null {
  const { request, prompt } = part;
  const total = request.answer?.[count] ?? null;
  if (total === null || request.prompts.length === 1) return total;
  const weights = request.prompts.map((_, place) =>
    count === "promptTokens" || count === "cachedPromptTokens" ? 1 : charactersOf(request, place),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo = (end: number) => {
    const before = weights.slice(0, end).reduce((sum, weight) => sum + weight, 0);
    return Math.round(total * (all === 0 ? end / weights.length : before / all));
  };
  return upTo(prompt + 1) - upTo(prompt);
}

function charactersOf(request: MeteredRequest, prompt: number): number {
  return (request.answer?.choices ?? [])
    .filter(({ index }) => Math.floor(index / request.n) === prompt)
    .reduce((sum, { characters, reasoningCharacters }) => sum + characters + reasoningCharacters, 0);
}
