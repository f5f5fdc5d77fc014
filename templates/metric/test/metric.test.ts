import assert from "node:assert/strict";
import test from "node:test";
import { metricCases, pluginCases } from "paretograph/testing";
import plugin from "../src/index.ts";

const options = plugin.options.parse({});

for (const { name, skipped, run } of [...pluginCases(plugin), ...metricCases(plugin, { options })]) {
  test(name, { skip: skipped ?? false }, async () => {
    await run();
  });
}

test("a kilowatt-hour has the grams of the grid", async () => {
  assert.equal(await plugin.compute({ energy: 3.6e6 }, options, {} as never), 400);
});
