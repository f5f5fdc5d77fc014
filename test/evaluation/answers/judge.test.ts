import { expect, it } from "vitest";
import { createJudge, readJudgement } from "../../../src/evaluation/answers/judge.ts";
import { toyPlugins } from "../toyPlugins.ts";

it.each([
  ["YES, both are 3.", true, "both are 3."],
  ["no: the last step is wrong", false, "the last step is wrong"],
  ["**Yes** The values agree.", true, "The values agree."],
  ["The answer differs. NO", false, "The answer differs. NO"],
  ["yes", true, "yes"],
  ["I do not know; nothing is noted.", null, "I do not know; nothing is noted."],
])("reads the reply %j", (reply, correct, reason) => {
  expect(readJudgement(reply, "judge")).toEqual({ correct, reason, model: "judge" });
});

it("shows the judge the reference answer and only the last 20 words", async () => {
  const { plugins, requests } = toyPlugins(() => ({ answer: "YES." }));
  const signal = new AbortController().signal;
  const engine = await plugins.find("runner", "toy").open({}, { signal, log: () => {} });
  const words = Array.from({ length: 50 }, (_, i) => `w${i}`);
  expect(await createJudge(engine)("3", ` ${words.join(" \n")} `, signal)).toMatchObject({
    correct: true,
    model: "toy",
  });
  const [{ messages, temperature, thinking }] = requests as [(typeof requests)[0]];
  expect(messages[1]!.content).toBe(`Reference answer: 3\nLast words of the response: ${words.slice(30).join(" ")}`);
  expect({ temperature, thinking }).toEqual({ temperature: 0, thinking: "off" });
});
