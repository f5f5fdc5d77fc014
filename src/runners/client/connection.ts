import { Pool } from "undici";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import type { EndpointOptions } from "./endpoint.ts";
import { failureOfConnection, failureOfReply } from "./failures.ts";

/** A server that is spoken to over kept connections, as many as there are requests at once. */
export interface Connection {
  origin: string;
  /** What stands before each path, such as the folder of a proxy; empty or `/…` without a slash at its end. */
  prefix: string;
  headers: Record<string, string>;
  timeouts: EndpointOptions["timeouts"];
  pool: Pool;
}

/** Opens no socket yet. Throws `UNAUTHORIZED` where the key's variable is not set. */
export function connect({ endpoint, apiKeyEnv, timeouts }: EndpointOptions): Connection {
  const url = new URL(endpoint);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (apiKeyEnv !== undefined) headers.authorization = `Bearer ${readKey(apiKeyEnv)}`;
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ""),
    headers,
    timeouts,
    // Not an agent: that one drops its pool when connections close and can then not end what is under way.
    pool: new Pool(url.origin, {
      connections: null,
      connect: { timeout: timeouts.connect * 1000 },
      headersTimeout: timeouts.idle * 1000,
      bodyTimeout: timeouts.idle * 1000,
    }),
  };
}

function readKey(variable: string): string {
  const key = process.env[variable];
  if (key) return key;
  throw new RunnerError(
    "UNAUTHORIZED",
    `The environment variable ${variable}, which is to hold the API key, is not set.`,
  );
}

/** Connections to an engine serve its API below `/v1` and the rest beside it, so a `/v1` at the address's end is left out. */
export function connectToEngine(options: EndpointOptions): Connection {
  const connection = connect(options);
  return { ...connection, prefix: connection.prefix.replace(/\/v1$/, "") };
}

/** The text of a path; a `RunnerError` for every status but success. */
export function getText(connection: Connection, path: string, signal?: AbortSignal): Promise<string> {
  return exchange(connection, { method: "GET", path }, signal);
}

/** As `getText`, or null where the server has no such path. */
export async function getTextIfAny(connection: Connection, path: string, signal?: AbortSignal): Promise<string | null> {
  const { status, text, failure } = await ask(connection, { method: "GET", path }, signal);
  if (status === 404 || status === 405) return null;
  if (failure) throw failure;
  return text;
}

export async function getJson<Reply>(connection: Connection, path: string, signal?: AbortSignal): Promise<Reply> {
  return readJson(connection, path, await getText(connection, path, signal));
}

export async function postJson<Reply>(
  connection: Connection,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Reply> {
  const text = await exchange(connection, { method: "POST", path, body: JSON.stringify(body) }, signal);
  return readJson(connection, path, text);
}

/** As a person would name it. */
export const addressOf = ({ origin, prefix }: Connection) => `${origin}${prefix}`;

function readJson<Reply>(connection: Connection, path: string, text: string): Reply {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.slice(0, 80);
    throw new RunnerError(
      "INVALID_REQUEST",
      `${addressOf(connection)}${path} answers something else than JSON: ${start}`,
      {
        cause,
      },
    );
  }
}

interface Question {
  method: "GET" | "POST";
  path: string;
  body?: string;
}

async function exchange(connection: Connection, question: Question, signal?: AbortSignal): Promise<string> {
  const { text, failure } = await ask(connection, question, signal);
  if (failure) throw failure;
  return text;
}

async function ask(connection: Connection, { method, path, body }: Question, signal?: AbortSignal) {
  const { prefix, headers, pool } = connection;
  try {
    const reply = await pool.request({ path: `${prefix}${path}`, method, headers, body, signal });
    const text = await reply.body.text();
    const failed = reply.statusCode < 200 || reply.statusCode > 299;
    const failure = failed ? failureOfReply(reply.statusCode, text, reply.headers["retry-after"]) : null;
    return { status: reply.statusCode, text, failure };
  } catch (error) {
    throw failureOfConnection(error, addressOf(connection), signal);
  }
}
