import { afterEach, expect, test } from "vitest";
import sglang from "../../../src/runners/sglang/sglang.ts";
import type { Replacements } from "../../engines/captures.ts";
import { eventReply, jsonReply, type ReplayServer } from "../../engines/replayServer.ts";
import { replaySglang } from "../../engines/sglang.ts";
import { ANSWER, NEVER_CANCELED, open, QUESTION } from "../open.ts";

let server: ReplayServer;
afterEach(() => server.close());

async function attach(replacements: Replacements = {}, options: Record<string, unknown> = {}) {
  server = await replaySglang(replacements);
  return open(sglang, { endpoint: server.url, ...options });
}
const sent = () => server.requests.findLast(({ path }) => path === "/v1/chat/completions")!.body;

const WITH_PROCESSORS = jsonReply({ version: "0.5.23", model_path: "/m", enable_custom_logit_processor: true });

test("states its identity as the engine does", async () => {
  const engine = await attach();
  expect(engine.identity).toMatchObject({
    engine: "sglang",
    version: "0.5.23",
    model: "arith-s",
    modelRoot: "/models/arith-s",
    contextLength: 512,
    dtype: "bfloat16",
    quantization: null,
    cacheDtype: null,
    flags: { tp_size: 1, reasoning_parser: "qwen3", attention_backend: "torch_native", weight_version: "default" },
    generationConfig: null,
  });
  expect(JSON.stringify(engine.identity.flags)).not.toContain("api_key");
});

test("reads an answer, its reasoning and the engine's counts, and says that the tags are counted", async () => {
  const engine = await attach();
  const generation = await engine.generate(QUESTION, NEVER_CANCELED);
  expect(generation).toMatchObject({ ...ANSWER, reasoningTokens: 20, ignored: [] });
  expect(generation.reasoningTokensNote).toContain("<think>");
});

test.each(["stream-stream-reasoning-false.sse", "stream.sse"])("%s gives the same answer", async (file) => {
  const engine = await attach({ "POST /v1/chat/completions": file });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});

test("turns thinking off", async () => {
  const engine = await attach();
  const generation = await engine.generate({ ...QUESTION, thinking: "off" }, NEVER_CANCELED);
  expect(generation).toMatchObject({ reasoning: null, reasoningTokens: 0, reasoningTokensNote: null, ignored: [] });
});

test("takes thinking that was cut for reasoning, and cuts at a stop text", async () => {
  const engine = await attach();
  const cut = await engine.generate({ ...QUESTION, maxTokens: 10 }, NEVER_CANCELED);
  expect(cut).toMatchObject({ answer: "", reasoning: "\n12+45=57", finishReason: "length", reasoningTokens: 10 });
  const stopped = await engine.generate({ ...QUESTION, stop: ["boxed"] }, NEVER_CANCELED);
  expect(stopped).toMatchObject({ answer: "\n\nThe answer is \\", finishReason: "stop" });
});

test("limits thinking by a processor for the model's own tokens, where the server was launched to take one", async () => {
  const engine = await attach({ "GET /server_info": WITH_PROCESSORS });
  const { ignored } = await engine.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED);
  expect(ignored).toEqual([]);
  expect(sent()).toMatchObject({
    custom_params: { thinking_budget: 8 },
    chat_template_kwargs: { enable_thinking: true },
  });
  const { callable } = JSON.parse(sent().custom_logit_processor);
  // SGLang 0.5.23's own module loaded this as a ThinkingBudgetLogitProcessor with these ids.
  expect(Buffer.from(callable, "hex").toString()).toBe(
    "cbuiltins\ntype\n(VBudget\n(csglang.srt.sampling.custom_logit_processor\nThinkingBudgetLogitProcessor\nt" +
      "(VTHINKING_START_TOKEN_ID\nI3\nVTHINKING_END_TOKEN_ID\nI4\nVNEW_LINE_TOKEN_ID\nI201\ndtR.",
  );
});

test.each<[string, Replacements]>([
  ["the server takes no processor", {}],
  [
    "the tags are several tokens",
    { "GET /server_info": WITH_PROCESSORS, "POST /v1/tokenize": jsonReply({ tokens: [1, 2, 3] }) },
  ],
  [
    "the version has no tokenizer to ask",
    { "GET /server_info": WITH_PROCESSORS, "POST /v1/tokenize": "not-found.http" },
  ],
])("says that a budget is ignored where %s", async (_, replacements) => {
  const engine = await attach(replacements);
  expect((await engine.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED)).ignored).toEqual([
    "thinking",
  ]);
  expect(sent()).not.toHaveProperty("custom_logit_processor");
});

test("reads the load from its metrics, or from its loads where it exports none", async () => {
  const engine = await attach();
  const load = { running: 32, waiting: 16, cacheUsage: 0, promptTokens: 1408, outputTokens: 2191 };
  expect(await engine.sampleLoad()).toEqual(load);
  await server.close();
  const silent = await attach({ "GET /metrics": "not-found.http" });
  const loads = { running: 32, waiting: 16, cacheUsage: 0.0012, promptTokens: null, outputTokens: null };
  expect(await silent.sampleLoad()).toEqual(loads);
  await server.close();
  const rank = { num_running_reqs: 2, num_waiting_reqs: 1, token_usage: 0.25 };
  const two = jsonReply({ loads: [rank, { ...rank, token_usage: 0.75 }] });
  const parallel = await attach({ "GET /metrics": "not-found.http", "GET /v1/loads": two });
  expect(await parallel.sampleLoad()).toMatchObject({ running: 4, waiting: 2, cacheUsage: 0.5 });
});

test.each([
  ["stream-killed-worker.sse", "CONNECTION_LOST"],
  ["err-context-too-long-stream.http", "CONTEXT_TOO_LONG"],
  ["err-max-tokens-over-context.http", "CONTEXT_TOO_LONG"],
  ["err-bad-type.http", "INVALID_REQUEST"],
])("%s: %s", async (file, code) => {
  const engine = await attach({ "POST /v1/chat/completions": file });
  const failure = await engine.generate(QUESTION, NEVER_CANCELED).catch((error) => error);
  expect(failure).toMatchObject({ name: "RunnerError", code });
  expect(failure.message).not.toContain("site-packages");
});

test("takes an error with a code in a stream for the failure of that code", async () => {
  // As `create_streaming_error_response` writes it for a full queue.
  const error = { object: "error", message: "The request queue is full.", type: "SERVICE_UNAVAILABLE", code: 503 };
  const events = `data: ${JSON.stringify({ error })}\n\ndata: [DONE]\n\n`;
  const engine = await attach({ "POST /v1/chat/completions": eventReply(events) });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({ code: "OVERLOADED", retry: true });
});

test("refuses another model, to which SGLang would answer, and an engine that still warms up", async () => {
  await expect(attach({}, { model: "other" })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  await server.close();
  await expect(attach({ "GET /ready": "loading-ready.http" })).rejects.toMatchObject({
    code: "ENGINE_LOADING",
    retry: true,
  });
  await server.close();
  // Before /ready there was only /health.
  const older = { "GET /ready": "not-found.http", "GET /health": "loading-health-1.http" };
  await expect(attach(older)).rejects.toMatchObject({ code: "ENGINE_LOADING" });
  await server.close();
  await expect(attach({ "GET /server_info": "not-found.http" })).rejects.toMatchObject({ code: "INVALID_REQUEST" });
});
