import { availableParallelism } from "node:os";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { RequestError } from "../../errors/requestError.ts";
import { tryAdvisoryLock } from "./advisoryLock.ts";
import type { Database, Drizzle } from "./database.ts";
import { isCanceledQuery } from "./databaseFailure.ts";
import { refuseNewerStore } from "./knownMigrations.ts";
import { createListening } from "./listening.ts";
import { packageFolder } from "./packageFolder.ts";
import { createSockets } from "./postgresSockets.ts";
import { createRequestPool, facadeOf } from "./requestPool.ts";
import { requestEnding } from "./requestScope.ts";

/** All processes that migrate this database take this lock, so that two which start together take turns. */
const MIGRATION_LOCK = 2512_24776;
/** A cancelled statement that still runs after this time is given up with its connection. */
const GIVE_UP_MS = 10_000;
const CLOSE_SECONDS = 3;

/**
 * Opens a PostgreSQL server (15 or later) by its URL. Connections are made when they are needed.
 *
 * @param statementSeconds the most time that a statement of a request may take. Work outside requests has connections of
 * its own without this limit: migrations, bundled data and workers.
 */
export function openPostgres(url: string, statementSeconds: number): Database {
  const limitMs = statementSeconds * 1000;
  // postgres.js sends statements without waiting for answers: more connections than cores would only add contention,
  // except beside slow statements.
  const requests = Array.from({ length: 2 * (availableParallelism() + 1) }, () =>
    openClient(url, 1, limitMs, limitMs + GIVE_UP_MS),
  );
  const work = openClient(url, 3, 0, Infinity);
  const pool = createRequestPool(
    requests.map(({ client }) => client),
    limitMs,
  );
  const listening = createListening(url);
  // Drizzle sets how a client reads and writes values.
  for (const { client } of requests) drizzle(client);
  const database = drizzle(facadeOf(work.client, pool, requestEnding));
  return {
    engine: "postgres",
    drizzle: database as unknown as Drizzle,
    rows: async (statement, params) => {
      const start = (client: Sql) =>
        client.unsafe(statement, params as never[], { prepare: true }).values() as unknown as Promise<unknown[][]>;
      const ending = requestEnding();
      if (!ending) return start(work.client);
      try {
        return await pool.run(ending, start);
      } catch (error) {
        if (ending.isEnded || !isCanceledQuery(error)) throw error;
        throw new RequestError("TIMED_OUT", `A statement took longer than ${statementSeconds} seconds.`);
      }
    },
    listen: (channel, onNotify, onMissed = () => {}) => listening.follow(channel, onNotify, onMissed),
    tryLock: (key, onLost = () => {}) => tryAdvisoryLock(url, key, onLost),
    connection: { url },
    migrate: (thenDo) =>
      database.transaction(async (transaction) => {
        await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
        await refuseNewerStore(database as unknown as Drizzle);
        await migrate(database, { migrationsFolder: packageFolder("migrations") });
        await thenDo(database as unknown as Drizzle);
      }),
    close: async () => {
      await Promise.all([...requests, work, listening].map((one) => one.close()));
    },
  };
}

function openClient(url: string, max: number, statementMs: number, silenceMs: number) {
  const sockets = createSockets(silenceMs);
  const client = postgres(url, {
    max,
    ...({ socket: sockets.open } as object),
    ...{ connect_timeout: 10, keep_alive: 10, onnotice: () => {} },
    connection: { TimeZone: "UTC", statement_timeout: statementMs },
  });
  return {
    client,
    async close() {
      await client.end({ timeout: CLOSE_SECONDS });
      sockets.destroy();
    },
  };
}
