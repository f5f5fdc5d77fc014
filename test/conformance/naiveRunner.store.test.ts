import { expect, it } from "vitest";
import { z } from "zod";
import { ConformanceFailure } from "../../src/conformance/conformanceCase.ts";
import { runnerCases } from "../../src/conformance/runnerCases.ts";
import { defineRunner } from "../../src/exports/plugin.ts";
import mock from "../../src/runners/mock.ts";

/** What somebody writes in ten minutes: it works with a server that works. */
const naive = defineRunner({
  name: "naive",
  version: "1.0.0",
  apiVersion: "1.5.0",
  description: "Asks a server, and hopes.",
  options: z.strictObject({ endpoint: z.string(), model: z.string().optional() }),
  open: async ({ endpoint, model = "m" }) => ({
    identity: { engine: "naive", version: null, model, modelRoot: null, contextLength: null },
    async generate({ messages }) {
      const reply = await fetch(`${endpoint}/v1/chat/completions`, {
        method: "POST",
        body: JSON.stringify({ model, messages }),
      });
      let answer = "";
      let usage: any = {};
      for (const line of (await reply.text()).split("\n")) {
        if (!line.startsWith("data: {")) continue;
        const event = JSON.parse(line.slice(6));
        answer += event.choices?.[0]?.delta?.content ?? "";
        usage = event.usage ?? usage;
      }
      return {
        ...{ answer, reasoning: null, finishReason: "stop", promptTokens: usage.prompt_tokens ?? 0 },
        ...{ outputTokens: usage.completion_tokens ?? 0, reasoningTokens: null, reasoningTokensNote: null },
        ...{ ttft: 0, latency: 0, ignored: [] },
      };
    },
    sampleLoad: async () => null,
    close: async () => {},
  }),
});

async function failedOf(cases: ReturnType<typeof runnerCases>): Promise<string[]> {
  const failed: string[] = [];
  for (const { code, skipped, run } of cases) {
    if (skipped !== undefined) continue;
    await run().catch((error) => {
      expect(error).toBeInstanceOf(ConformanceFailure);
      failed.push(code);
    });
  }
  return failed;
}

it("a runner that hopes for the best is told of every way in which servers misbehave", {
  timeout: 240_000,
}, async () => {
  const failed = await failedOf(runnerCases(naive));
  expect(failed).toEqual(
    expect.arrayContaining([
      ...["CANCEL_NOT_HEEDED", "WAIT_NOT_READ", "LONG_WAIT_NOT_READ", "QUOTA_NOT_FINAL", "ONE_FAILURE_SPREADS"],
      ...["FILTER_TRIED_AGAIN", "CONTEXT_NOT_TOLD", "BROKEN_STREAM_TAKEN", "END_NOT_NOTICED", "SILENCE_LOSES_TEXT"],
      ...["NOTHING_NOT_CUT", "REDIRECT_FOLLOWED", "PROXY_PAGE_SHOWN", "RESET_NOT_TOLD", "OUTAGE_NOT_SURVIVED"],
      ...["MODEL_NOT_CHECKED", "MODELS_NOT_READ", "PARTS_NOT_JOINED", "DETAILS_NOT_APART", "MARKS_NOT_PARTED"],
      ...["CHANNELS_NOT_PARTED", "CUT_THOUGHT_ANSWERS", "REFUSAL_NOT_MARKED", "NO_STREAM_FAILS", "LENGTH_NOT_TOLD"],
      ...["ZERO_COUNTS_TAKEN", "ODD_COUNTS_TAKEN", "NO_USAGE_GUESSED", "REASONING_NOT_ADDED", "FIRST_TOKEN_NOT_TIMED"],
    ]),
  );
});

it("the mock engine is a sound engine", async () => {
  expect(await failedOf(runnerCases(mock as never, { own: {} }))).toEqual([]);
});
