import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "./createDatabase.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A database on the tests' PostgreSQL, and a folder of PGlite, that hold the bundled data. */
    bundledDatabase: string;
    bundledFolder: string;
  }
}

/** Copies of the stores that hold the published results, one on each engine: loading them anew takes seconds, a copy less. */
export const BUNDLED_ENGINES: [string, () => Promise<Store>][] = [
  [
    "PGlite",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "paretograph-bundled-"));
      cpSync(inject("bundledFolder"), folder, { recursive: true });
      const store = await openStore({ folder });
      return {
        ...store,
        close: async () => {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  ],
  [
    "PostgreSQL",
    async () => openStore({ url: await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase")) }),
  ],
];
