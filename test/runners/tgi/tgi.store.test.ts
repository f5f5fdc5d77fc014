import { afterEach, expect, test } from "vitest";
import tgi from "../../../src/runners/tgi/tgi.ts";
import type { Replacements } from "../../engines/captures.ts";
import { eventReply, jsonReply, type ReplayServer } from "../../engines/replayServer.ts";
import { replayTgi } from "../../engines/tgi.ts";
import { ANSWER, NEVER_CANCELED, open, QUESTION } from "../open.ts";

let server: ReplayServer;
afterEach(() => server.close());

async function attach(replacements: Replacements = {}, options: Record<string, unknown> = {}) {
  server = await replayTgi(replacements);
  return open(tgi, { endpoint: server.url, ...options });
}
const sent = () => server.requests.findLast(({ path }) => path === "/v1/chat/completions")!.body;

test("states its identity as the engine does", async () => {
  const engine = await attach();
  expect(engine.identity).toEqual({
    engine: "tgi",
    version: "3.3.6-dev0",
    model: "/models/arith-s",
    modelRoot: "/models/arith-s",
    contextLength: 512,
  });
});

test("separates reasoning by its tags and counts it by the tokenizer, without the token for the beginning", async () => {
  const engine = await attach();
  const generation = await engine.generate(QUESTION, NEVER_CANCELED);
  expect(generation).toMatchObject({ ...ANSWER, reasoningTokens: 18, ignored: [] });
  expect(generation.reasoningTokensNote).toContain("tokenizer");
  // An unknown name would be taken for an adapter.
  expect(sent().model).toBe("tgi");
});

test("takes thinking that was cut for reasoning, also where the template opened it", async () => {
  const engine = await attach();
  const cut = await engine.generate({ ...QUESTION, maxTokens: 10 }, NEVER_CANCELED);
  expect(cut).toMatchObject({ answer: "", reasoning: "\n12+45=57", finishReason: "length", outputTokens: 10 });
  await server.close();
  const cutAnswer = { choices: [{ delta: { content: "1+1" }, finish_reason: "length" }] };
  const opening = await attach({
    "POST /chat_tokenize": jsonReply({ tokenize_response: [], templated_text: "<|User|>?<|Assistant|><think>\n" }),
    "POST /v1/chat/completions": eventReply(`data: ${JSON.stringify(cutAnswer)}\n\ndata: [DONE]\n\n`),
  });
  expect(await opening.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "", reasoning: "1+1" });
});

test("cuts the stop text that TGI leaves in the answer", async () => {
  const engine = await attach();
  const generation = await engine.generate({ ...QUESTION, stop: ["nowhere", "boxed"] }, NEVER_CANCELED);
  expect(generation).toMatchObject({ answer: "\n\nThe answer is \\", finishReason: "stop", outputTokens: 27 });
});

test("lists the settings that TGI does not take, and leaves out a top_p that it would refuse", async () => {
  const engine = await attach();
  const asked = { topK: 20, topP: 1, chatTemplateKwargs: { date: "today" } };
  for (const thinking of ["off", "on", { budget: 8 }] as const) {
    const { ignored } = await engine.generate({ ...QUESTION, ...asked, thinking }, NEVER_CANCELED);
    expect(ignored.toSorted()).toEqual(["chatTemplateKwargs", "thinking", "topK"]);
  }
  for (const field of ["top_k", "top_p", "chat_template_kwargs"]) expect(sent()).not.toHaveProperty(field);
});

test("reads the load", async () => {
  const engine = await attach();
  const load = { running: 1, waiting: 0, cacheUsage: null, promptTokens: 1137, outputTokens: 489 };
  expect(await engine.sampleLoad()).toEqual(load);
});

test.each([
  ["err-context-too-long-stream.sse", "CONTEXT_TOO_LONG"],
  ["err-overloaded-stream.sse", "OVERLOADED"],
  ["err-overloaded.http", "OVERLOADED"],
  ["after-killed-shard-stream.sse", "ENGINE_FAILED"],
  ["after-killed-shard-chat.http", "ENGINE_FAILED"],
  ["err-bad-type.http", "INVALID_REQUEST"],
])("%s: %s", async (file, code) => {
  const engine = await attach({ "POST /v1/chat/completions": file });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({ name: "RunnerError", code });
});

test("refuses another model, a dead shard and another program", async () => {
  await expect(attach({}, { model: "other" })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  await server.close();
  await expect(attach({ "GET /health": "after-killed-shard-health.http" })).rejects.toMatchObject({
    code: "ENGINE_FAILED",
  });
  await server.close();
  await expect(attach({ "GET /info": "not-found.http" })).rejects.toMatchObject({ code: "INVALID_REQUEST" });
});

test("attaches to a version that does not render prompts", async () => {
  const engine = await attach({ "POST /chat_tokenize": "not-found.http" });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});
