import { EventSourceParserStream } from "eventsource-parser/stream";
import { readOperateToken } from "../access/operateToken.ts";
import { ERRORS } from "../errors/errorTable.ts";
import { printable } from "../errors/printable.ts";
import { RequestError } from "../errors/requestError.ts";
import { readHolder } from "../store/database/folderLock.ts";
import type { Store } from "../store/store.ts";
import { openStoreWithResults } from "./openStore.ts";
import type { Ask, Data } from "./progress/ask.ts";
import { CommandError, type Settings } from "./settings.ts";

/** A server that is asked. All of its functions throw a `CommandError` with what the server says is wrong. */
export interface RunningServer {
  /** Its address, such as `http://127.0.0.1:4000`. */
  url: string;
  /** The data that answers a GraphQL document. */
  ask: Ask;
  /**
   * The data of each event of a subscription.
   *
   * @param alive is called at each sign of life.
   */
  follow(query: string, variables: object, alive: () => void): AsyncGenerator<Data>;
  /** The text at an address of it. */
  read(path: string): Promise<string>;
  /** Submits runs as lines of JSON, and gives the lines of its answer that say what became of each run. */
  submit(lines: AsyncIterable<string>): AsyncGenerator<Data>;
  /** The bytes at an address of it, read with the command's token. */
  download(path: string): Promise<AsyncIterable<Uint8Array>>;
}

/** A server that does not answer now, or that asks to be asked later. */
export class ServerAway extends CommandError {}

/** An answer must begin within this time. */
const ANSWER_MS = 120_000;
/** Submitted runs must be stored within this time, which is that of the server. */
const SUBMITTING_MS = 900_000;
/** An open subscription brings at least a sign of life within this time: a server sends one every 12 seconds. */
const SILENCE_MS = 60_000;

/**
 * Opens the store of the settings. An embedded store can be open in one process alone: where a server has it open, that
 * server is given instead, to be asked over HTTP. Where another command has it open, the error of the store is thrown.
 *
 * @param address the server that is asked in any case, if one is named.
 */
export async function openStoreOrServer(
  settings: Settings,
  address?: string,
): Promise<{ store: Store } | { server: RunningServer }> {
  if (address !== undefined) return openServer(address, settings);
  try {
    return { store: await openStoreWithResults(settings) };
  } catch (error) {
    const url = await urlOfHolder(error, settings);
    if (url === undefined) throw error;
    return { server: serverAt(url, (await readOperateToken(settings.dataFolder)) ?? settings.serverToken ?? null) };
  }
}

/** As `openStoreOrServer`, but never a server. Throws a `CommandError` that names the server that has the store open. */
export async function openStoreHere(settings: Settings): Promise<{ store: Store }> {
  try {
    return { store: await openStoreWithResults(settings) };
  } catch (error) {
    const url = await urlOfHolder(error, settings);
    if (url === undefined) throw error;
    throw new CommandError(
      `--local needs the store itself, which the server at ${url} has open. Stop it, or leave out --local to measure there.`,
    );
  }
}

/** The server at an address, with the token of the settings or, if it has the store of the settings open, its own. */
export async function openServer(address: string, settings: Settings): Promise<{ server: RunningServer }> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new CommandError(`--server "${address}" is no address of a server. Write it as http://127.0.0.1:4000.`);
  }
  const base = url.href.replace(/(\/graphql)?\/*$/, "");
  const isOwn = readHolder(settings.dataFolder)?.url === base;
  const token = settings.serverToken ?? (isOwn ? await readOperateToken(settings.dataFolder) : null);
  return { server: serverAt(base, token) };
}

/** The address of the server that has the store of the settings open, if that is why it could not be opened. */
async function urlOfHolder(error: unknown, { dataFolder }: Settings): Promise<string | undefined> {
  const { cause } = error as Error;
  if (!(cause instanceof RequestError) || cause.code !== "STORE_IN_USE") return undefined;
  const url = readHolder(dataFolder)?.url;
  return url !== undefined && (await isServer(url)) ? url : undefined;
}

const isServer = async (url: string) =>
  (await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2000) }).catch(() => null))?.ok === true;

function serverAt(url: string, token: string | null): RunningServer {
  const away = (error: unknown) =>
    new ServerAway(`The server at ${url} does not answer: ${(error as Error).cause ?? error}`);
  const send = async (path: string, init: RequestInit = {}) => {
    try {
      // A token goes to the server that was named and to no other.
      return await fetch(`${url}${path}`, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS), ...init });
    } catch (error) {
      throw away(error);
    }
  };
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const post = (accept: string, query: string, variables: object, signal?: AbortSignal) => {
    const headers = { "content-type": "application/json", accept, ...authorization };
    const body = JSON.stringify({ query, variables });
    return send("/graphql", { method: "POST", headers, body, ...(signal && { signal }) });
  };
  return {
    url,
    async ask(query, variables) {
      const response = await post("application/graphql-response+json, application/json;q=0.9", query, variables);
      return dataOf(await answerOf(url, response), url);
    },
    async *follow(query, variables, alive) {
      const silence = new AbortController();
      const timer = setTimeout(() => silence.abort(new Error(`nothing came for ${SILENCE_MS / 1000} s`)), SILENCE_MS);
      try {
        const response = await post("text/event-stream", query, variables, silence.signal);
        if (!response.ok || !response.headers.get("content-type")?.startsWith("text/event-stream")) {
          dataOf(await answerOf(url, response), url);
        }
        const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform(chunk, stream) {
            timer.refresh();
            alive();
            stream.enqueue(chunk);
          },
        });
        const events = response
          .body!.pipeThrough(heard)
          .pipeThrough(new TextDecoderStream())
          .pipeThrough(new EventSourceParserStream());
        for await (const { event, data } of events) {
          if (event === "complete") return;
          if (event === "next") yield dataOf(JSON.parse(data), url);
        }
      } catch (error) {
        throw error instanceof CommandError ? error : away(error);
      } finally {
        clearTimeout(timer);
        silence.abort();
      }
    },
    async read(path) {
      const response = await send(path);
      if (response.ok) return response.text();
      const { error, errors } = await answerOf(url, response);
      throw new CommandError((error ?? errors![0]!).message);
    },
    async *submit(lines) {
      const response = await send("/submissions", {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", ...authorization },
        // The fetch of Node takes what gives pieces of a body one by one.
        body: encoded(lines) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>,
        duplex: "half",
        // Storing goes on for as long as runs come.
        signal: AbortSignal.timeout(SUBMITTING_MS),
      } as RequestInit);
      if (!response.ok) dataOf(await answerOf(url, response), url);
      for (const line of (await response.text()).split("\n")) {
        const said = line === "" ? {} : JSON.parse(line);
        const failure = said.summary?.error ?? (said.line === undefined ? said.error : undefined);
        if (failure) throw new CommandError(failure.message);
        if (said.line !== undefined) yield said;
      }
    },
    async download(path) {
      // Its answer begins in time, and may then take longer.
      const begun = new AbortController();
      const timer = setTimeout(() => begun.abort(new Error("it does not begin to answer")), ANSWER_MS);
      const response = await send(path, { headers: authorization, signal: begun.signal });
      clearTimeout(timer);
      if (!response.ok) dataOf(await answerOf(url, response), url);
      return piecesOf(response, away);
    },
  };
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of lines) yield Buffer.from(line);
}

async function* piecesOf(response: Response, away: (error: unknown) => Error): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body! as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw away(error);
  }
}

interface Answer {
  data?: Data;
  errors?: { message: string; extensions?: { code?: string } }[];
  error?: { message: string };
}

/** The answer in a response of the API. Throws where it is none: another program answers, or a proxy in between. */
async function answerOf(url: string, response: Response): Promise<Answer> {
  const text = await response.text().catch((error) => {
    throw new ServerAway(`The server at ${url} does not answer: ${error}`);
  });
  try {
    const answer = JSON.parse(text);
    if (answer?.data || answer?.errors?.[0] || answer?.error) return answer;
  } catch {}
  const { status } = response;
  const Kind = status === 429 || status >= 500 ? ServerAway : CommandError;
  throw new Kind(`${url} answers with status ${status} and is no server of Paretograph: name its address as --server.`);
}

/** What GraphQL says of a field, an argument or an input that the schema of the server does not have. */
const OF_ANOTHER_VERSION =
  /^(Cannot query field|Unknown (argument|type|fragment)|Field "\w+" is not defined)|is not defined by type/;
const RETRIED = new Set(Object.entries(ERRORS.request).flatMap(([code, { retry }]) => (retry ? [code] : [])));

/** The data of an answer. Throws a `CommandError` with its first error, if it has one. */
function dataOf({ data, errors }: Answer, url: string): Data {
  const [error] = errors ?? [];
  if (!error) return data;
  const { extensions } = error;
  const message = printable(error.message);
  const code = extensions?.code ?? "";
  if (["UNAUTHENTICATED", "FORBIDDEN", "NOT_MEASURING"].includes(code)) {
    const hint = code === "UNAUTHENTICATED" ? " Set SERVER_TOKEN to one." : "";
    throw new CommandError(`The server at ${url} refuses (${code}): ${message}${hint}`);
  }
  if (OF_ANOTHER_VERSION.test(message)) {
    throw new CommandError(`The server at ${url} is of another version than this command: ${message}`);
  }
  throw RETRIED.has(code) ? new ServerAway(message) : new CommandError(message);
}
