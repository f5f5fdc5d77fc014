import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Generation } from "../../src/plugins/contract/runner.ts";
import type { RunnerError } from "../../src/plugins/contract/runnerError.ts";
import openai from "../../src/runners/openai.ts";
import { type StandIn, type Step, startStandIn, streamOf } from "../engines/standIn.ts";
import { NEVER_CANCELED, open, QUESTION } from "./open.ts";

let server: StandIn | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ask(
  answer: (response: ServerResponse, body: Record<string, any>) => void,
  options: Record<string, unknown> = {},
  request = {},
  signal = NEVER_CANCELED,
): Promise<Generation> {
  server = await startStandIn(answer);
  const engine = await open(openai, { endpoint: server.url, ...options });
  return engine.generate({ ...QUESTION, ...request }, signal).finally(() => engine.close());
}

const stream = (text: string | Buffer) => (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(text);
};
const json =
  (value: unknown, status = 200, headers = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof value === "string" ? value : JSON.stringify(value));
  };
const failing = (...asking: Parameters<typeof ask>): Promise<RunnerError> =>
  ask(...asking).then(
    () => expect.unreachable(),
    (error) => error,
  );

const USAGE = { prompt_tokens: 90, completion_tokens: 6, total_tokens: 96 };
const steps = (usage: unknown, ...more: Step[]) => streamOf([...more, { finish: "stop" }, { usage }]);
const FIVE: Step = { delta: { content: "It is \\boxed{5}" } };

describe("the streams that were reported", () => {
  const folder = join(import.meta.dirname, "../engines/misbehaving");
  const EXPECTED: Record<string, (generation: Generation) => void> = {
    "stream-cut-in-bracket-think.json": (generation) =>
      expect(generation).toMatchObject({
        answer: "",
        reasoning: "A first guess: \\boxed{5}, but check",
        finishReason: "length",
        outputTokens: 64,
      }),
    "stream-harmony-channels.json": (generation) =>
      expect(generation).toMatchObject({
        answer: "\\boxed{5}",
        reasoning: "think a while",
        reasoningTokens: null,
        outputTokens: 64,
      }),
    "stream-phantom-reasoning.json": (generation) =>
      expect(generation).toMatchObject({ answer: "5", reasoning: null, reasoningTokens: null, outputTokens: 6 }),
    "stream-reasoning-beside-completion.json": (generation) =>
      expect(generation).toMatchObject({ answer: "\\boxed{5}", outputTokens: 1758, reasoningTokens: 1740 }),
    "stream-usage-all-zero.json": (generation) =>
      expect(generation).toMatchObject({ promptTokens: null, outputTokens: null, reasoningTokens: null }),
  };

  test.each(readdirSync(folder))("%s", async (file) => {
    const { events } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    EXPECTED[file]!(await ask(stream(streamOf(events))));
  });
});

describe("counts of tokens", () => {
  test.each([
    ["a string", { ...USAGE, completion_tokens: "6" }, { promptTokens: 90, outputTokens: null }],
    ["negative", { ...USAGE, prompt_tokens: -90 }, { promptTokens: null, outputTokens: 6 }],
    ["fractional", { ...USAGE, completion_tokens: 6.5 }, { promptTokens: 90, outputTokens: null }],
    ["absurd", { ...USAGE, completion_tokens: 3e9 }, { promptTokens: 90, outputTokens: null }],
    ["missing", null, { promptTokens: null, outputTokens: null }],
    ["no object", [1, 2], { promptTokens: null, outputTokens: null }],
    ["zero", { prompt_tokens: 0, completion_tokens: 0 }, { promptTokens: null, outputTokens: null }],
    ["reasoning beyond the output", { ...USAGE, reasoning_tokens: 7 }, { outputTokens: null, reasoningTokens: null }],
    ["a larger total", { ...USAGE, total_tokens: 500 }, { outputTokens: null, reasoningTokens: null }],
    [
      "cached beyond the prompt",
      { ...USAGE, prompt_tokens_details: { cached_tokens: 91 } },
      { cachedPromptTokens: null },
    ],
  ])("that are %s are unknown, with a note", async (_, usage, counts) => {
    const generation = await ask(stream(steps(usage, FIVE)));
    expect(generation).toMatchObject({ answer: "It is \\boxed{5}", ...counts });
    expect(generation.usageNotes).not.toEqual([]);
  });

  test("that fewer tokens than the text can have are unknown", async () => {
    const long: Step = { delta: { content: "word ".repeat(1000) } };
    expect(
      (await ask(stream(steps({ ...USAGE, completion_tokens: 1, total_tokens: 91 }, long)))).outputTokens,
    ).toBeNull();
  });

  test("of reasoning beside those of the output are added", async () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 15,
      total_tokens: 2050,
      completion_tokens_details: { reasoning_tokens: 1935 },
    };
    expect(await ask(stream(steps(usage, { delta: { reasoning: "so ".repeat(900) } }, FIVE)))).toMatchObject({
      outputTokens: 1950,
      reasoningTokens: 1935,
    });
  });

  test("of the cache and of drafts are kept", async () => {
    const usage = {
      ...USAGE,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { accepted_prediction_tokens: 4, rejected_prediction_tokens: 2 },
      queue_time: 0.25,
    };
    expect(await ask(stream(steps(usage, FIVE)))).toMatchObject({
      cachedPromptTokens: 64,
      acceptedDraftTokens: 4,
      rejectedDraftTokens: 2,
      queueTime: 0.25,
      usageNotes: [],
    });
  });

  test("beside the usage, as llama.cpp and Groq write them, are read", async () => {
    const timings = { cache_n: 64, draft_n: 6, draft_n_accepted: 4 };
    const last = { choices: [{ delta: {}, finish_reason: "stop" }], usage: USAGE, timings };
    expect(await ask(stream(streamOf([FIVE, { event: last }])))).toMatchObject({
      cachedPromptTokens: 64,
      acceptedDraftTokens: 4,
      rejectedDraftTokens: 2,
    });
    await server!.close();
    const groq = { choices: [{ delta: {}, finish_reason: "stop" }], x_groq: { usage: { ...USAGE, queue_time: 0.5 } } };
    expect(await ask(stream(streamOf([FIVE, { event: groq }])))).toMatchObject({ outputTokens: 6, queueTime: 0.5 });
  });
});

describe("an answer", () => {
  test("in parts is put together, its thought apart", async () => {
    const thought = { type: "thinking", thinking: [{ type: "text", text: "hm" }] };
    const answer = await ask(
      stream(steps(USAGE, { delta: { content: [thought] } }, { delta: { content: [{ type: "text", text: "5" }] } })),
    );
    expect(answer).toMatchObject({ answer: "5", reasoning: "hm" });
  });

  test.each([
    [{ reasoning_details: [{ type: "reasoning.text", text: "hm" }], content: "" }, "hm"],
    [{ reasoning: "hm", reasoning_details: [{ type: "reasoning.text", text: "hm" }] }, "hm"],
    [{ reasoning: null, reasoning_content: "hm" }, "hm"],
    [{ reasoning_details: [{ type: "reasoning.summary", summary: "hm" }] }, "hm"],
  ])("has its reasoning apart: %j", async (delta, reasoning) => {
    expect(await ask(stream(steps(USAGE, { delta }, FIVE)))).toMatchObject({ reasoning, answer: "It is \\boxed{5}" });
  });

  test("that refuses is marked", async () => {
    const refused = streamOf([
      { delta: { content: null, refusal: "I can't help." } },
      { finish: "content_filter" },
      { usage: USAGE },
    ]);
    expect(await ask(stream(refused))).toMatchObject({ answer: "I can't help.", refused: true });
    await server!.close();
    expect(await ask(stream(steps(USAGE, FIVE)))).toMatchObject({ refused: false });
  });

  test("is cleaned of what cannot be stored", async () => {
    const halves: Step[] = [{ raw: `${String.raw`data: {"choices":[{"delta":{"content":"\ud83d"}}]}`}\n\n` }];
    halves.push({ raw: `${String.raw`data: {"choices":[{"delta":{"content":"\ude00 \u0000 \ud83d a\rb"}}]}`}\n\n` });
    expect((await ask(stream(steps(USAGE, ...halves)))).answer).toBe("😀 \ufffd \ufffd a\nb");
  });

  test("is the same where a character is cut between two pieces", async () => {
    const bytes = Buffer.from(steps(USAGE, { delta: { content: "größer 😀" } }));
    const at = bytes.indexOf("😀") + 2;
    const answer = await ask((response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, at));
      setTimeout(() => response.end(bytes.subarray(at)), 30);
    });
    expect(answer.answer).toBe("größer 😀");
  });

  test.each([true, false])("is whole without [DONE], and with usage: %s", async (hasUsage) => {
    const usage: Step[] = hasUsage ? [{ usage: USAGE }] : [];
    const text = streamOf([FIVE, { finish: "stop" }, ...usage], false);
    const generation = await ask(stream(text.trimEnd()));
    expect(generation).toMatchObject({ answer: "It is \\boxed{5}", outputTokens: hasUsage ? 6 : null });
    expect(generation.usageNotes).toEqual(hasUsage ? [] : ["The engine gave no counts of tokens."]);
  });

  const reply = {
    choices: [{ message: { role: "assistant", content: "<think>hm</think>5" }, finish_reason: "stop" }],
    usage: USAGE,
  };

  test("in place of a stream is read as one", async () => {
    expect(await ask(json(reply))).toMatchObject({
      answer: "5",
      reasoning: "hm",
      ttft: null,
      answerTtft: null,
      outputTokens: 6,
      finishReason: "stop",
    });
  });

  test("is asked for without a stream where the server has none", async () => {
    const generation = await ask((response, body) =>
      "stream" in body || "stream_options" in body
        ? json({ error: { message: "Streaming is not supported." } }, 400)(response)
        : json(reply)(response),
    );
    expect(generation).toMatchObject({ answer: "5", ttft: null, ignored: [] });
    expect(server!.asked).toHaveLength(2);
  });

  test("is asked for without the options of a stream where the server does not know them", async () => {
    const generation = await ask((response, body) =>
      "stream_options" in body
        ? json({ error: { message: "Unrecognized request argument supplied: stream_options" } }, 400)(response)
        : stream(steps(USAGE, FIVE))(response),
    );
    expect(generation.answer).toBe("It is \\boxed{5}");
    expect(server!.asked[1]).toMatchObject({ stream: true });
  });

  test("of 10 MB is kept up to a limit, and marked", async () => {
    const generation = await ask(
      stream(
        steps(
          { ...USAGE, completion_tokens: 2_000_000, total_tokens: 2_000_090 },
          { delta: { content: "x".repeat(10_000_000) } },
        ),
      ),
    );
    expect(generation).toMatchObject({ finishReason: "length", outputTokens: 2_000_000 });
    expect(generation.answer.length).toBe(4_000_000);
    expect(generation.usageNotes!.join()).toContain("kept up to 4000000 characters");
  });

  test("has the time of its first token beside that of its reasoning", async () => {
    const generation = await ask((response) => {
      response.writeHead(200);
      response.write(streamOf([{ delta: { content: "<think>hm" } }], false));
      setTimeout(
        () => response.end(steps(USAGE, { delta: { content: "</think>" } }, { delta: { content: "5" } })),
        400,
      );
    });
    expect(generation.answerTtft! - generation.ttft!).toBeGreaterThan(0.05);
    expect(generation.answerTtft).toBeLessThanOrEqual(generation.latency);
  });

  test("of a template that writes the opening mark shows a later thought that was cut", async () => {
    let asked = 0;
    server = await startStandIn((response) => {
      const first = asked++ === 0;
      const text = [
        { delta: { content: first ? "hm</think>5" : "perhaps \\boxed{5}" } },
        { finish: first ? "stop" : "length" },
      ];
      stream(streamOf([...text, { usage: USAGE }]))(response);
    });
    const engine = await open(openai, { endpoint: server.url });
    expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({ answer: "5", reasoning: "hm" });
    expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject({
      answer: "",
      reasoning: "perhaps \\boxed{5}",
    });
    await engine.close();
  });
});

describe("a failure", () => {
  test("in the middle of an answer keeps what came", async () => {
    const text = streamOf([FIVE, { delta: { content: " or" } }, { event: { error: { message: "It broke." } } }]);
    expect(await failing(stream(text))).toMatchObject({
      code: "ENGINE_FAILED",
      retry: true,
      partial: { answer: "It is \\boxed{5} or", finishReason: "error", outputTokens: 2 },
    });
  });

  const silent = (response: ServerResponse) => {
    response.writeHead(200);
    response.write(streamOf([{ delta: { reasoning: "hm" } }, FIVE], false));
  };

  test("by silence in the middle of an answer keeps what came", async () => {
    expect(await failing(silent, { timeouts: { idle: 0.3 } })).toMatchObject({
      code: "TIMED_OUT",
      partial: { answer: "It is \\boxed{5}", reasoning: "hm", finishReason: "timeout", outputTokens: 2 },
    });
  });

  test("by the caller's time keeps what came", async () => {
    expect(await failing(silent, {}, {}, AbortSignal.timeout(300))).toMatchObject({
      code: "TIMED_OUT",
      partial: { answer: "It is \\boxed{5}", finishReason: "timeout", outputTokens: 2 },
    });
  });

  test("before any token has nothing to keep", async () => {
    const failure = await failing(() => {}, { timeouts: { idle: 0.3 } });
    expect(failure).toMatchObject({ code: "TIMED_OUT", partial: null });
  });

  test("by a reset is a lost connection", async () => {
    expect(await failing((response) => response.socket!.destroy())).toMatchObject({
      code: "CONNECTION_LOST",
      retry: true,
    });
  });

  test.each([
    [{ error: { message: "Unsupported parameter.", param: "frequency_penalty", code: "unsupported_parameter" } }, 400],
    [
      {
        detail: [
          { type: "extra_forbidden", loc: ["body", "frequency_penalty"], msg: "Extra inputs are not permitted" },
        ],
      },
      422,
    ],
    [{ error: { message: 'Unknown name "frequency_penalty": cannot find field' } }, 400],
  ])("names the parameter that the server does not take, which can be left out: %j", async (body, status) => {
    const answer = (response: ServerResponse, asked: Record<string, any>) =>
      "frequency_penalty" in asked ? json(body, status)(response) : stream(steps(USAGE, FIVE))(response);
    const failure = await failing(answer, {}, { frequencyPenalty: 0.5 });
    expect(failure).toMatchObject({ code: "PARAMETER_REFUSED", retry: false });
    expect(failure.message).toContain('leaveOut: ["frequency_penalty"]');
    await server!.close();
    const generation = await ask(answer, { leaveOut: ["frequency_penalty"] }, { frequencyPenalty: 0.5 });
    expect(generation).toMatchObject({ answer: "It is \\boxed{5}", ignored: ["frequencyPenalty"] });
  });

  test.each([
    [400, { error: { message: "content was filtered" } }, "INVALID_REQUEST"],
    [400, { error: { message: "`top_p` must be between 0 and 1" } }, "INVALID_REQUEST"],
    [429, { error: { message: "No.", type: "insufficient_quota" } }, "QUOTA_EXHAUSTED"],
    [502, "<html><body>Bad gateway</body></html>", "ENGINE_FAILED"],
  ])("with the status %i and %j is %s", async (status, body, code) => {
    expect(await failing(json(body, status))).toMatchObject({ code, partial: null });
  });

  test("never tells the key", async () => {
    process.env.TEST_ENGINE_KEY = 'sk-secret/+"key';
    const said = `Incorrect API key provided: ${process.env.TEST_ENGINE_KEY}. ${"x".repeat(460)}${process.env.TEST_ENGINE_KEY}`;
    for (const body of [{ error: { message: said } }, { error: said }, said]) {
      const failure = await failing(json(body, 401), { apiKeyEnv: "TEST_ENGINE_KEY" });
      expect(failure.code).toBe("UNAUTHORIZED");
      expect(failure.message).not.toContain("sk-secret");
      await server!.close();
    }
    const streamed = await failing(stream(streamOf([{ event: { error: said } }])), { apiKeyEnv: "TEST_ENGINE_KEY" });
    expect(streamed.message).not.toContain("sk-secret");
    delete process.env.TEST_ENGINE_KEY;
  });

  test("by a redirect names its address", async () => {
    const failure = await failing((response) => response.writeHead(302, { location: "http://127.0.0.2/x" }).end());
    expect(failure).toMatchObject({ code: "ADDRESS_REFUSED", message: expect.stringContaining("http://127.0.0.2/x") });
  });
});
