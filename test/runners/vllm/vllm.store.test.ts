import { afterEach, expect, test } from "vitest";
import vllm from "../../../src/runners/vllm/vllm.ts";
import type { Replacements } from "../../engines/captures.ts";
import { eventReply, jsonReply, type ReplayServer } from "../../engines/replayServer.ts";
import { replayVllm } from "../../engines/vllm.ts";
import { ANSWER, NEVER_CANCELED, open, QUESTION } from "../open.ts";

let server: ReplayServer;
afterEach(() => server.close());

async function attach(
  version: "0.32.0" | "0.11.0",
  replacements: Replacements = {},
  options: Record<string, unknown> = {},
) {
  server = await replayVllm(version, replacements);
  return open(vllm, { endpoint: server.url, ...options });
}
const sent = () => server.requests.findLast(({ path }) => path === "/v1/chat/completions")!.body;

test("states its identity as the engine does", async () => {
  const engine = await attach("0.11.0");
  expect(engine.identity).toEqual({
    engine: "vllm",
    version: "0.11.0.post2",
    model: "arith-s",
    modelRoot: "/models/arith-s",
    contextLength: 512,
    revision: null,
    dtype: null,
    quantization: null,
    cacheDtype: null,
    flags: { enable_prefix_caching: true },
    generationConfig: null,
  });
});

const TEXT =
  "model='/models/arith-s', speculative_config=None, revision=abc1, dtype=torch.bfloat16, max_seq_len=512, " +
  "quantization=fp8, enforce_eager=True, kv_cache_dtype=fp8_e4m3, seed=0, tensor_parallel_size=2, " +
  "decoding_config=DecodingConfig(reasoning_parser='qwen3')";
const OBJECT = {
  model_config: {
    dtype: "torch.bfloat16",
    revision: "abc1",
    quantization: "fp8",
    seed: 0,
    enforce_eager: true,
    override_generation_config: { temperature: 0.6, top_p: 0.95, top_k: 20, min_p: null },
  },
  cache_config: { cache_dtype: "fp8_e4m3" },
  parallel_config: { tensor_parallel_size: 2 },
  structured_outputs_config: { reasoning_parser: "qwen3" },
  speculative_config: null,
};

test.each([
  ["a text", TEXT, null],
  ["an object", OBJECT, { temperature: 0.6, topP: 0.95, topK: 20 }],
])("states its settings where it writes them as %s", async (_, vllm_config, generationConfig) => {
  const path = "GET /server_info?config_format=json";
  const engine = await attach("0.32.0", { [path]: jsonReply({ vllm_config }) });
  expect(engine.identity).toMatchObject({
    revision: "abc1",
    dtype: "bfloat16",
    quantization: "fp8",
    cacheDtype: "fp8_e4m3",
    flags: { seed: 0, enforce_eager: true, tensor_parallel_size: 2, reasoning_parser: "qwen3" },
    generationConfig,
  });
});

test.each([jsonReply({ vllm_config: 5 }), jsonReply({}, "500 Internal Server Error"), jsonReply([])])(
  "is opened where its settings cannot be read",
  async (reply) => {
    const engine = await attach("0.32.0", { "GET /server_info?config_format=json": reply });
    expect(engine.identity).toMatchObject({ model: "arith-s", dtype: null });
  },
);

test("reads an answer, its reasoning and the engine's counts", async () => {
  const engine = await attach("0.32.0");
  const generation = await engine.generate({ ...QUESTION, seed: 7, topK: 20, frequencyPenalty: 0.05 }, NEVER_CANCELED);
  expect(generation).toMatchObject({ ...ANSWER, reasoningTokens: 18, reasoningTokensNote: null, ignored: [] });
  expect(generation.ttft).toBeLessThanOrEqual(generation.latency);
  expect(sent()).toEqual({
    model: "arith-s",
    messages: QUESTION.messages,
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    top_k: 20,
    frequency_penalty: 0.05,
    max_tokens: 120,
    seed: 7,
  });
});

test("counts the reasoning of an older version by its tokenizer, without the stray tag, and says so", async () => {
  const engine = await attach("0.11.0");
  const generation = await engine.generate(QUESTION, NEVER_CANCELED);
  expect(generation).toMatchObject({ ...ANSWER, reasoningTokens: 18 });
  expect(generation.reasoningTokensNote).toContain("tokenizer");
  const { body } = server.requests.findLast(({ path }) => path === "/tokenize")!;
  expect(body).toEqual({ model: "arith-s", prompt: ANSWER.reasoning, add_special_tokens: false });
});

test("keeps an answer whose reasoning cannot be counted", async () => {
  const engine = await attach("0.11.0", { "POST /tokenize": "not-found.http" });
  const generation = await engine.generate(QUESTION, NEVER_CANCELED);
  expect(generation).toMatchObject({ ...ANSWER, reasoningTokens: null });
  expect(generation.reasoningTokensNote).toContain("not counted");
});

test.each(["0.32.0", "0.11.0"] as const)("%s: takes thinking that was cut for reasoning", async (version) => {
  const engine = await attach(version);
  const generation = await engine.generate({ ...QUESTION, maxTokens: 10 }, NEVER_CANCELED);
  expect(generation).toMatchObject({ answer: "", reasoning: "\n12+45=57", finishReason: "length", reasoningTokens: 9 });
});

test("separates reasoning by its tags where the server has no reasoning parser", async () => {
  const engine = await attach("0.32.0", { "POST /v1/chat/completions": "noparser-stream.sse" });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ ...ANSWER, reasoningTokens: 18 });
});

test("takes the last of running counts", async () => {
  const engine = await attach("0.32.0", { "POST /v1/chat/completions": "stream-continuous-usage.sse" });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});

test("turns thinking off, and on without a limit", async () => {
  const engine = await attach("0.32.0");
  const chatTemplateKwargs = { date: "today" };
  const off = await engine.generate({ ...QUESTION, thinking: "off", chatTemplateKwargs }, NEVER_CANCELED);
  expect(off).toMatchObject({ reasoning: null, reasoningTokens: 0, promptTokens: 25, outputTokens: 9, ignored: [] });
  expect(sent().chat_template_kwargs).toEqual({ date: "today", enable_thinking: false });
  await engine.generate({ ...QUESTION, thinking: "on" }, NEVER_CANCELED);
  expect(sent()).toMatchObject({ chat_template_kwargs: { enable_thinking: true } });
  expect(sent()).not.toHaveProperty("thinking_token_budget");
});

test("says that thinking was not turned off where the template does not have the switch", async () => {
  const engine = await attach("0.32.0", { "POST /v1/chat/completions": "stream.sse" }, { thinkingSwitch: "thinking" });
  expect((await engine.generate({ ...QUESTION, thinking: "off" }, NEVER_CANCELED)).ignored).toEqual(["thinking"]);
  expect(sent().chat_template_kwargs).toEqual({ thinking: false });
});

test("limits thinking where the version can, and otherwise says that it was ignored", async () => {
  const now = await attach("0.32.0");
  const limited = await now.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED);
  expect(limited).toMatchObject({ reasoning: "\n12+45=5", reasoningTokens: 8, ignored: [] });
  expect(sent().thinking_token_budget).toBe(8);
  await server.close();
  const before = await attach("0.11.0");
  expect(await before.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED)).toMatchObject({
    ...ANSWER,
    ignored: ["thinking"],
  });
  expect(sent()).not.toHaveProperty("thinking_token_budget");
});

test.each([
  ["0.19.0", true],
  ["0.19.1", false],
  ["0.20.0rc1.dev7+gabc", false],
  ["0.8.5.post1", true],
  ["1.0.0", false],
])("version %s ignores a thinking budget: %s", async (version, ignores) => {
  const engine = await attach("0.32.0", { "GET /version": jsonReply({ version }) });
  const { ignored } = await engine.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED);
  expect(ignored).toEqual(ignores ? ["thinking"] : []);
});

test("takes `reasoning` once where a version sends both fields", async () => {
  const event = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const thought = { reasoning: "hm", reasoning_content: "hm" };
  const events = `${event(thought)}${event({ content: "4" }, "stop")}data: [DONE]\n\n`;
  const engine = await attach("0.32.0", { "POST /v1/chat/completions": eventReply(events) });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({
    reasoning: "hm",
    answer: "4",
    promptTokens: null,
    // The text counted by the engine's tokenizer, since there is no usage.
    outputTokens: 3,
  });
});

test.each(["0.32.0", "0.11.0"] as const)("%s: cuts at a stop text", async (version) => {
  const engine = await attach(version);
  const generation = await engine.generate({ ...QUESTION, stop: ["boxed"] }, NEVER_CANCELED);
  const { reasoning } = ANSWER;
  expect(generation).toMatchObject({ reasoning, answer: "\n\nThe answer is \\", finishReason: "stop" });
  // Only the older version loses text unless the stop text stays in the answer.
  expect(sent().include_stop_str_in_output).toBe(version === "0.32.0" ? undefined : true);
});

test.each([
  ["0.32.0", { running: 32, waiting: 16, cacheUsage: 0.002930134603058354, promptTokens: 1382, outputTokens: 1900 }],
  ["0.11.0", { running: 32, waiting: 16, cacheUsage: 0.00412050178555079, promptTokens: 1399, outputTokens: 4217 }],
] as const)("%s: reads the load", async (version, load) => {
  const engine = await attach(version);
  expect(await engine.sampleLoad()).toEqual(load);
});

test.each([
  ["0.32.0", "stream-killed-worker.sse", "ENGINE_FAILED"],
  ["0.32.0", "stream-killed-term.sse", "ABORTED"],
  ["0.32.0", "stream-killed-api.sse", "CONNECTION_LOST"],
  ["0.32.0", "err-queue-full-stream.http", "OVERLOADED"],
  ["0.32.0", "err-context-too-long-stream.http", "CONTEXT_TOO_LONG"],
  ["0.32.0", "err-max-tokens-over-context.http", "CONTEXT_TOO_LONG"],
  ["0.32.0", "noparser-budget8.http", "INVALID_REQUEST"],
  ["0.32.0", "err-bad-type.http", "INVALID_REQUEST"],
  ["0.32.0", "err-bad-temperature.http", "INVALID_REQUEST"],
  ["0.32.0", "err-malformed-json.http", "INVALID_REQUEST"],
  ["0.32.0", "err-unknown-model.http", "MODEL_NOT_FOUND"],
  ["0.11.0", "stream-killed-worker.sse", "ENGINE_FAILED"],
  ["0.11.0", "after-killed-worker-chat.http", "ENGINE_FAILED"],
  ["0.11.0", "err-context-too-long-stream.http", "CONTEXT_TOO_LONG"],
  ["0.11.0", "err-max-tokens-over-context.http", "CONTEXT_TOO_LONG"],
  ["0.11.0", "err-bad-type.http", "INVALID_REQUEST"],
  ["0.11.0", "err-unknown-model.http", "MODEL_NOT_FOUND"],
] as const)("%s, %s: %s", async (version, file, code) => {
  const engine = await attach(version, { "POST /v1/chat/completions": file });
  const failure = await engine.generate(QUESTION, NEVER_CANCELED).catch((error) => error);
  expect(failure).toMatchObject({ name: "RunnerError", code });
  // Paths and line numbers of the server's source do not help the reader.
  expect(failure.message).not.toContain("site-packages");
});

test("refuses a dead engine, another model, another program and a wrong key", async () => {
  await expect(attach("0.32.0", { "GET /health": "after-killed-worker-health-0.http" })).rejects.toMatchObject({
    code: "ENGINE_FAILED",
  });
  await server.close();
  await expect(attach("0.32.0", {}, { model: "other" })).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
    message: expect.stringContaining("arith-s"),
  });
  await server.close();
  await expect(attach("0.32.0", { "GET /version": "not-found.http" })).rejects.toMatchObject({
    code: "INVALID_REQUEST",
    message: expect.stringContaining("not as vLLM"),
  });
  await server.close();
  server = await replayVllm("0.32.0", {}, "secret");
  process.env.TEST_VLLM_KEY = "wrong";
  const options = { endpoint: server.url, apiKeyEnv: "TEST_VLLM_KEY" };
  await expect(open(vllm, { endpoint: server.url })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await expect(open(vllm, options)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  process.env.TEST_VLLM_KEY = "secret";
  const engine = await open(vllm, options);
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
  delete process.env.TEST_VLLM_KEY;
  await expect(open(vllm, options)).rejects.toMatchObject({ message: expect.stringContaining("TEST_VLLM_KEY") });
});

test("accepts an address with /v1 and a slash at its end", async () => {
  server = await replayVllm("0.32.0");
  const engine = await open(vllm, { endpoint: `${server.url}/v1/` });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});
