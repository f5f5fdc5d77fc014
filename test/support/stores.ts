import { inject } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "./createDatabase.ts";

const BOTH: [string, () => Promise<Store>][] = [
  ["PGlite", () => openStore({})],
  ["PostgreSQL", async () => openStore({ url: await createDatabaseOn(inject("postgresUrl")) })],
];

/**
 * Both databases that answers must be the same on: `describe.each(ENGINES)("… on %s", (_, open) => …)`. The mutation
 * tester judges on PostgreSQL alone, which opens ten times as fast.
 */
export const ENGINES = process.env.MUTATING ? BOTH.slice(1) : BOTH;
