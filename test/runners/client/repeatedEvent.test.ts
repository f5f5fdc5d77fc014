import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatText } from "../../../src/plugins/contract/chatText.ts";
import { type Chat, createChatReader } from "../../../src/runners/client/chatReader.ts";
import { createRepeatedEvent } from "../../../src/runners/client/repeatedEvent.ts";
import { runs } from "../../support/runs.ts";

const eventOf = (delta: object, more: object = {}) =>
  JSON.stringify({ id: "7", choices: [{ index: 0, delta, finish_reason: null }], ...more });
/** An event reader that has learnt an event. */
function learnt(delta: Record<string, unknown>, data = eventOf(delta)) {
  const event = createRepeatedEvent();
  event.learn(data, delta);
  return event;
}
const NOTHING = { content: "", reasoning: "", refusal: "" };

/** Texts that try to pass for the end of their event. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom(
    "7",
    '"',
    "\\",
    '\\"',
    '"}',
    '"},"finish_reason":"stop"',
    '","reasoning":"',
    "\n",
    "(a text that stands for any other)",
  ),
);
const delta = fc.oneof(
  fc.record({ content: text }),
  fc.record({ reasoning: text }),
  fc.record({ content: text, reasoning: text }),
  fc.record({ role: fc.constant("assistant"), content: text }),
  fc.record({ content: fc.constant(""), reasoning_content: text }),
  fc.record({ reasoning: text, reasoning_content: text }),
  fc.record({ refusal: text, content: text }),
);
const event = fc.record({
  delta,
  seen: fc.constantFrom({}, {}, {}, { created: 1 }, { usage: { n: 1 } }, { created: 2 }),
});

describe("an event that repeats another around its text", () => {
  it("gives its text without being parsed", () => {
    const repeated = learnt({ content: "7" });
    expect(repeated.read(eventOf({ content: "Grüße, 世界 🙂" }))).toEqual({ ...NOTHING, content: "Grüße, 世界 🙂" });
    expect(repeated.read(eventOf({ content: "" }))).toEqual(NOTHING);
    expect(learnt({ reasoning: "hm" }).read(eventOf({ reasoning: "so" }))).toEqual({ ...NOTHING, reasoning: "so" });
  });

  it("is none that differs in more, or whose text has to be read by the rules of JSON", () => {
    const repeated = learnt({ content: "a" });
    for (const data of [
      eventOf({ content: "b" }, { created: 1 }),
      eventOf({ reasoning: "b" }),
      eventOf({ content: 'a "b"' }),
      eventOf({ content: "a\\b" }),
      eventOf({ content: "a\nb" }),
      eventOf({ content: "a" }).replace('"a"', '"a\u0001"'),
      eventOf({ content: "x", refusal: "no" }),
      eventOf({ content: "a" }).slice(0, 40),
      "",
    ]) {
      expect(repeated.read(data)).toBeNull();
    }
  });

  it("is not learnt where the text may stand in another place", () => {
    // The last "7" is the id of the event, and a text that is sent twice cannot change in one place.
    const last = '{"choices":[{"delta":{"content":"7"}}],"id":"7"}';
    expect(learnt({ content: "7" }, last).read(last)).toBeNull();
    const twice = { reasoning: "a", reasoning_content: "a" };
    expect(learnt(twice).read(eventOf(twice))).toBeNull();
    const said = { content: "a", refusal: "b" };
    expect(learnt(said).read(eventOf(said))).toBeNull();
  });

  it("is tried a few times only in a stream of which every event differs", () => {
    const repeated = createRepeatedEvent();
    for (let created = 0; created < 20; created++)
      repeated.learn(eventOf({ content: "a" }, { created }), { content: "a" });
    expect(repeated.read(eventOf({ content: "b" }, { created: 19 }))).toBeNull();
    expect(repeated.read(eventOf({ content: "b" }, { created: 7 }))).toEqual({ ...NOTHING, content: "b" });
  });

  it("gives what parsing gives, for any stream", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let chat: Chat | undefined;
        const reader = createChatReader({
          ...{ clock: () => 0, conceal: (message) => message, onFailure: () => {} },
          onEnd: (whole) => {
            chat = whole;
          },
        });
        for (const { delta, seen } of events) reader.feed(Buffer.from(`data: ${eventOf(delta, seen)}\n\n`));
        reader.feed(Buffer.from('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'));
        const texts = events.map(({ delta }) => chatText(JSON.parse(Buffer.from(JSON.stringify(delta)).toString())));
        const pieces = texts.filter((one) => one.content + one.reasoning + one.refusal !== "");
        const joined = (field: keyof typeof NOTHING) => texts.map((one) => one[field]).join("");
        expect(chat).toMatchObject({
          ...{ content: joined("content"), reasoning: joined("reasoning"), refusal: joined("refusal") },
          ...{ pieces: pieces.length, finishReason: "stop" },
          usage: events.some(({ seen }) => "usage" in seen) ? { n: 1 } : null,
        });
      }),
      runs(200, 5000),
    );
  });
});
