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
  expect(await ended).toMatchObject({ code: 0 });
  expect(performance.now() - asked).toBeLessThan(25_000);
  await proxy.close();
});
