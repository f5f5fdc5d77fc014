import { z } from "zod";
import { defineRunner } from "../../src/plugins/contract/definePlugin.ts";

/** The address of this module, by which a process of its own finds the runner. */
export const QUICK_ENGINE = import.meta.url;

/** A runner whose engine answers at once with so many characters as the question begins with. */
export default defineRunner({
  name: "quick",
  version: "1.0.0",
  apiVersion: "1.6.0",
  description: "Answers at once.",
  options: z.strictObject({}),
  open: async () => ({
    identity: { engine: "quick", version: null, model: "quick", modelRoot: null, contextLength: null },
    generate: async ({ messages }) => ({
      ...{ answer: "a".repeat(Number.parseInt(messages[0]!.content, 10)), reasoning: null, finishReason: "stop" },
      ...{ promptTokens: 1, outputTokens: 1, reasoningTokens: 0, reasoningTokensNote: null },
      ...{ ttft: 0.1, latency: 0.2, ignored: [] },
    }),
    sampleLoad: async () => null,
    close: async () => {},
  }),
});
