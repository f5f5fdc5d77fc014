import { CodedError } from "../../errors/codedError.ts";

/**
 * What a database may fail with that passes without a change of the request: it is away or in disorder (`AWAY`), or it has
 * no space (`FULL`).
 */
export type DatabaseFailure = "AWAY" | "FULL";

/** SQLSTATE 53100 and the errors of the file system that mean the same. */
const FULL = /^(53100|ENOSPC|EDQUOT)$/;
/**
 * Connections (class 08), resources (53), administrators and crashes (57P), the file system (58), a conflict of
 * transactions (40), a canceled statement, and what postgres.js says in place of an SQLSTATE.
 */
const AWAY = /^(08...|53...|57P0.|58...|40001|40P01|57014|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/;
const NETWORK = /^(ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Whether an error, or one that it was made from, is a failure of the database that passes with time; null if not. An error
 * of the network counts if postgres.js has noted the query that it ended, since engines and data sets have such errors too.
 */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  for (const cause of causesOf(error)) {
    if (cause instanceof CodedError) return null;
    const { code } = cause as NodeJS.ErrnoException;
    if (FULL.test(String(code)) || /no space left on device/i.test(cause.message)) return "FULL";
    if (AWAY.test(String(code)) || (NETWORK.test(String(code)) && "query" in cause)) return "AWAY";
  }
  return null;
}

/** As `databaseFailure`, where nothing but the database was asked. */
export function failureOfDatabaseWork(error: unknown): DatabaseFailure | null {
  const isNetwork = causesOf(error).some(({ code }: NodeJS.ErrnoException) => NETWORK.test(String(code)));
  return databaseFailure(error) ?? (isNetwork ? "AWAY" : null);
}

/** Whether a statement was canceled (SQLSTATE 57014): by a request, an administrator, or its time limit. */
export function isCanceledQuery(error: unknown): boolean {
  return causesOf(error).some(({ code }: NodeJS.ErrnoException) => code === "57014");
}

/**
 * Whether an error is that of the question for array types that postgres.js asks by itself when a connection begins. Nothing
 * can await it; the statement that the connection was opened for fails by an error of its own.
 */
export function isUnaskedQuestion(error: unknown): boolean {
  const { query } = (error ?? {}) as { query?: unknown };
  return databaseFailure(error) === "AWAY" && typeof query === "string" && query.includes("from pg_catalog.pg_type");
}

/** An error and the errors that it was made from. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const waiting = [error];
  while (waiting.length > 0 && found.length < 16) {
    const cause = waiting.shift();
    if (!(cause instanceof Error)) continue;
    found.push(cause);
    waiting.push(cause.cause, ...((cause as AggregateError).errors ?? []));
  }
  return found;
}
