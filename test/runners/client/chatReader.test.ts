import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunnerError } from "../../../src/plugins/contract/runnerError.ts";
import {
  type Chat,
  type ChatListener,
  createChatReader,
  LONGEST_TEXT,
} from "../../../src/runners/client/chatReader.ts";
import { capture } from "../../engines/captures.ts";
import { runs } from "../../support/runs.ts";

/** The outcome of reading the bytes, cut at these places; undefined where the stream has not ended. */
function read(bytes: Buffer, cuts: number[] = []): Chat | RunnerError | undefined {
  let outcome: Chat | RunnerError | undefined;
  const take = (result: Chat | RunnerError) => {
    expect(outcome).toBeUndefined();
    outcome = result;
  };
  const reader = createChatReader({ clock: () => 0, conceal: (text) => text, onEnd: take, onFailure: take });
  let start = 0;
  for (const cut of [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]) {
    reader.feed(bytes.subarray(start, cut));
    start = cut;
  }
  return outcome;
}

const readerOf = (listener: Partial<ChatListener>) =>
  createChatReader({ clock: () => 0, conceal: (text) => text, onEnd: () => {}, onFailure: () => {}, ...listener });

/** The events of a recorded reply, without HTTP's chunks. */
function eventsOf(...[engine, file]: Parameters<typeof capture>): Buffer {
  const lines = capture(engine, file)
    .toString()
    .match(/^data: .*$/gm)!;
  return Buffer.from(lines.map((line) => `${line}\n\n`).join(""));
}

const cuts = fc.array(fc.nat(), { maxLength: 40 });

describe("the reader of a stream", () => {
  test.each([
    ["vllm-0.32.0", "stream-continuous-usage.sse"],
    ["vllm-0.11.0", "stream.sse"],
    ["sglang-0.5.23", "stream.sse"],
    ["tgi-3.3.6-dev0", "stream.sse"],
    ["vllm-0.32.0", "stream-killed-worker.sse"],
  ] as const)("reads the same in any pieces: %s, %s", (engine, file) => {
    const bytes = eventsOf(engine, file);
    const whole = read(bytes);
    expect(whole).toBeDefined();
    fc.assert(
      fc.property(cuts, (places) => {
        expect(read(bytes, places)).toEqual(whole);
      }),
      runs(10, 25),
    );
  });

  test("gives texts as they were, in whatever pieces, line ends and fields they come", () => {
    const piece = fc.record({
      field: fc.constantFrom("reasoning", "reasoning_content", "content"),
      text: fc.string({ unit: "grapheme", maxLength: 6 }),
    });
    const ends = fc.constantFrom("\n\n", "\r\n\r\n");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), ends, fc.boolean(), cuts, (pieces, end, alive, places) => {
        const events = pieces.map(({ field, text }) => ({
          choices: [{ delta: { role: "assistant", [field]: text } }],
        }));
        const usage = { completion_tokens: pieces.length };
        const all = [...events, { choices: [{ delta: {}, finish_reason: "stop" }] }, { choices: [], usage }];
        const written = all.map((event) => `data: ${JSON.stringify(event)}${end}`);
        // vLLM's and TGI's comments that keep a connection alive.
        const text = [...written, `data: [DONE]${end}`].join(alive ? `: keep-alive${end}:${end}` : "");
        const textOf = (isReasoning: boolean) =>
          pieces.map((piece) => ((piece.field === "content") === isReasoning ? "" : piece.text)).join("");
        expect(read(Buffer.from(text), places)).toMatchObject({
          reasoning: textOf(true),
          content: textOf(false),
          finishReason: "stop",
          usage,
        });
      }),
      runs(12, 50),
    );
  });

  const event = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ choices: [{ delta, finish_reason }] })}\n\n`;
  const DONE = "data: [DONE]\n\n";

  test.each([
    ["an answer", 1, [event({ role: "assistant", content: "" }), event({ content: "4" }), event({ content: "9" })]],
    ["reasoning", 0, [event({ reasoning: "hm" }), event({ reasoning: "so" }), event({ content: "49" })]],
    ["reasoning in the older field", 0, [event({ reasoning_content: "hm" }), event({ content: "49" })]],
    ["no text", null, [event({ role: "assistant", content: "" }), event({})]],
  ])("times the first text of a stream: %s", (_, position, events) => {
    let place = 0;
    const reader = readerOf({ clock: () => place });
    for (const [i, text] of [...events, event({}, "stop"), DONE].entries()) {
      place = i;
      reader.feed(Buffer.from(text));
    }
    expect(reader.chat.ttft).toBe(position);
  });

  test("keeps the reason of the end and the usage where later events have none", () => {
    const usage = { completion_tokens: 2 };
    const counted = `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
    const empty = `data: ${JSON.stringify({ choices: [], usage: null })}\n\n`;
    const chat = read(
      Buffer.from(event({ content: "49" }, "length") + counted + event({ content: "" }) + empty + DONE),
    );
    expect(chat).toMatchObject({ reasoning: "", content: "49", finishReason: "length", usage });
  });

  test("waits for [DONE], and reads nothing after it", () => {
    const answer = event({ content: "49" }, "stop");
    expect(read(Buffer.from(answer))).toBeUndefined();
    expect(read(Buffer.from(answer + DONE + event({ content: "!" }) + DONE))).toMatchObject({ content: "49" });
  });

  test.each([
    ['{"choices":[{"delta":{},"finish_reason":"abort"}]}', "ABORTED"],
    ['{"choices":[{"delta":{},"finish_reason":"error"}]}', "ENGINE_FAILED"],
    ['{"choices":[{"delta":{"content":"4"},"finish_reason":null}]}', "ABORTED"],
    ['{"choices":[{"del', "ENGINE_FAILED"],
    ['{"error":"no more","error_type":"overloaded"}', "ENGINE_FAILED"],
    ['{"error":"Model is overloaded","error_type":"overloaded"}', "OVERLOADED"],
    ['{"object":"error","message":"went away","code":500}', "ENGINE_FAILED"],
  ])("fails where an event says %s: %s", (failure, code) => {
    expect(read(Buffer.from(`data: ${failure}\n\ndata: [DONE]\n\n`))).toMatchObject({ code });
  });
});

describe("events of any other form", () => {
  const answer = 'data: {"choices":[{"delta":{"content":"49"},"finish_reason":"stop"}]}\n\n';
  test.each(["", " ", ": ping"])("that say nothing are passed over: %j", (data) => {
    expect(
      read(Buffer.from(`${data === ": ping" ? data : `data: ${data}`}\n\n${answer}data: [DONE] \n\n`)),
    ).toMatchObject({
      content: "49",
    });
  });

  test.each(["null", "5", "[]", '"text"', "{"])("are failures: %s", (data) => {
    expect(read(Buffer.from(`${answer}data: ${data}\n\n`))).toMatchObject({ code: "ENGINE_FAILED", retry: true });
  });

  test.each([
    'event: error\ndata: {"message":"It broke."}',
    "event: error\ndata: It broke.",
    'error: {"message":"It broke."}',
    'data: {"choices":[{"error":{"message":"It broke."},"delta":{"content":""},"finish_reason":"error"}]}',
  ])("say that the engine broke off: %j", (text) => {
    expect(read(Buffer.from(`${text}\n\ndata: [DONE]\n\n`))).toMatchObject({
      code: "ENGINE_FAILED",
      message: "The engine broke off: It broke.",
    });
  });

  test.each([
    { choices: {} },
    { choices: [null] },
    { choices: [{ delta: 5, finish_reason: {} }] },
    { choices: [{ delta: { content: 5, reasoning: [null, 5] } }] },
    { choices: [{ index: 1, delta: { content: "other" } }] },
    { usage: "none", choices: null },
  ])("are read as far as they can be: %j", (event) => {
    expect(read(Buffer.from(`data: ${JSON.stringify(event)}\n\n${answer}data: [DONE]\n\n`))).toMatchObject({
      content: "49",
      reasoning: "",
      finishReason: "stop",
    });
  });
});

describe("a stream without end", () => {
  const feedUntilOver = (piece: Buffer, most: number) => {
    let failure: RunnerError | undefined;
    const reader = readerOf({
      onFailure: (reported) => {
        expect(failure).toBeUndefined();
        failure = reported;
      },
    });
    for (let i = 0; i < most && !failure; i++) reader.feed(piece);
    reader.feed(piece);
    return { failure, chat: reader.chat };
  };

  test("of text is kept up to a limit", () => {
    const event = JSON.stringify({ choices: [{ delta: { content: "x".repeat(100_000) } }] });
    const { failure, chat } = feedUntilOver(Buffer.from(`data: ${event}\n\n`), 50);
    expect(failure).toBeUndefined();
    expect(chat.content.length).toBe(LONGEST_TEXT);
    expect(chat.content.length + chat.charactersLeftOut).toBe(5_100_000);
  });

  test("in one event is given up", () => {
    const { failure } = feedUntilOver(Buffer.from(`data: ${"x".repeat(1_000_000)}`), 80);
    expect(failure).toMatchObject({ code: "REPLY_TOO_LARGE" });
  });
});
