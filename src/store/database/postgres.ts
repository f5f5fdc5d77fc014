import { availableParallelism } from "node:os";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Database, Drizzle } from "./database.ts";
import { packageFolder } from "./packageFolder.ts";

/** All processes that migrate this database take this lock, so that two which start together take turns. */
const MIGRATION_LOCK = 2512_24776;

/** Opens a PostgreSQL server (15 or later) by its URL. Connections are made when they are needed. */
export function openPostgres(url: string): Database {
  // postgres.js sends statements without waiting for answers: more connections than cores would only add contention.
  const client = postgres(url, {
    max: availableParallelism() + 1,
    onnotice: () => {},
    connection: { TimeZone: "UTC" },
  });
  const database = drizzle(client);
  return {
    engine: "postgres",
    drizzle: database as unknown as Drizzle,
    rows: (statement, params) =>
      client.unsafe(statement, params as never[], { prepare: true }).values() as unknown as Promise<unknown[][]>,
    listen: async (channel, onNotify) => {
      await client.listen(channel, onNotify);
    },
    tryLock: (key) => tryAdvisoryLock(url, key),
    connection: { url },
    migrate: (thenDo) =>
      database.transaction(async (transaction) => {
        await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
        await migrate(database, { migrationsFolder: packageFolder("migrations") });
        await thenDo(database as unknown as Drizzle);
      }),
    close: () => client.end({ timeout: 5 }),
  };
}

/** The first of the two numbers that identify each advisory lock of this package. */
const LOCKS = 1_735_289_203;

/** Takes an advisory lock in a session of its own: if the process ends, the session ends and the lock with it. */
async function tryAdvisoryLock(url: string, key: number): Promise<(() => Promise<void>) | null> {
  const session = postgres(url, { max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => {} });
  const [row] = await session`select pg_try_advisory_lock(${LOCKS}, ${key}) as taken`;
  if (row!.taken) return () => session.end();
  await session.end();
  return null;
}
