import vllm from "../../src/runners/vllm/vllm.ts";
import { readStreams } from "./readStreams.ts";

/** Reads every stream as a run does: parsed, parted, counted. */
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
