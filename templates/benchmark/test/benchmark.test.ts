import assert from "node:assert/strict";
import test from "node:test";
import { benchmarkCases } from "paretograph/testing";
import plugin from "../src/index.ts";

for (const { name, skipped, run } of benchmarkCases(plugin)) {
  test(name, { skip: skipped ?? false }, async () => {
    await run();
  });
}

test("an answer in words is graded", async () => {
  const problem = { id: "eggs", question: "How many?", expected: "84" };
  assert.equal((await plugin.grade(problem, "The boxes hold 84 eggs. The answer is 84.", {}, 0)).correct, true);
  assert.equal((await plugin.grade(problem, "The boxes hold 83 eggs. The answer is 83.", {}, 0)).correct, false);
});
