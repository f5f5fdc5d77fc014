import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { openStore, type Store } from "../../src/results/store.ts";

/** Both databases that answers must be the same on: `describe.each(ENGINES)("… on %s", (_, open) => …)`. */
export const ENGINES: [string, () => Promise<Store>][] = [
  ["PGlite", () => openStore({})],
  ["PostgreSQL", async () => openStore({ url: await createDatabase() })],
];

/** A new database on the tests' PostgreSQL; its URL. */
export async function createDatabase(): Promise<string> {
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(`${server}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  return `${server}/${name}`;
}
