import { EventSourceParserStream } from "eventsource-parser/stream";
import { readOperateToken } from "../access/operateToken.ts";
import { RequestError } from "../errors/requestError.ts";
import { readHolder } from "../store/database/folderLock.ts";
import type { Store } from "../store/store.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, type Settings } from "./settings.ts";

/** The data of an answer, in the shape that its document asks for. */
// biome-ignore lint/suspicious/noExplicitAny: the document says what it is.
type Data = any;

/** The server that has the store open. All of its functions throw a `CommandError` with what the server says is wrong. */
export interface RunningServer {
  /** Its address, such as `http://127.0.0.1:4000`. */
  url: string;
  /** The data that answers a GraphQL document. */
  ask(query: string, variables: object): Promise<Data>;
  /** The data of each event of a subscription. */
  follow(query: string, variables: object): AsyncGenerator<Data>;
  /** The text at an address of it. */
  read(path: string): Promise<string>;
}

/**
 * Opens the store of the settings. An embedded store can be open in one process alone: where a server has it open, that
 * server is given instead, to be asked over HTTP. Where another command has it open, the error of the store is thrown.
 */
export async function openStoreOrServer(settings: Settings): Promise<{ store: Store } | { server: RunningServer }> {
  try {
    return { store: await openStoreWithResults(settings) };
  } catch (error) {
    const { cause } = error as Error;
    const isInUse = cause instanceof RequestError && cause.code === "STORE_IN_USE";
    const url = isInUse ? readHolder(settings.dataFolder)?.url : undefined;
    if (url === undefined || !(await isServer(url))) throw error;
    return { server: serverAt(url, await readOperateToken(settings.dataFolder)) };
  }
}

const isServer = async (url: string) =>
  (await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2000) }).catch(() => null))?.ok === true;

function serverAt(url: string, token: string | null): RunningServer {
  const send = async (path: string, init: RequestInit = {}) => {
    try {
      return await fetch(`${url}${path}`, init);
    } catch (error) {
      throw new CommandError(`The server at ${url} does not answer: ${(error as Error).cause ?? error}`);
    }
  };
  const post = (accept: string, query: string, variables: object) => {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const headers = { "content-type": "application/json", accept, ...authorization };
    return send("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  };
  return {
    url,
    async ask(query, variables) {
      const response = await post("application/graphql-response+json, application/json;q=0.9", query, variables);
      return dataOf(await response.json());
    },
    async *follow(query, variables) {
      const response = await post("text/event-stream", query, variables);
      if (!response.headers.get("content-type")?.startsWith("text/event-stream")) dataOf(await response.json());
      const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of events) {
        if (event === "complete") return;
        if (event === "next") yield dataOf(JSON.parse(data));
      }
    },
    async read(path) {
      const response = await send(path);
      const text = await response.text();
      if (response.ok) return text;
      const { error, errors } = JSON.parse(text);
      throw new CommandError((error ?? errors[0]).message);
    },
  };
}

/** The data of an answer. Throws a `CommandError` with its first error, if it has one. */
function dataOf({ data, errors }: { data?: Data; errors?: { message: string }[] }): Data {
  if (errors?.[0]) throw new CommandError(errors[0].message);
  return data;
}
