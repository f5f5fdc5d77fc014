import { afterEach, describe, expect, test } from "vitest";
import openai from "../../src/runners/openai.ts";
import type { Replacements } from "../engines/captures.ts";
import {
  eventReply,
  jsonReply,
  pageReply,
  type ReplayServer,
  type Reply,
  startReplay,
} from "../engines/replayServer.ts";
import { replaySglang } from "../engines/sglang.ts";
import { replayTgi } from "../engines/tgi.ts";
import { replayVllm } from "../engines/vllm.ts";
import { ANSWER, NEVER_CANCELED, open, QUESTION } from "./open.ts";

let server: ReplayServer;
afterEach(() => server.close());

async function attach(replacements: Replacements = {}, options: Record<string, unknown> = {}) {
  server = await replayVllm("0.32.0", replacements);
  return open(openai, { endpoint: `${server.url}/v1`, ...options });
}
const sent = () => server.requests.findLast(({ path }) => path === "/v1/chat/completions")!.body;

test.each([
  ["vllm", () => replayVllm("0.32.0"), { engine: "vllm", modelRoot: "/models/arith-s", contextLength: 512 }],
  ["vllm 0.11", () => replayVllm("0.11.0"), { engine: "vllm", modelRoot: "/models/arith-s", contextLength: 512 }],
  ["sglang", () => replaySglang(), { engine: "sglang", modelRoot: "arith-s", contextLength: 512 }],
  // TGI gives a path in place of a name.
  ["tgi", () => replayTgi(), { engine: "openai", modelRoot: null, contextLength: null }],
])("reads %s's answer like any server's", async (_, start, identity) => {
  server = await start();
  const engine = await open(openai, { endpoint: server.url });
  expect(engine.identity).toMatchObject({ ...identity, version: null });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ ...ANSWER, ignored: [] });
  expect(await engine.sampleLoad()).toBeNull();
});

test("says that a server gives no count of reasoning", async () => {
  server = await replayVllm("0.11.0");
  const engine = await open(openai, { endpoint: server.url });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({
    reasoningTokens: null,
    reasoningTokensNote: expect.stringContaining("not counted"),
  });
});

test("sends the settings that OpenAI's API has, and lists those that it leaves out", async () => {
  const engine = await attach();
  const asked = { ...QUESTION, topK: 20, chatTemplateKwargs: { date: "today" } };
  const { ignored } = await engine.generate({ ...asked, thinking: "off" }, NEVER_CANCELED);
  expect(ignored.toSorted()).toEqual(["chatTemplateKwargs", "thinking", "topK"]);
  for (const field of ["top_k", "chat_template_kwargs"]) expect(sent()).not.toHaveProperty(field);
});

test("sends more settings to a server that takes them, but no budget", async () => {
  const engine = await attach({}, { extensions: true });
  expect((await engine.generate({ ...QUESTION, topK: 20, thinking: "off" }, NEVER_CANCELED)).ignored).toEqual([]);
  expect(sent()).toMatchObject({ top_k: 20, chat_template_kwargs: { enable_thinking: false } });
  expect((await engine.generate({ ...QUESTION, thinking: { budget: 8 } }, NEVER_CANCELED)).ignored).toEqual([
    "thinking",
  ]);
});

const answering = (delta: object) =>
  eventReply(`data: ${JSON.stringify({ choices: [{ delta, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`);

test("gives no counts where the server gives none", async () => {
  const engine = await attach({ "POST /v1/chat/completions": answering({ content: "49" }) });
  const nothing = { promptTokens: null, outputTokens: null, reasoningTokens: null, reasoningTokensNote: null };
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "49", ...nothing });
});

test("does not take empty lines in the place of reasoning for thinking", async () => {
  const reply = answering({ reasoning: "\n\n", content: "49" });
  const engine = await attach({ "POST /v1/chat/completions": reply }, { extensions: true });
  expect((await engine.generate({ ...QUESTION, thinking: "off" }, NEVER_CANCELED)).ignored).toEqual([]);
});

test.each([
  ["lists another model", jsonReply({ data: [{ id: "a" }, { id: "b" }] }), "MODEL_NOT_FOUND", "a, b"],
  ["has no list", "not-found.http", "MODEL_NOT_FOUND", "does not list its models"],
  ["refuses to list", jsonReply({}, "405 Method Not Allowed"), "MODEL_NOT_FOUND", "does not list its models"],
  ["gives a bare list", jsonReply([{ id: "arith-s" }]), "INVALID_REQUEST", "no list in the form"],
  ["gives a list of something else", jsonReply({ data: "arith-s" }), "INVALID_REQUEST", "no list in the form"],
  ["gives a page", pageReply("<!doctype html>"), "INVALID_REQUEST", "no list in the form"],
])("asks a server that %s only where it is told to", async (_, models, code, words) => {
  const replacements = { "GET /v1/models": models };
  const failure = await attach(replacements, { model: "arith-s" }).catch((error) => error);
  expect(failure).toMatchObject({ code, message: expect.stringContaining(words) });
  expect(failure.message).toContain("allowUnlistedModel");
  await server.close();
  await expect(attach(replacements, { allowUnlistedModel: true })).rejects.toMatchObject({ code });
  await server.close();
  const engine = await attach(replacements, { model: "arith-s", allowUnlistedModel: true });
  expect(engine.identity).toMatchObject({ engine: "openai", model: "arith-s" });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});

test.each([
  ["429 Too Many Requests", { error: { message: "Slow down." } }, { code: "OVERLOADED", retryAfter: 7 }],
  ["503 Service Unavailable", { error: { message: "Loading model", code: 503 } }, { code: "ENGINE_LOADING" }],
  ["403 Forbidden", { detail: "no" }, { code: "UNAUTHORIZED" }],
  ["504 Gateway Timeout", {}, { code: "TIMED_OUT" }],
  ["502 Bad Gateway", {}, { code: "ENGINE_FAILED" }],
  ["500 Internal Server Error", {}, { code: "ENGINE_FAILED" }],
  ["404 Not Found", { error: { message: "The model `x` does not exist" } }, { code: "MODEL_NOT_FOUND" }],
  [
    "400 Bad Request",
    { error: { message: "the request exceeds the available context size" } },
    { code: "CONTEXT_TOO_LONG" },
  ],
])("takes the status %s with %j for a failure of its kind", async (status, body, failure) => {
  const engine = await attach({ "POST /v1/chat/completions": jsonReply(body, status, ["retry-after: 7"]) });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject(failure);
});

describe("a server that tells more of itself", () => {
  const chat = eventReply(
    `data: ${JSON.stringify({ choices: [{ delta: { content: "<think>hm</think>5" }, finish_reason: "stop" }], usage: { prompt_tokens: 9, completion_tokens: 12 } })}\n\ndata: [DONE]\n\n`,
  );
  const serve = async (replies: Record<string, Reply>) => {
    server = await startReplay(({ method, path }) => replies[`${method} ${path}`] ?? jsonReply({}, "404 Not Found"));
    return open(openai, { endpoint: server.url });
  };
  const PROPS = {
    build_info: "b8681-abc",
    model_path: "/models/tiny-Q8_0.gguf",
    default_generation_settings: { n_ctx: 4096, params: { temperature: 0.6, top_p: 0.95, top_k: 20 } },
  };
  const llama = (props: unknown) => ({
    "GET /v1/models": jsonReply({ data: [{ id: "tiny", owned_by: "llamacpp" }] }),
    "GET /props": jsonReply(props),
    "POST /tokenize": jsonReply({ tokens: [1, 2] }),
    "POST /v1/chat/completions": chat,
  });

  test("as llama.cpp's does, is named as it says and counts reasoning by its tokenizer", async () => {
    const engine = await serve(llama(PROPS));
    expect(engine.identity).toMatchObject({
      engine: "llama.cpp",
      version: "b8681-abc",
      model: "tiny",
      modelRoot: "/models/tiny-Q8_0.gguf",
      contextLength: 4096,
      generationConfig: { temperature: 0.6, topP: 0.95, topK: 20 },
    });
    expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "5", reasoningTokens: 2 });
  });

  test("whose defaults are those of llama.cpp, states none of the model", async () => {
    const params = { temperature: 0.800000011920929, top_p: 0.949999988079071, top_k: 40 };
    const engine = await serve(llama({ ...PROPS, default_generation_settings: { params } }));
    expect(engine.identity.generationConfig).toBeNull();
  });

  test("as Ollama does, is named as it says", async () => {
    const engine = await serve({
      "GET /v1/models": jsonReply({ data: [{ id: "qwen3:8b", owned_by: "library" }] }),
      "GET /api/version": jsonReply({ version: "0.40.12" }),
      "POST /api/show": jsonReply({
        details: { quantization_level: "Q4_K_M" },
        parameters:
          "temperature                    0.6\ntop_k                          20\nnum_ctx                        8192",
      }),
      "POST /v1/chat/completions": chat,
    });
    expect(engine.identity).toMatchObject({
      engine: "ollama",
      version: "0.40.12",
      model: "qwen3:8b",
      quantization: "Q4_K_M",
      contextLength: 8192,
      generationConfig: { temperature: 0.6, topK: 20 },
    });
    expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "5", reasoning: "hm" });
  });

  test("and answers otherwise there, is any server", async () => {
    const engine = await serve(llama([]));
    expect(engine.identity).toMatchObject({ model: "tiny" });
    expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "5" });
  });
});
