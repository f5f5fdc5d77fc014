import { expect, test } from "vitest";
import type { StreamedChat } from "../../../src/runners/client/chatStream.ts";
import { withoutStopText } from "../../../src/runners/client/stopText.ts";

const chatOf = (content: string, reasoning = ""): StreamedChat => ({
  content,
  reasoning,
  refusal: "",
  finishReason: "stop",
  usage: null,
  timings: {},
  pieces: 1,
  charactersLeftOut: 0,
  contentTimes: { length: [], seconds: [] },
  ttft: 0.1,
  latency: 0.2,
  failure: null,
});

test.each([
  ["the answer is boxed", ["boxed"], "the answer is "],
  ["the answer is boxed\n", ["boxed"], "the answer is "],
  ["boxed is boxed", ["nowhere", "boxed"], "boxed is "],
  ["boxed in the middle", ["boxed"], "boxed in the middle"],
  ["no stop text", [], "no stop text"],
])("%j with the stop texts %j becomes %j", (content, stop, left) => {
  expect(withoutStopText(chatOf(content, "boxed"), stop)).toEqual(chatOf(left, "boxed"));
});

test("a stop text that ended the reasoning is cut off there", () => {
  expect(withoutStopText(chatOf("", "so boxed"), ["boxed"])).toEqual(chatOf("", "so "));
});
