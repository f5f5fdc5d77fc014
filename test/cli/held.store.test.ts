import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { submitRuns } from "../../src/exchange/submitting/submitRuns.ts";
import { submittedRun } from "../../src/exchange/submitting/submittedRun.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { CONFIG } from "../support/smallStore.ts";
import { run } from "./command.ts";

let store: Store;
let DATABASE_URL: string;
beforeAll(async () => {
  DATABASE_URL = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
  store = await openStore({ url: DATABASE_URL });
});
afterAll(() => store.close());

it("paretograph held lists, accepts and refuses what labs bring", { timeout: 180_000 }, async () => {
  const held = (...args: string[]) => run(["held", ...args], { DATABASE_URL }).ended;
  expect(await held("list")).toMatchObject({ code: 0, stdout: "There are no such submissions.\n" });
  const submissions = ["a", "b", "c"].map((mode) =>
    submittedRun.parse({
      ...{ model: "newcomer/one", benchmark: "gsm8k", lab: "newcomer", mode, measures: { accuracy: { value: 0.5 } } },
      newModel: { config: CONFIG, family: "One" },
    }),
  );
  const outcomes = await submitRuns(store, submissions, { id: "1", scope: "submit", lab: "newcomer" }, "held");
  expect(outcomes.map(({ status }) => status)).toEqual(["HELD", "HELD", "HELD"]);

  const listed = await held("list", "--status", "HELD");
  expect(listed.stdout).toMatch(
    /^1\tHELD\tlab newcomer\tnewcomer\/one \(a\) on gsm8k\t0 samples\tbrings model \{.*"family":"One".*"config":"given"\}$/m,
  );
  expect(await held("refuse", "3", "--reason", "not\nnow")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('refused: "not\\nnow"'),
  });
  expect(await held("accept", "1", "2")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1\tACCEPTED.*\n2\tACC/),
  });
  expect(await held("accept", "1")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^ids: submission 1 is ACC/),
  });
  expect(await held("accept", "one")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("number of a submission"),
  });
  await store.refresh();
  expect((await store.catalogue()).models.bySlug.get("newcomer/one")).toMatchObject({ architecture: "DENSE" });
});
