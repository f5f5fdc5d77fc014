import vllm from "../../src/runners/vllm/vllm.ts";
import { readStreams } from "./readStreams.ts";

/** Reads each stream as a run does: parses it, separates the reasoning from the answer, and counts the tokens. */
await readStreams(async (url) => {
  const { signal } = new AbortController();
  const engine = await vllm.open(vllm.options.parse({ endpoint: url }), { signal, log: () => {} });
  return async () => {
    const request = { messages: [{ role: "user" as const, content: "What is 12 + 45 - 8?" }], thinking: "on" as const };
    const { answer, reasoning, outputTokens } = await engine.generate(request, signal);
    if (outputTokens === null || answer.length + reasoning!.length !== outputTokens)
      throw new Error("A token is lost.");
    return outputTokens;
  };
});
