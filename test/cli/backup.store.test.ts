import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { commandFolder, run } from "./command.ts";

it("moves a store from a folder to PostgreSQL, and says in one line what it can't do", {
  timeout: 180_000,
}, async () => {
  const folder = join(commandFolder(), "to-back-up");
  const file = join(commandFolder(), "store.gz");
  const store = await openStore({ folder });
  await fillSmallStore(store);
  await recordRun(store, { measures: { accuracy: { value: 0.5 } } });
  const version = store.version();

  // A store that is in use is not read beside its holder.
  const inUse = await run(["backup", file], { DATA_DIR: folder }).ended;
  expect(inUse).toMatchObject({ code: 1, stdout: "" });
  expect(inUse.stderr).toMatch(/^The store in .* is in use by process \d+\. Stop it, .*\n$/);
  await store.close();

  const written = await run(["backup", file], { DATA_DIR: folder }).ended;
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect(written.stdout).toBe(`${file} holds 1 runs with 0 samples (data version ${version}).\n`);

  const DATABASE_URL = await createDatabaseOn(inject("postgresUrl"));
  const restored = await run(["restore", file], { DATABASE_URL }).ended;
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(restored.stdout).toContain(`1 runs with 0 samples are restored from ${file} (data version ${version})`);

  const refused = await run(["restore", file], { DATABASE_URL }).ended;
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(/^The store holds 1 runs of its own, .* --replace\.\n$/);
  expect(await run(["restore", file, "--replace"], { DATABASE_URL }).ended).toMatchObject({ code: 0 });

  const absent = await run(["restore", join(commandFolder(), "absent.gz")], { DATABASE_URL }).ended;
  expect(absent.code).toBe(1);
  expect(absent.stderr).toMatch(/^(The store holds 1 runs|The file ".*absent\.gz" can't be used: ENOENT).*\n$/);
  const nowhere = await run(["backup", "/dev/null/x.gz"], { DATABASE_URL }).ended;
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toMatch(/^The file "\/dev\/null\/x\.gz" can't be used: .*\n$/);
  expect(existsSync("/dev/null/x.gz")).toBe(false);
});
