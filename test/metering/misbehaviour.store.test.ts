import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { LogLine } from "../../src/metering/records/logLines.ts";
import type { MeteredRequest } from "../../src/metering/records/readLog.ts";
import { summarize } from "../../src/metering/summary.ts";
import { digestOfText } from "../../src/plugins/contract/promptDigests.ts";
import { type Step, streamOf } from "../engines/standIn.ts";
import { type Asking, askFor, type Engine, type MeteredEngine, SESSION, startEngine, startProxy } from "./support.ts";

type Answer = Parameters<typeof startEngine>[0];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
function opened<One extends Engine | MeteredEngine>(one: One): One {
  open.push(one);
  return one;
}

const USAGE = { prompt_tokens: 90, completion_tokens: 6, total_tokens: 96 };
const FIVE: Step = { delta: { content: "It is 5" } };
/** Asked for usage by the client itself, so that the engine is asked for nothing else, or for no stream. */
const ask = (text: string, stream = true) => ({
  ...{ model: "m", messages: [{ role: "user", content: text }] },
  ...(stream && { stream, stream_options: { include_usage: true } }),
});
const textOf = (body: Record<string, any>) => String(body.messages?.at(-1)?.content);

const answers: Answer = (response, body) => {
  if (body.stream !== true) {
    const choices = [{ index: 0, message: { role: "assistant", content: "It is 5" }, finish_reason: "stop" }];
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ choices, usage: USAGE }));
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const asks = body.stream_options?.include_usage === true;
  response.end(streamOf([FIVE, { finish: "stop" }, ...(asks ? [{ usage: USAGE }] : [])]));
};
const refuses =
  (status: number, error: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error }));
  };
/** Each reply in its turn, the last one for ever. */
const inTurn = (replies: Answer[]) => (): Answer => {
  let call = 0;
  return (...given) => replies[Math.min(call++, replies.length - 1)]!(...given);
};

/** Sends the same requests one after the other to an engine and to another one of its kind through the proxy. */
async function both(kind: () => Answer, requests: Asking[]) {
  const [alone, behind] = [opened(await startEngine(kind())), opened(await startEngine(kind()))];
  const proxy = opened(await startProxy(behind.url));
  const [direct, passed] = [[] as unknown[], [] as unknown[]];
  for (const one of requests) {
    direct.push(await askFor(alone.url, one));
    passed.push(await askFor(proxy.url, one));
  }
  await expect.poll(() => proxy.answers().length).toBe(proxy.requests().length);
  expect(passed).toEqual(direct);
  expect(behind.asked.map(({ body }) => body)).toEqual(alone.asked.map(({ body }) => body));
  return { ...recordOf(proxy.lines), passed: passed as Awaited<ReturnType<typeof askFor>>[] };
}

/** What is recorded of each request, and what the summary says of all together. */
function recordOf(lines: LogLine[]) {
  const requests: MeteredRequest[] = [];
  for (const line of lines) if (line.kind === "request") requests.push({ ...line, answer: null });
  for (const line of lines) {
    if (line.kind === "answer") requests.find(({ id }) => id === line.id)!.answer = line;
  }
  const session = { file: "log", session: SESSION, requests, energy: [], end: null, faults: [] };
  return { failures: requests.map(({ answer }) => answer?.failure), run: summarize(session).runs[0]!, requests };
}

describe("an engine that refuses", () => {
  test.each([
    ["seconds", () => "1"],
    ["an HTTP date", () => new Date("2026-11-28T16:00:00Z").toUTCString()],
    ["a time in the past", () => "0"],
    ["ten hours", () => "36000"],
    ["no time", () => ""],
  ])("for a time, stated as %s, and then answers: the retry is told from the first try", async (_, wait) => {
    const busy = refuses(429, { message: "slow down" }, wait() === "" ? {} : { "Retry-After": wait() });
    const { failures, run, passed } = await both(inTurn([busy, busy, answers]), Array(3).fill({ body: ask("2+3?") }));
    expect(failures).toEqual(["OVERLOADED", "OVERLOADED", null]);
    expect(run).toMatchObject({ requests: 3, answered: 1, retries: 2, outputTokens: 6, failures: { OVERLOADED: 2 } });
    if (wait() !== "") expect(passed[0]!.headers).toContain(`Retry-After: ${wait()}`);
  });

  test.each([
    ["429 and its type", 429, { message: "No.", type: "insufficient_quota" }, "QUOTA_EXHAUSTED"],
    ["402", 402, { message: "Pay." }, "QUOTA_EXHAUSTED"],
    ["403", 403, { message: "Not you." }, "UNAUTHORIZED"],
    ["400 for a context that is too long", 400, { message: "maximum context length is 10 tokens" }, "CONTEXT_TOO_LONG"],
    ["503 while it loads", 503, { message: "Loading model" }, "ENGINE_LOADING"],
    ["422 as an overload", 422, { message: "Model is overloaded" }, "OVERLOADED"],
  ])("every request, by %s: no tokens, and no answer", async (_, status, error, code) => {
    const requests = ["a", "b", "c"].map((text) => ({ body: ask(text) }));
    const { failures, run } = await both(() => refuses(status, error), requests);
    expect(failures).toEqual(Array(3).fill(code));
    expect(run).toMatchObject({ requests: 3, answered: 0, outputTokens: null, promptTokens: null, retries: 0 });
  });

  test.each([
    ["500", 500, { message: "boom" }, "ENGINE_FAILED"],
    ["400 since its content was filtered", 400, { message: "content was filtered" }, "INVALID_REQUEST"],
    ["413", 413, { message: "too large" }, "INVALID_REQUEST"],
  ])("one prompt of ten, each time, by %s", async (_, status, error, code) => {
    const bad: Answer = (response, body, ...rest) =>
      textOf(body) === "7" ? refuses(status, error)(response, body, ...rest) : answers(response, body, ...rest);
    const texts = [..."01234567", "7", "7", "8", "9"];
    const { failures, run } = await both(
      () => bad,
      texts.map((text) => ({ body: ask(text, Number(text) % 2 === 0) })),
    );
    expect(failures).toEqual(texts.map((text) => (text === "7" ? code : null)));
    expect(run).toMatchObject({ requests: 12, answered: 9, retries: 2, outputTokens: 54, failures: { [code]: 3 } });
  });

  test("the first stream since it does not know the wish for usage, and fails the second for a reason of its own", async () => {
    const strict: Answer = (response, body, ...rest) => {
      if ("stream_options" in body)
        return refuses(422, { message: "extra fields not permitted" })(response, body, ...rest);
      if (textOf(body) === "bad") return refuses(500, { message: "boom" })(response, body, ...rest);
      return answers(response, body, ...rest);
    };
    const engine = opened(await startEngine(strict));
    const proxy = opened(await startProxy(engine.url));
    const plain = (text: string) => ({ body: { ...ask(text), stream_options: undefined } });
    for (const text of ["good", "bad", "good"]) {
      expect(await askFor(proxy.url, plain(text))).toEqual(await askFor(engine.url, plain(text)));
    }
    expect(recordOf(proxy.lines).failures).toEqual([null, "ENGINE_FAILED", null]);
    // The first request was sent twice, and no other.
    expect(engine.asked.filter(({ body }) => body.includes("stream_options"))).toHaveLength(1);
  });
});

describe("an engine that breaks off", () => {
  const half: Answer = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(streamOf([FIVE], false));
  };

  test.each([
    ["an error event and [DONE]", streamOf([FIVE, { event: { error: { message: "boom" } } }]), "ENGINE_FAILED"],
    [
      "an error event alone",
      streamOf([FIVE, { event: { error: { message: "boom", code: 500 } } }], false),
      "ENGINE_FAILED",
    ],
    ["a typed event", `${streamOf([FIVE], false)}event: error\ndata: {"message":"boom"}\n\n`, "ENGINE_FAILED"],
    ["a reason of the end", streamOf([FIVE, { finish: "error" }]), "ENGINE_FAILED"],
    ["`abort`", streamOf([FIVE, { finish: "abort" }]), "ABORTED"],
    ["[DONE] alone", streamOf([FIVE]), "ABORTED"],
    ["the end", streamOf([FIVE], false), "CONNECTION_LOST"],
  ])("by %s, then answers, and then breaks off for good", async (_, text, code) => {
    const broken: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(text);
    };
    const requests = ["a", "a", "b", "b"].map((one) => ({ body: ask(one) }));
    const { failures, run } = await both(inTurn([broken, answers, broken]), requests);
    expect(failures).toEqual([code, null, code, code]);
    expect(run).toMatchObject({ answered: 1, retries: 2, outputTokens: 6 });
  });

  test("by silence after half an answer: what came until the client gave up counts", async () => {
    const bytes = streamOf([FIVE], false).length;
    const { failures, requests, passed } = await both(() => half, [{ body: ask("a"), cancelAfter: bytes }]);
    expect(failures).toEqual(["CANCELED"]);
    expect(passed[0]).toMatchObject({ status: 200, whole: false });
    expect(requests[0]!.answer).toMatchObject({ bytes, outputTokens: null, choices: [{ characters: 7 }] });
    expect(requests[0]!.answer!.ttft).toBeGreaterThan(0);
  });

  test("by no answer to one in four, not a token: the share and what is known are shown", async () => {
    const engine = opened(
      await startEngine((response, body, ...rest) => {
        if (Number(textOf(body)) % 4 !== 0) answers(response, body, ...rest);
      }),
    );
    const proxy = opened(await startProxy(engine.url));
    await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        if (i % 4 !== 0) return askFor(proxy.url, { body: ask(`${i}`) });
        const asked = request(`${proxy.url}/v1/chat/completions`, { method: "POST" });
        asked.on("error", () => {});
        asked.end(JSON.stringify(ask(`${i}`)));
        await expect.poll(() => engine.asked.some(({ body }) => body.includes(`"${i}"`))).toBe(true);
        asked.destroy();
      }),
    );
    await expect.poll(() => proxy.answers()).toHaveLength(12);
    const { run, requests } = recordOf(proxy.lines);
    expect(run).toMatchObject({
      requests: 12,
      answered: 9,
      failures: { CANCELED: 3 },
      outputTokens: 54,
      answersCounted: 9,
    });
    const silent = requests.filter(({ answer }) => answer!.failure !== null);
    for (const { answer } of silent) expect(answer).toMatchObject({ status: null, ttft: null, choices: [], notes: [] });
    // What never came is no answer of zero seconds.
    expect(run.latency!.count).toBe(9);
  });

  test("by going away in the middle, and answers again when it is back at the same address", async () => {
    let engine = await startEngine(answers);
    const { port } = new URL(engine.url);
    const proxy = opened(await startProxy(engine.url));
    expect(await askFor(proxy.url, { body: ask("a") })).toMatchObject({ status: 200, whole: true });
    await engine.close();
    for (let i = 0; i < 3; i++) {
      expect(await askFor(proxy.url, { body: ask("b") })).toMatchObject({ status: null, whole: false });
    }
    engine = opened(await startEngine(answers, Number(port)));
    expect(await askFor(proxy.url, { body: ask("b") })).toMatchObject({ status: 200, whole: true });
    await expect.poll(() => proxy.answers()).toHaveLength(5);
    const { failures, run } = recordOf(proxy.lines);
    expect(failures).toEqual([null, "UNREACHABLE", "UNREACHABLE", "UNREACHABLE", null]);
    expect(run).toMatchObject({ answered: 2, retries: 3 });
  });

  test("by a reset of each second request", async () => {
    const resets: Answer = (response) => void response.socket!.resetAndDestroy();
    const { failures, run } = await both(
      inTurn([resets, answers, resets, answers]),
      ["a", "a", "b", "b"].map((text) => ({ body: ask(text, text === "a") })),
    );
    expect(failures).toEqual(["CONNECTION_LOST", null, "CONNECTION_LOST", null]);
    expect(run).toMatchObject({ retries: 2, answered: 2 });
  });
});

describe("an engine that answers", () => {
  test("is cut by its limit in half of the answers: the share is shown beside them", async () => {
    const cut: Answer = (response, body, ...rest) => {
      if (Number(textOf(body)) % 2 === 0) return answers(response, body, ...rest);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(streamOf([FIVE, { finish: "length" }, { usage: USAGE }]));
    };
    const requests = Array.from({ length: 10 }, (_, i) => ({ body: ask(`${i}`) }));
    const { run } = await both(() => cut, requests);
    expect(run).toMatchObject({ answered: 10, finishReasons: { length: 5, stop: 5 }, outputTokens: 60 });
  });

  test("lists another model, a bare list, HTML or nothing: a list is passed and not recorded", async () => {
    const lists = [{ data: [{ id: "other" }] }, [{ id: "m" }], "<html></html>"];
    const list: Answer = (response, _body, { url }) => {
      if (url === "/v1/models/3") return response.writeHead(404).end();
      response.end(JSON.stringify(lists[Number(url!.at(-1))]));
    };
    const asked = [0, 1, 2, 3].map((i) => ({ method: "GET", path: `/v1/models/${i}` }));
    const { requests } = await both(
      () => (response, body, got, call) =>
        got.method === "GET" ? list(response, body, got, call) : answers(response, body, got, call),
      [...asked, { body: ask("a") }],
    );
    expect(requests).toHaveLength(1);
  });

  test("names another model than it was asked for: the request's stands in the record", async () => {
    const other: Answer = (response) =>
      response.end(
        JSON.stringify({ model: "other", choices: [{ index: 0, message: { content: "5" }, finish_reason: "stop" }] }),
      );
    const { requests, run } = await both(() => other, [{ body: ask("a", false) }]);
    expect(requests[0]).toMatchObject({ model: "m", answer: { failure: null } });
    expect(run).toMatchObject({ models: ["m"], answersCounted: 0, outputTokens: null });
  });
});

describe("an engine whose counts or texts are odd", () => {
  /** The answer to one request, by a stream of these steps and as JSON, as both are recorded. */
  async function recordsOf(steps: Step[], message: object, usage: unknown) {
    const odd: Answer = (response, body) => {
      if (body.stream === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        return response.end(streamOf([...steps, { finish: "stop" }, { usage }]));
      }
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: "stop" }], usage }));
    };
    const { requests } = await both(() => odd, [{ body: ask("a") }, { body: ask("a", false) }]);
    return requests.map(({ answer }) => answer!);
  }
  const TEXT = { content: "It is 5" };

  test.each([
    ["zero", 0],
    ["a text", "6"],
    ["negative", -6],
    ["a fraction", 6.5],
    ["beyond belief", 3e9],
    ["an object", {}],
    ["a list", [6]],
    ["true", true],
  ])("%s of output: unknown with a note, and the answer stands", async (_, count) => {
    const usage = { prompt_tokens: 90, completion_tokens: count };
    for (const record of await recordsOf([FIVE], TEXT, usage)) {
      expect(record).toMatchObject({
        failure: null,
        outputTokens: null,
        choices: [{ characters: 7, finishReason: "stop" }],
      });
      expect(record.notes.length).toBeGreaterThan(0);
    }
  });

  test.each([
    ["beside the completion", { completion_tokens: 15, total_tokens: 2050, prompt_tokens: 100 }, 1935, 1950],
    ["within it", { completion_tokens: 1950, total_tokens: 2050, prompt_tokens: 100 }, 1935, 1950],
  ])("reasoning %s", async (_, counts, reasoningTokens, outputTokens) => {
    const reasoning = "so ".repeat(900);
    const usage = { ...counts, completion_tokens_details: { reasoning_tokens: 1935 } };
    for (const record of await recordsOf(
      [{ delta: { reasoning_content: reasoning } }, FIVE],
      { ...TEXT, reasoning_content: reasoning },
      usage,
    )) {
      expect(record).toMatchObject({
        reasoningTokens,
        outputTokens,
        choices: [{ characters: 7, reasoningCharacters: 2700 }],
      });
    }
  });

  test.each([
    [
      "of parts, some of them thoughts",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "5" },
        ],
      },
    ],
    ["empty beside `reasoning_details`", { content: "5", reasoning_details: [{ type: "reasoning.text", text: "hm" }] }],
    ["beside `reasoning`", { content: "5", reasoning: "hm" }],
    ["beside `thinking`", { content: "5", thinking: "hm" }],
  ])("content %s: the thought is told apart", async (_, message) => {
    for (const record of await recordsOf([{ delta: message }], message, USAGE)) {
      expect(record.choices).toMatchObject([{ characters: 1, reasoningCharacters: 2, text: digestOfText("5") }]);
    }
  });

  test.each([
    ["<think>hm</think>5"],
    ["<thinking>hm</thinking>5"],
    ["[THINK]hm[/THINK]5"],
    ["<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>5"],
    ["hm</think>5"],
  ])(
    "%s in the content: it passes and is kept as the harness sees it, and a count of reasoning is believed",
    async (content) => {
      const usage = { ...USAGE, completion_tokens_details: { reasoning_tokens: 4 } };
      for (const record of await recordsOf([{ delta: { content } }], { content }, usage)) {
        expect(record).toMatchObject({
          outputTokens: 6,
          reasoningTokens: 4,
          choices: [{ text: digestOfText(content) }],
        });
      }
    },
  );

  test.each([
    ["no thought anywhere", "5", 4, null],
    ["more reasoning than output", "<think>hm</think>5", 60, null],
  ])("reasoning is counted, but there is %s", async (_, content, counted, expected) => {
    const usage = { ...USAGE, completion_tokens_details: { reasoning_tokens: counted } };
    for (const record of await recordsOf([{ delta: { content } }], { content }, usage)) {
      expect(record.reasoningTokens === expected || record.reasoningTokens! <= record.outputTokens!).toBe(true);
      if (content === "5") expect(record.reasoningTokens).toBe(expected);
    }
  });

  test("a refusal in place of content is an answer, marked as refused", async () => {
    for (const record of await recordsOf(
      [{ delta: { content: null, refusal: "I can't." } }],
      { content: null, refusal: "I can't." },
      USAGE,
    )) {
      expect(record).toMatchObject({ failure: null, outputTokens: 6, choices: [{ refused: true }] });
    }
  });

  test.each([
    ["NUL", "a\u0000b"],
    ["half a surrogate", "a\ud83d"],
    ["the other half", "\ude00b"],
    ["a lone carriage return", "a\rb"],
    ["a separator of lines", "a\u2028b"],
    ["a mark of order", "\ufeffa"],
  ])("a text with %s passes as it is", async (_, content) => {
    for (const record of await recordsOf([{ delta: { content } }], { content }, USAGE)) {
      expect(record).toMatchObject({
        failure: null,
        outputTokens: 6,
        choices: [{ characters: content.length, text: digestOfText(content) }],
      });
    }
  });
});
