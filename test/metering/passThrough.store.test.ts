import { afterEach, describe, expect, test } from "vitest";
import { digestOfText } from "../../src/plugins/contract/promptDigests.ts";
import { type Step, streamOf } from "../engines/standIn.ts";
import {
  type Asking,
  askFor,
  type Engine,
  type MeteredEngine,
  type Received,
  startEngine,
  startProxy,
} from "./support.ts";

let engine: Engine | undefined;
let proxy: MeteredEngine | undefined;
afterEach(async () => {
  await proxy?.close();
  await engine?.close();
  [engine, proxy] = [undefined, undefined];
});

type Answer = Parameters<typeof startEngine>[0];

/** Asks an engine directly and through the proxy, and gives both replies and the record of the second. */
async function both(answer: Answer, asking: Asking = {}) {
  const given: Asking = { body: QUESTION, ...asking };
  const alone = await startEngine(answer);
  const direct = await askFor(alone.url, given);
  await alone.close();
  engine = await startEngine(answer);
  proxy = await startProxy(engine.url);
  const passed = await askFor(proxy.url, given);
  await expect.poll(() => proxy!.answers().length).toBe(proxy.requests().length);
  const request = proxy.requests().find(({ own }) => !own)!;
  const record = proxy.answers().find(({ id }) => id === request?.id)!;
  return { direct: shortened(direct), passed: shortened(passed), request, record };
}

/** A long body by its digest, which can be read where it differs. */
const shortened = (received: Received) =>
  received.body.length < 5000
    ? received
    : { ...received, body: `${received.body.length} ${digestOfText(received.body)}` };

const QUESTION = { model: "m", messages: [{ role: "user", content: "2+3?" }], stream: true };
const WHOLE = { model: "m", messages: QUESTION.messages };
const USAGE = { prompt_tokens: 90, completion_tokens: 6, total_tokens: 96 };
const FIVE: Step = { delta: { content: "It is \\boxed{5}" } };
const stream =
  (text: string | Buffer, headers = {}): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "X-Request-Id": "7", ...headers });
    response.end(text);
  };
const json =
  (value: unknown, status = 200, headers = {}): Answer =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  };

/** An engine that tells its usage as OpenAI documents it: alone at the end, and null in all other events, if it is asked. */
const documented: Answer = (response, body) => {
  const asks = body.stream_options?.include_usage === true;
  const rest = asks ? { usage: null } : {};
  const event = (fields: object) => `data: ${JSON.stringify({ id: "c-1", ...fields, ...rest })}\n\n`;
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(event({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] }));
  response.write(event({ choices: [{ index: 0, delta: { content: "5" }, finish_reason: null }] }));
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
  if (asks) response.write(`data: ${JSON.stringify({ id: "c-1", choices: [], usage: USAGE })}\n\n`);
  response.end("data: [DONE]\n\n");
};
/** vLLM leaves the other events alone. */
const asVllm: Answer = (response, body) => {
  const usage: Step[] = body.stream_options?.include_usage ? [{ usage: USAGE }] : [];
  stream(streamOf([{ delta: { role: "assistant", content: "" } }, FIVE, { finish: "stop" }, ...usage]))(
    response,
    body,
    null as never,
    0,
  );
};
/** Others put it beside the finish reason if they are asked. */
const beside: Answer = (response, body) => {
  const usage = body.stream_options?.include_usage ? { usage: USAGE } : {};
  const last: Step = { event: { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], ...usage } };
  stream(streamOf([FIVE, last]))(response, body, null as never, 0);
};

describe("a stream for which the client asks no usage", () => {
  test.each([
    ["OpenAI", documented],
    ["vLLM", asVllm],
    ["one beside the finish reason", beside],
  ])("passes without the usage that the proxy asks for, as of %s", async (_, answer) => {
    const { direct, passed, request, record } = await both(answer);
    expect(passed).toEqual(direct);
    expect(passed.body).not.toContain("usage");
    expect(request.usageAskedBy).toBe("proxy");
    expect(record).toMatchObject({ promptTokens: 90, outputTokens: 6, failure: null, status: 200 });
  });

  test("passes with the usage that the engine tells unasked, whose later streams are not touched", async () => {
    const always = stream(streamOf([FIVE, { finish: "stop" }, { usage: USAGE }]));
    const { direct, passed, record } = await both(always);
    expect(passed).toEqual(direct);
    expect(record).toMatchObject({ promptTokens: 90, outputTokens: 6 });
    await askFor(proxy!.url, { body: QUESTION });
    expect(engine!.asked.at(-1)!.body).toBe(JSON.stringify(QUESTION));
  });

  test("keeps null beside each event where the engine writes it unasked", async () => {
    const nulls: Answer = (response, body) => {
      const event = (fields: object) => `data: ${JSON.stringify({ ...fields, usage: null })}\n\n`;
      const usage = body.stream_options?.include_usage
        ? `data: ${JSON.stringify({ choices: [], usage: USAGE })}\n\n`
        : "";
      const said = event({ choices: [{ index: 0, delta: { content: "5" }, finish_reason: "stop" }] });
      stream(`${said}${usage}data: [DONE]\n\n`)(response, body, null as never, 0);
    };
    const { direct, passed, record } = await both(nulls);
    expect(passed).toEqual(direct);
    expect(passed.body).toContain('"usage":null');
    expect(record).toMatchObject({ outputTokens: 6 });
  });

  test("is asked for as the client did, every other byte of its body as it was", async () => {
    const body =
      '{ "model":"m", "seed": 12345678901234567890, "stream" : true,\n"messages":[{"role":"user","content":"ü \\u00fc \\"}"}] }';
    await both(asVllm, { body });
    expect(engine!.asked[0]!.body).toBe(
      body
        .replace(/\}\s*$/, "")
        .trimEnd()
        .concat(',"stream_options":{"include_usage":true} }'),
    );
  });
});

/** A stream with usage at its end for those that ask for it. */
const asked =
  (steps: (usage: Step[]) => Step[]): Answer =>
  (response, body) =>
    stream(streamOf(steps(body.stream_options?.include_usage ? [{ usage: USAGE }] : [])))(
      response,
      body,
      null as never,
      0,
    );
const call = (fields: object) => ({ index: 0, type: "function", ...fields });
const LOGPROBS = {
  content: [{ token: "5", logprob: -0.1, bytes: [53], top_logprobs: [{ token: "5", logprob: -0.1 }] }],
};

describe("a reply passes as it is", () => {
  const CASES: [string, Answer, Asking, Record<string, unknown>][] = [
    [
      "not streamed",
      json({ choices: [{ index: 0, message: { content: "5" }, finish_reason: "stop" }], usage: USAGE }),
      { body: WHOLE },
      { outputTokens: 6, ttft: null, failure: null },
    ],
    [
      "with the usage that the client asks for",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: USAGE }])),
      { body: { ...QUESTION, stream_options: { include_usage: true } } },
      { outputTokens: 6 },
    ],
    [
      "429 with Retry-After",
      json({ error: { message: "slow down" } }, 429, { "Retry-After": "1" }),
      {},
      { status: 429, failure: "OVERLOADED" },
    ],
    [
      "429 without quota",
      json({ error: { message: "No.", type: "insufficient_quota" } }, 429),
      {},
      { failure: "QUOTA_EXHAUSTED" },
    ],
    ["500", json({ error: { message: "boom" } }, 500), {}, { status: 500, failure: "ENGINE_FAILED" }],
    [
      "400 filtered",
      json({ error: { message: "content was filtered" } }, 400),
      {},
      { status: 400, failure: "INVALID_REQUEST" },
    ],
    [
      "400 context",
      json({ error: { message: "This model's maximum context length is 4096 tokens." } }, 400),
      {},
      { failure: "CONTEXT_TOO_LONG" },
    ],
    [
      "half, an error, [DONE]",
      stream(streamOf([FIVE, { event: { error: { message: "boom" } } }])),
      {},
      { failure: "ENGINE_FAILED", status: 200 },
    ],
    [
      "usage of zeros",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: { prompt_tokens: 0, completion_tokens: 0 } }])),
      {},
      { promptTokens: null, outputTokens: null, failure: null },
    ],
    [
      "usage of strings",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: { prompt_tokens: "9", completion_tokens: -1 } }])),
      {},
      { promptTokens: null, outputTokens: null },
    ],
    ["usage missing", stream(streamOf([FIVE, { finish: "stop" }])), {}, { outputTokens: null, failure: null }],
    [
      "reasoning beside",
      stream(
        streamOf([
          { delta: { reasoning: "so ".repeat(900) } },
          FIVE,
          { finish: "stop" },
          {
            usage: {
              prompt_tokens: 100,
              completion_tokens: 15,
              total_tokens: 2050,
              completion_tokens_details: { reasoning_tokens: 1935 },
            },
          },
        ]),
      ),
      {},
      { outputTokens: 1950, reasoningTokens: 1935 },
    ],
    [
      "phantom reasoning",
      stream(
        streamOf([
          { delta: { content: "5" } },
          { finish: "stop" },
          { usage: { ...USAGE, completion_tokens_details: { reasoning_tokens: 4 } } },
        ]),
      ),
      {},
      { outputTokens: 6, reasoningTokens: null },
    ],
    [
      "content in parts",
      stream(
        streamOf([
          { delta: { content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] } },
          { delta: { content: [{ type: "text", text: "5" }] } },
          { finish: "stop" },
        ]),
      ),
      {},
      {
        failure: null,
        choices: [
          {
            index: 0,
            finishReason: "stop",
            characters: 1,
            reasoningCharacters: 2,
            toolCalls: false,
            refused: false,
            text: digestOfText("5"),
          },
        ],
      },
    ],
    [
      "a refusal",
      stream(streamOf([{ delta: { content: null, refusal: "I can't." } }, { finish: "content_filter" }])),
      {},
      { failure: null },
    ],
    [
      "NUL, half surrogates, \\r",
      stream(
        `${String.raw`data: {"choices":[{"index":0,"delta":{"content":"\ud83d \u0000 a\rb"}}]}`}\n\ndata: [DONE]\n\n`,
      ),
      {},
      { status: 200 },
    ],
    [
      "no [DONE]",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: USAGE }], false)),
      {},
      { failure: null, outputTokens: 6 },
    ],
    [
      "no blank line at the end",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: USAGE }], false).trimEnd()),
      {},
      { failure: null, outputTokens: 6 },
    ],
    [
      "lines that end in \\r\\n",
      stream(streamOf([FIVE, { finish: "stop" }, { usage: USAGE }]).replaceAll("\n", "\r\n")),
      {},
      { failure: null, outputTokens: 6 },
    ],
    [
      "comments and types",
      stream(
        `: ping\n\nevent: chunk\nid: 7\ndata: {"choices":[{"index":0,\ndata: "delta":{"content":"5"},"finish_reason":"stop"}]}\n\n: ping\n\ndata: [DONE]\n\n`,
      ),
      {},
      { failure: null },
    ],
    [
      "JSON instead of a stream",
      json({ choices: [{ index: 0, message: { content: "5" }, finish_reason: "stop" }], usage: USAGE }),
      {},
      { ttft: null, outputTokens: 6, failure: null },
    ],
    [
      "a list of models as HTML",
      json("<html></html>", 200, { "content-type": "text/html" }),
      { method: "GET", path: "/v1/models", body: undefined },
      {},
    ],
    ["404", json({ detail: "Not Found" }, 404), { method: "GET", path: "/v1/models?a=%20b", body: undefined }, {}],
    [
      "401 with the key",
      json({ error: { message: "Incorrect API key provided: sk-0123456789abcdef" } }, 401),
      { headers: { authorization: "Bearer sk-0123456789abcdef" } },
      { failure: "UNAUTHORIZED" },
    ],
    [
      "a redirect",
      (response) => response.writeHead(302, { location: "http://127.0.0.2/x" }).end(),
      {},
      { status: 302, failure: "ADDRESS_REFUSED" },
    ],
    [
      "HTML 502",
      json("<html><body>Bad gateway</body></html>", 502, { "content-type": "text/html" }),
      {},
      { failure: "ENGINE_FAILED" },
    ],
    [
      "reset at once",
      (response) => response.socket!.resetAndDestroy(),
      {},
      { status: null, failure: "CONNECTION_LOST" },
    ],
    ["closed at once", (response) => response.socket!.destroy(), {}, { status: null, failure: "CONNECTION_LOST" }],
    [
      "10 MB",
      stream(
        streamOf([
          { delta: { content: "x".repeat(10_000_000) } },
          { finish: "stop" },
          { usage: { ...USAGE, completion_tokens: 2_000_000, total_tokens: 2_000_090 } },
        ]),
      ),
      {},
      { outputTokens: 2_000_000 },
    ],
    ["finish reason length", stream(streamOf([FIVE, { finish: "length" }])), {}, { failure: null }],
    [
      "a header twice, an odd status",
      (response) => {
        response.writeHead(299, "Very Well", [
          "X-A",
          "1",
          "X-A",
          "2",
          "Set-Cookie",
          "a=1",
          "content-type",
          "application/json",
        ]);
        response.end("{}");
      },
      {},
      { status: 299 },
    ],
    [
      "older completions",
      stream(
        `data: {"choices":[{"index":0,"text":" 5","finish_reason":null}]}\n\ndata: {"choices":[{"index":0,"text":"","finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`,
      ),
      { path: "/v1/completions", body: { model: "m", prompt: "2+3=", stream: true } },
      { failure: null },
    ],
    [
      "half and then cut",
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(streamOf([FIVE], false));
        response.write('data: {"choices":[{"ind');
        setTimeout(() => response.socket!.destroy(), 20);
      },
      {},
      { failure: "CONNECTION_LOST", status: 200 },
    ],
    [
      "a stated length and then cut",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
        response.write('{"choices":[');
        setTimeout(() => response.socket!.destroy(), 20);
      },
      { body: WHOLE },
      { failure: "CONNECTION_LOST", status: 200 },
    ],
    [
      "a stream of stated length",
      (response) => {
        const text = streamOf([FIVE, { finish: "stop" }, { usage: USAGE }]);
        response.writeHead(200, { "content-type": "text/event-stream", "content-length": Buffer.byteLength(text) });
        response.end(text);
      },
      {},
      { outputTokens: 6, failure: null },
    ],
    [
      "tools, whose arguments come in pieces",
      asked((usage) => [
        {
          delta: {
            role: "assistant",
            content: null,
            tool_calls: [call({ id: "c1", function: { name: "add", arguments: "" } })],
          },
        },
        { delta: { tool_calls: [call({ function: { arguments: '{"a": 2,' } })] } },
        { delta: { tool_calls: [call({ function: { arguments: '"b": 3}' } })] } },
        { finish: "tool_calls" },
        ...usage,
      ]),
      { body: { ...QUESTION, tools: [{ type: "function", function: { name: "add" } }] } },
      { outputTokens: 6, failure: null, choices: [{ finishReason: "tool_calls", toolCalls: true, characters: 0 }] },
    ],
    [
      "several choices in turns",
      asked((usage) => [
        ...[0, 1, 2, 1, 0].map((index) => ({
          event: { choices: [{ index, delta: { content: `${index} ` }, finish_reason: null }] },
        })),
        ...[2, 0, 1].map((index) => ({
          event: { choices: [{ index, delta: {}, finish_reason: index === 1 ? "length" : "stop" }] },
        })),
        ...usage,
      ]),
      { body: { ...QUESTION, n: 3 } },
      {
        outputTokens: 6,
        choices: [
          { index: 0, finishReason: "stop", text: digestOfText("0 0 ") },
          { index: 1, finishReason: "length", text: digestOfText("1 1 ") },
          { index: 2, finishReason: "stop", text: digestOfText("2 ") },
        ],
      },
    ],
    [
      "log-probabilities beside each token",
      asked((usage) => [
        ...["5", "5", "!"].map((content) => ({
          event: { choices: [{ index: 0, delta: { content }, logprobs: LOGPROBS, finish_reason: null }] },
        })),
        { finish: "stop" },
        ...usage,
      ]),
      { body: { ...QUESTION, logprobs: true, top_logprobs: 2 } },
      { outputTokens: 6, choices: [{ characters: 3, text: digestOfText("55!") }] },
    ],
    [
      "log-probabilities of an echoed prompt, without a word of output",
      json({
        choices: [
          { index: 0, text: "2+3=5", finish_reason: "length", logprobs: { tokens: ["2"], token_logprobs: [null] } },
        ],
        usage: { prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 },
      }),
      { path: "/v1/completions", body: { model: "m", prompt: "2+3=5", max_tokens: 0, echo: true, logprobs: 1 } },
      { promptTokens: 4, failure: null },
    ],
    [
      "an image before the text",
      asked((usage) => [FIVE, { finish: "stop" }, ...usage]),
      {
        body: {
          ...QUESTION,
          messages: [
            {
              role: "user",
              content: [
                { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(300_000)}` } },
                { type: "text", text: "2+3?" },
              ],
            },
          ],
        },
      },
      { outputTokens: 6, failure: null },
    ],
    ["nothing", (response) => response.writeHead(204).end(), {}, { status: 204 }],
  ];

  test.each(CASES)("%s", async (_, answer, asking, expected) => {
    const { direct, passed, record } = await both(answer, asking);
    expect(passed).toEqual(direct);
    if (Object.keys(expected).length > 0) expect(record).toMatchObject(expected);
  });

  test.each([1, 2, 3, 7, 64])("in pieces of %i bytes", async (size) => {
    const pieces: Answer = (response, body) => {
      const usage: Step[] = body.stream_options?.include_usage ? [{ usage: USAGE }] : [];
      const bytes = Buffer.from(
        streamOf([{ delta: { content: "größer 😀" } }, { finish: "stop" }, ...usage]).replaceAll(
          "\n",
          size % 2 ? "\r\n" : "\n",
        ),
      );
      response.writeHead(200);
      let at = 0;
      const next = () => {
        if (at >= bytes.length) return response.end();
        response.write(bytes.subarray(at, at + size));
        at += size;
        setImmediate(next);
      };
      next();
    };
    const { direct, passed, record } = await both(pieces);
    expect(passed).toEqual(direct);
    expect(record).toMatchObject({ outputTokens: 6, failure: null, choices: [{ text: digestOfText("größer 😀") }] });
  });
});
