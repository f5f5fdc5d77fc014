import { Pool } from "undici";
import { readBounded } from "../../network/boundedBody.ts";
import { connectOptions, type Reach, requireReach } from "../../network/connector.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import type { EndpointOptions } from "./endpoint.ts";
import { failureOfConnection, failureOfReply } from "./failures.ts";
import { parseJson } from "./parseJson.ts";

/** A server that is asked over kept connections, one for each request that is under way. */
export interface Connection {
  origin: string;
  /** The path before each path of the API, such as the folder of a proxy: empty, or `/…` without a slash at its end. */
  prefix: string;
  headers: Record<string, string>;
  timeouts: EndpointOptions["timeouts"];
  pool: Pool;
  /** Takes the API key out of a text that came from the server, for a message. */
  conceal(text: string): string;
}

/** The most bytes of a whole reply: a page of metrics, the tokens of a long text. */
const LONGEST_REPLY = 32 * 1024 * 1024;
const LONGEST_HEADERS = 32 * 1024;

/**
 * A connection that opens no socket yet. No reply is followed to another address, and none is decompressed. Throws
 * `UNAUTHORIZED` where the variable of the API key is not set, and `ADDRESS_REFUSED` for an address out of reach.
 */
export function connect({ endpoint, apiKeyEnv, timeouts }: EndpointOptions, reach: Reach = "any"): Connection {
  const url = new URL(endpoint);
  try {
    requireReach(url.hostname, reach);
  } catch (error) {
    throw failureOfConnection(error, url.origin);
  }
  const headers: Record<string, string> = { "content-type": "application/json" };
  const key = apiKeyEnv === undefined ? null : readKey(apiKeyEnv);
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ""),
    headers,
    timeouts,
    conceal: (text) => (key === null ? text : withoutKey(text, key)),
    // An agent drops its pool when connections close, and can then not end the requests that are under way.
    pool: new Pool(url.origin, {
      connections: null,
      connect: connectOptions(reach, timeouts.connect * 1000),
      maxHeaderSize: LONGEST_HEADERS,
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
    `The environment variable ${variable}, which should hold the API key, is not set.`,
  );
}

/** A text without the key, in each form in which a server may repeat it. */
function withoutKey(text: string, key: string): string {
  const forms = [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)];
  return forms.reduce((rest, form) => rest.replaceAll(form, "(the API key)"), text);
}

/**
 * A connection to an engine, which serves its API below `/v1` and other paths beside it: a `/v1` at the end of the address
 * is left out. Throws as `connect` does.
 */
export function connectToEngine(options: EndpointOptions, reach?: Reach): Connection {
  const connection = connect(options, reach);
  return { ...connection, prefix: connection.prefix.replace(/\/v1$/, "") };
}

/** The address in messages. */
export const addressOf = ({ origin, prefix }: Connection) => `${origin}${prefix}`;

/** The text of a path. Throws a `RunnerError` for every status but success. */
export async function getText(connection: Connection, path: string, signal?: AbortSignal): Promise<string> {
  return textOf(await ask(connection, { method: "GET", path }, signal));
}

/** As `getText`, or null where the server does not have the path. */
export async function getTextIfAny(connection: Connection, path: string, signal?: AbortSignal): Promise<string | null> {
  const answer = await ask(connection, { method: "GET", path }, signal);
  return answer.status === 404 || answer.status === 405 ? null : textOf(answer);
}

/** The JSON object at a path, or null where the server does not have the path or answers something else there. */
export async function getObjectIfAny<Fields>(
  connection: Connection,
  path: string,
  signal?: AbortSignal,
): Promise<Partial<Fields> | null> {
  const value = parseJson((await getTextIfAny(connection, path, signal)) ?? "");
  return typeof value === "object" ? (value as Partial<Fields> | null) : null;
}

/** The JSON at a path. Throws as `getText` does, and `INVALID_REQUEST` for an answer that is not JSON. */
export async function getJson<Reply>(connection: Connection, path: string, signal?: AbortSignal): Promise<Reply> {
  return readJson(connection, path, await getText(connection, path, signal));
}

/** The JSON that a path answers to a body. Throws as `getJson` does. */
export async function postJson<Reply>(
  connection: Connection,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Reply> {
  const answer = await ask(connection, { method: "POST", path, body: JSON.stringify(body) }, signal);
  return readJson(connection, path, textOf(answer));
}

function readJson<Reply>(connection: Connection, path: string, text: string): Reply {
  const value = parseJson(text);
  if (value !== undefined) return value as Reply;
  const address = `${addressOf(connection)}${path}`;
  throw new RunnerError(
    "INVALID_REQUEST",
    `${address} gave an answer that is not JSON: ${connection.conceal(text).slice(0, 80)}`,
  );
}

interface Question {
  method: "GET" | "POST";
  path: string;
  body?: string;
}

interface Answer {
  status: number;
  text: string;
  /** The failure for which the status stands; null for a success. */
  failure: RunnerError | null;
}

function textOf({ text, failure }: Answer): string {
  if (failure) throw failure;
  return text;
}

async function ask(connection: Connection, { method, path, body }: Question, signal?: AbortSignal): Promise<Answer> {
  const { prefix, headers, pool } = connection;
  try {
    const reply = await pool.request({ path: `${prefix}${path}`, method, headers, body, signal });
    const text = (await readBounded(reply.body, LONGEST_REPLY)).toString();
    const failed = reply.statusCode < 200 || reply.statusCode > 299;
    const { "retry-after": retryAfter, location } = reply.headers;
    const refusal = { status: reply.statusCode, body: text, retryAfter, location };
    const failure = failed ? failureOfReply(refusal, connection.conceal) : null;
    return { status: reply.statusCode, text, failure };
  } catch (error) {
    throw failureOfConnection(error, addressOf(connection), signal);
  }
}
