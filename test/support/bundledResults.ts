import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { loadBundledResults } from "../../src/recording/bundled/bundledResults.ts";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "./createDatabase.ts";

/** Loads the bundled data once, for all tests that look at it: into a database and into a folder, to be copied. */
export default async function setUp(project: TestProject) {
  const url = await createDatabaseOn(project.getProvidedContext().postgresUrl);
  const folder = mkdtempSync(join(tmpdir(), "paretograph-bundled-"));
  for (const location of [{ url }, { folder }]) {
    const store = await openStore(location);
    await loadBundledResults(store);
    await store.close();
  }
  project.provide("bundledDatabase", url.split("/").at(-1)!);
  project.provide("bundledFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
