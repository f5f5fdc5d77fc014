import assert from "node:assert/strict";
import test from "node:test";
import { runnerCases, startScriptedEngine } from "paretograph/testing";
import plugin from "../src/index.ts";

for (const { name, skipped, run } of runnerCases(plugin)) {
  test(name, { skip: skipped ?? false }, async () => {
    await run();
  });
}

test("it says which engine answers", async () => {
  const server = await startScriptedEngine(() => {});
  const engine = await plugin.open(plugin.options.parse({ endpoint: server.url }), {
    signal: AbortSignal.timeout(10_000),
    log: () => {},
  });
  assert.equal(engine.identity.engine, "__name__");
  await engine.close();
  await server.close();
});
