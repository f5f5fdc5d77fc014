import type { Engine, GenerationRequest, RunnerPlugin } from "../../src/plugins/contract/runner.ts";

/** The request whose replies were recorded. */
export const QUESTION: GenerationRequest = {
  messages: [{ role: "user", content: "What is 12 + 45 - 8?" }],
  temperature: 0,
  maxTokens: 120,
  thinking: "default",
};

/** The answer that all four engines gave to `QUESTION`. */
export const ANSWER = {
  answer: "\n\nThe answer is \\boxed{49}.",
  reasoning: "\n12+45=57\n57-8=49\n",
  finishReason: "stop",
  promptTokens: 21,
  outputTokens: 32,
};

/** Opens an engine as a run does, with options that the plugin's schema checks. */
export function open(plugin: RunnerPlugin<any>, options: Record<string, unknown>): Promise<Engine> {
  const context = { signal: new AbortController().signal, log: () => {} };
  return plugin.open(plugin.options.parse(options), context);
}

/** A signal for requests that nobody cancels. */
export const NEVER_CANCELED = new AbortController().signal;
