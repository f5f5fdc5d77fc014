import { availableParallelism } from "node:os";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres, { type PendingQuery, type Row, type Sql } from "postgres";
import { RequestError } from "../../errors/requestError.ts";
import { tryAdvisoryLock } from "./advisoryLock.ts";
import type { Database, Drizzle } from "./database.ts";
import { isCanceledQuery } from "./databaseFailure.ts";
import { refuseNewerStore } from "./knownMigrations.ts";
import { createListening } from "./listening.ts";
import { packageFolder } from "./packageFolder.ts";
import { createSockets } from "./postgresSockets.ts";
import { requestSignal, untilAborted } from "./requestScope.ts";

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
  // At most one statement is sent behind another: one that still waits for a connection can be given up.
  const requests = openPool(url, availableParallelism() + 1, limitMs, limitMs + GIVE_UP_MS);
  const work = openPool(url, 3, 0, Infinity);
  const listening = createListening(url);

  const pool = () => (requestSignal() ? requests.client : work.client);
  const unsafe: Sql["unsafe"] = (...statement) => endedWithRequest(pool().unsafe(...statement) as never) as never;
  // What Drizzle asks of a client.
  const facade = { options: work.client.options, unsafe, begin: (...given: [never]) => pool().begin(...given) };
  const database = drizzle(facade as unknown as Sql);
  drizzle(requests.client);
  return {
    engine: "postgres",
    drizzle: database as unknown as Drizzle,
    rows: async (statement, params) => {
      const signal = requestSignal();
      const started = performance.now();
      for (let attempt = 1; ; attempt++) {
        const query = pool()
          .unsafe(statement, params as never[], { prepare: true })
          .values();
        try {
          return (await untilAborted(query, signal, () => cancel(query))) as unknown[][];
        } catch (error) {
          if (!signal || signal.aborted || !isCanceledQuery(error)) throw error;
          if (performance.now() - started >= limitMs) {
            throw new RequestError("TIMED_OUT", `A statement took longer than ${statementSeconds} seconds.`);
          }
          // A cancellation that came late met this statement, the next one on its connection.
          if (attempt > 1) throw error;
        }
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
      await Promise.all([requests.close(), work.close(), listening.close()]);
    },
  };
}

function openPool(url: string, max: number, statementMs: number, silenceMs: number) {
  const sockets = createSockets(silenceMs);
  const client = postgres(url, {
    max,
    ...({ max_pipeline: 1, socket: sockets.open } as object),
    connect_timeout: 10,
    onnotice: () => {},
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

/** Cancels a query in the database when the request that it works for is ended. */
function endedWithRequest<Query extends PendingQuery<Row[]>>(query: Query): Query {
  const signal = requestSignal();
  if (!signal) return query;
  untilAborted(query, signal, () => cancel(query)).catch(() => {});
  return query;
}

function cancel(query: { cancel(): unknown }): void {
  // Where the database does not even take the cancellation, its connection is given up later.
  Promise.resolve(query.cancel()).catch(() => {});
}
