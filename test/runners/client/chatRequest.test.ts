import { expect, test } from "vitest";
import type { Thinking } from "../../../src/plugins/contract/runner.ts";
import { budgetOf, chatBody, templateArguments } from "../../../src/runners/client/chatRequest.ts";

const request = { messages: [{ role: "user" as const, content: "?" }], thinking: "default" as Thinking };

test("a body has every setting under the name of OpenAI's API", () => {
  const settings = { temperature: 0.6, topP: 0.95, topK: 20, frequencyPenalty: 0.05, maxTokens: 120, seed: 7 };
  expect(chatBody("m", { ...request, ...settings, stop: ["\n\n"] })).toEqual({
    model: "m",
    messages: request.messages,
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0.6,
    top_p: 0.95,
    frequency_penalty: 0.05,
    max_tokens: 120,
    seed: 7,
    stop: ["\n\n"],
  });
});

test("settings that are left out are not sent, nor is an empty list of stop texts", () => {
  const sent = JSON.parse(JSON.stringify(chatBody("m", { ...request, stop: [] })));
  expect(Object.keys(sent)).toEqual(["model", "messages", "stream", "stream_options"]);
});

test.each<[Thinking, boolean | undefined, number | null]>([
  ["default", undefined, null],
  ["off", false, null],
  ["on", true, null],
  [{ budget: 0 }, true, 0],
  [{ budget: 8 }, true, 8],
])("thinking %j sets the switch of the template to %s, with the budget %s", (thinking, on, budget) => {
  expect(budgetOf({ ...request, thinking })).toBe(budget);
  expect(templateArguments({ ...request, thinking }, "think")).toEqual(on === undefined ? undefined : { think: on });
  const chatTemplateKwargs = { date: "today" };
  expect(templateArguments({ ...request, thinking, chatTemplateKwargs }, "think")).toEqual(
    on === undefined ? chatTemplateKwargs : { date: "today", think: on },
  );
});
