import { inject } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "./createDatabase.ts";

/** Both databases that answers must be the same on: `describe.each(ENGINES)("… on %s", (_, open) => …)`. */
export const ENGINES: [string, () => Promise<Store>][] = [
  ["PGlite", () => openStore({})],
  ["PostgreSQL", async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) })],
];
