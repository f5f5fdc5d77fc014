import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunnerError } from "../../../src/plugins/contract/runnerError.ts";
import { type Chat, createChatReader } from "../../../src/runners/client/chatReader.ts";
import { meanOf, readMetrics, sumOf } from "../../../src/runners/client/prometheus.ts";
import { separateReasoning } from "../../../src/runners/client/reasoning.ts";
import { isAtLeast } from "../../../src/runners/client/version.ts";
import { capture } from "../../engines/captures.ts";

/** What the reader makes of the bytes, cut at these places. */
function read(bytes: Buffer, cuts: number[] = []): Chat | RunnerError | undefined {
  let outcome: Chat | RunnerError | undefined;
  const take = (what: Chat | RunnerError) => {
    expect(outcome).toBeUndefined();
    outcome = what;
  };
  const feed = createChatReader({ onFirstText: () => {}, onEnd: take, onFailure: take });
  let start = 0;
  for (const cut of [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]) {
    feed(bytes.subarray(start, cut));
    start = cut;
  }
  return outcome;
}

/** The events of a capture, without HTTP's chunks. */
function eventsOf(...[engine, file]: Parameters<typeof capture>): Buffer {
  const lines = capture(engine, file)
    .toString()
    .match(/^data: .*$/gm)!;
  return Buffer.from(lines.map((line) => `${line}\n\n`).join(""));
}

const cuts = fc.array(fc.nat(), { maxLength: 40 });

describe("a stream of events", () => {
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
      { numRuns: 200 },
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
        const told = all.map((event) => `data: ${JSON.stringify(event)}${end}`);
        // vLLM's and TGI's comments that keep a connection alive.
        const text = [...told, `data: [DONE]${end}`].join(alive ? `: keep-alive${end}:${end}` : "");
        const textOf = (isReasoning: boolean) =>
          pieces.map((piece) => ((piece.field === "content") === isReasoning ? "" : piece.text)).join("");
        expect(read(Buffer.from(text), places)).toEqual({
          reasoning: textOf(true),
          content: textOf(false),
          finishReason: "stop",
          usage,
        });
      }),
    );
  });

  test.each([
    ['{"choices":[{"delta":{},"finish_reason":"abort"}]}', "ABORTED"],
    ['{"choices":[{"delta":{},"finish_reason":"error"}]}', "ENGINE_FAILED"],
    ['{"choices":[{"delta":{"content":"4"},"finish_reason":null}]}', "ABORTED"],
    ['{"choices":[{"del', "ENGINE_FAILED"],
    ['{"error":"no more","error_type":"overloaded"}', "ENGINE_FAILED"],
    ['{"error":"Model is overloaded","error_type":"overloaded"}', "OVERLOADED"],
    ['{"object":"error","message":"went away","code":500}', "ENGINE_FAILED"],
  ])("%s is no answer: %s", (event, code) => {
    expect(read(Buffer.from(`data: ${event}\n\ndata: [DONE]\n\n`))).toMatchObject({ code });
  });
});

describe("reasoning", () => {
  const text = fc.string({ unit: "grapheme-ascii" }).filter((text) => !text.includes("<"));

  test("comes apart from the answer at its tags", () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (thought, answer, tagInPrompt) => {
        const content = `${tagInPrompt ? "" : "<think>"}${thought}</think>${answer}`;
        const reasoning = thought.trim() === "" ? null : thought;
        expect(separateReasoning({ reasoning: "", content }, tagInPrompt)).toEqual({ answer, reasoning });
        // Engines that part it themselves give the same, with or without the tag that vLLM 0.11 leaks.
        if (reasoning === null) return;
        for (const leak of ["", "<think>"]) {
          const parted = separateReasoning({ reasoning: leak + thought, content: answer });
          expect(parted).toEqual({ answer, reasoning });
        }
      }),
    );
  });

  test.each([
    ["<think>\n12+4", false, { answer: "", reasoning: "\n12+4" }],
    ["12+4", true, { answer: "", reasoning: "12+4" }],
    ["12+4", false, { answer: "12+4", reasoning: null }],
    ["", true, { answer: "", reasoning: null }],
    ["\n <think>a</think>b", false, { answer: "b", reasoning: "a" }],
    ["<think>\n\n</think>\n\n49", false, { answer: "\n\n49", reasoning: null }],
    [
      "An answer about <think> and </think>.",
      false,
      { answer: "An answer about <think> and </think>.", reasoning: null },
    ],
    ["<think>a</think>b</think>c", false, { answer: "b</think>c", reasoning: "a" }],
  ])("%j, opened by the prompt: %s", (content, opened, parts) => {
    expect(separateReasoning({ reasoning: "", content }, opened)).toEqual(parts);
  });

  test("in the engine's own field leaves the answer alone, tags and all", () => {
    const parts = separateReasoning({ reasoning: "a", content: "b</think>c" });
    expect(parts).toEqual({ answer: "b</think>c", reasoning: "a" });
  });
});

describe("metrics", () => {
  test("sum over engines, but not over the parts of one, nor with what only begins alike", () => {
    const page = [
      "# HELP tokens_total Tokens",
      'tokens_total{engine="0",tp_rank="0"} 10',
      'tokens_total{engine="0",tp_rank="1"} 10',
      'tokens_total{engine="1",tp_rank="0"} 5.5 1700000000000',
      'tokens_created{engine="0"} 1.79e+09',
      'share{engine="0"} 0.25',
      'share{engine="1"} NaN',
      'share{engine="2"} 0.75',
      "plain 3",
      "",
    ].join("\n");
    const metrics = readMetrics(page, ["tokens_total", "share", "plain"]);
    expect(sumOf(metrics, "tokens_total")).toBe(15.5);
    expect(sumOf(metrics, "tokens_total", { engine: "1" })).toBe(5.5);
    expect(meanOf(metrics, "share")).toBe(0.5);
    expect(sumOf(metrics, "plain")).toBe(3);
    expect(sumOf(metrics, "tokens_created")).toBeNull();
    expect(meanOf(metrics, "other")).toBeNull();
  });

  test("read any label that the format allows", () => {
    const escaped = (text: string) => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/"/g, '\\"');
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.double({ noNaN: true }), (label, value) => {
        const number = Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
        const page = `a{x="${escaped(label)}",y="}"} ${number}\na{x="${escaped(`${label}!`)}",y="}"} 1\n`;
        expect(sumOf(readMetrics(page, ["a"]), "a", { x: label })).toBe(value + 0);
      }),
    );
  });
});

test.each([
  ["0.19.1", true],
  ["0.19.1.post2", true],
  ["0.20.0rc1", true],
  ["1.0", true],
  ["v2.3.4", true],
  ["0.19.0", false],
  ["0.9.2", false],
  ["0.11.0.post2", false],
  ["dev", false],
])("version %s is at least 0.19.1: %s", (version, is) => {
  expect(isAtLeast(version, [0, 19, 1])).toBe(is);
});
