import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { PLUGIN_API_VERSION } from "../plugins/contract/plugin.ts";
import type { RunnerPlugin } from "../plugins/contract/runner.ts";
import { RunnerError } from "../plugins/contract/runnerError.ts";

const options = z.strictObject({
  answers: z
    .array(z.string().max(1_000_000))
    .min(1)
    .max(1000)
    .default(["The answer is \\boxed{42}.", "I don't know."])
    .describe("What it says. Which of several answers a prompt gets follows from the prompt alone."),
  seconds: z.number().min(0).max(3600).default(0).describe("How long an answer takes."),
});

/** Characters of a token, as text in English has them about. */
const CHARACTERS = 4;
const tokensOf = (text: string) => Math.max(1, Math.ceil(text.length / CHARACTERS));

/**
 * No model: it says what it is told, to try benchmarks and whatever stands around an engine. It names its model `mock`, so that
 * its answers can't be stored as those of another model.
 */
const plugin: RunnerPlugin<z.infer<typeof options>> = {
  kind: "runner",
  name: "mock",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "No model: says what it is told, to try benchmarks without an engine.",
  options,
  callerOptions: [],
  open: async ({ answers, seconds }) => ({
    identity: { engine: "mock", version: "1.0.0", model: "mock", modelRoot: null, contextLength: null },
    async generate({ messages }, signal) {
      const prompt = JSON.stringify(messages);
      const answer = answers[createHash("sha256").update(prompt).digest().readUInt32BE() % answers.length]!;
      await sleep(seconds * 1000, undefined, { signal }).catch((cause) => {
        throw new RunnerError("CANCELED", "The request was canceled.", { cause });
      });
      return {
        ...{ answer, reasoning: null, finishReason: "stop" },
        ...{
          promptTokens: tokensOf(prompt),
          outputTokens: tokensOf(answer),
          reasoningTokens: 0,
          reasoningTokensNote: null,
        },
        usageNotes: [`Tokens of the mock engine are counted as ${CHARACTERS} characters each.`],
        ...{ ttft: seconds, latency: seconds, ignored: [] },
      };
    },
    sampleLoad: async () => null,
    close: async () => {},
  }),
};
export default plugin;
