import type { Engine, GenerationRequest, RunnerPlugin } from "../../src/plugins/contract/runner.ts";

/** What the captures were asked. */
export const QUESTION: GenerationRequest = {
  messages: [{ role: "user", content: "What is 12 + 45 - 8?" }],
  temperature: 0,
  maxTokens: 120,
  thinking: "default",
};

/** The answer that all four engines gave to it. */
export const ANSWER = {
  answer: "\n\nThe answer is \\boxed{49}.",
  reasoning: "\n12+45=57\n57-8=49\n",
  finishReason: "stop",
  promptTokens: 21,
  outputTokens: 32,
};

/** Opens an engine as a run does: by options that the plugin's schema checks. */
export function open(plugin: RunnerPlugin<any>, options: Record<string, unknown>): Promise<Engine> {
  const context = { signal: new AbortController().signal, log: () => {} };
  return plugin.open(plugin.options.parse(options), context);
}

/** One that nobody ends. */
export const FREELY = new AbortController().signal;
