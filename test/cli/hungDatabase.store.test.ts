import { expect, inject, it } from "vitest";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { startProxy } from "../support/proxy.ts";
import { run } from "./command.ts";

it("a server whose database hangs ends on SIGTERM all the same", { timeout: 180_000 }, async () => {
  const url = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
  const proxy = await startProxy(url);
  const { child, ended, ready } = run(["serve"], { DATABASE_URL: proxy.url(url) });
  await ready();
  proxy.hang();
  const asked = performance.now();
  child.kill("SIGTERM");
  // Its code depends on what it was about: it may still have been opening its queue.
  await ended;
  expect(performance.now() - asked).toBeLessThan(25_000);
  await proxy.close();
});
