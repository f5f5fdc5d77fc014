import { dataOf, type ServerError } from "./clientError.ts";
import { type Request, writeRequest } from "./document.ts";
import { follow } from "./follow.ts";
import type { Mutation, Query, Subscription } from "./schema.ts";
import type { Result, Selection } from "./selection.ts";

export interface ClientOptions {
  /** The address of the server's GraphQL, such as `https://results.example.org/graphql`. */
  url: string;
  /** A token of the server. A page of another origin has none: it may only read. */
  token?: string;
}

interface CallOptions {
  /** Ends the request or the subscription when it is aborted. */
  signal?: AbortSignal;
}

/** Asks a server of Paretograph. Every call throws a `ParetographError` for what the server refuses, and what `fetch` throws. */
export interface Client {
  /** Asks by GET with the hash of the document, so that caches on the way can answer, and sends the document where the server asks for it. */
  query<const Selected extends Selection<Query>>(
    selected: Selected,
    options?: CallOptions,
  ): Promise<Result<Query, Selected>>;
  mutate<const Selected extends Selection<Mutation>>(
    selected: Selected,
    options?: CallOptions,
  ): Promise<Result<Mutation, Selected>>;
  /** The results of a subscription, over server-sent events. A connection that is lost is opened again. */
  subscribe<const Selected extends Selection<Subscription>>(
    selected: Selected,
    options?: CallOptions,
  ): AsyncGenerator<Result<Subscription, Selected>>;
}

/** Addresses up to this length are taken by all servers and proxies; the server itself takes 8192. */
const LONGEST_ADDRESS = 6000;

/** The subscriptions without an end of their own. */
const ENDLESS = ["frontierChanged"];

export function createClient({ url, token }: ClientOptions): Client {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const post = (body: object, accept: string, signal?: AbortSignal) =>
    fetch(url, {
      ...{ method: "POST", body: JSON.stringify(body), signal },
      headers: { ...authorization, accept, "content-type": "application/json" },
    });
  const get = (parameters: Record<string, string>, accept: string, signal?: AbortSignal) => {
    const address = `${url}?${new URLSearchParams(parameters)}`;
    return address.length > LONGEST_ADDRESS ? null : fetch(address, { headers: { ...authorization, accept }, signal });
  };
  const answerOf = async (response: Response) => ({ response, answer: await response.json().catch(() => null) });

  async function ask({ query, variables }: Request, signal?: AbortSignal): Promise<unknown> {
    const sha256Hash = await hashOf(query);
    const extensions = sha256Hash === null ? undefined : { persistedQuery: { version: 1, sha256Hash } };
    const asked =
      extensions &&
      get({ variables: JSON.stringify(variables), extensions: JSON.stringify(extensions) }, JSON_TYPE, signal);
    if (asked) {
      const { response, answer } = await answerOf(await asked);
      if (!isUnknownHash(answer)) return dataOf(answer, response);
    }
    const { response, answer } = await answerOf(await post({ query, variables, extensions }, JSON_TYPE, signal));
    return dataOf(answer, response);
  }

  return {
    query: async (selected, { signal } = {}) => (await ask(writeRequest("Query", selected), signal)) as never,
    async mutate(selected, { signal } = {}) {
      const { response, answer } = await answerOf(await post(writeRequest("Mutation", selected), JSON_TYPE, signal));
      return dataOf(answer, response) as never;
    },
    subscribe(selected, { signal } = {}) {
      const { query, variables } = writeRequest("Subscription", selected);
      const open = async (ended: AbortSignal) =>
        (await get({ query, variables: JSON.stringify(variables) }, EVENTS_TYPE, ended)) ??
        (await post({ query, variables }, EVENTS_TYPE, ended));
      const isEndless = Object.keys(selected).every((field) => ENDLESS.includes(field));
      return follow(open, isEndless, signal) as never;
    },
  };
}

const JSON_TYPE = "application/json";
const EVENTS_TYPE = "text/event-stream";

const isUnknownHash = (answer: { errors?: readonly ServerError[] } | null) =>
  answer?.errors?.[0]?.extensions?.code === "PERSISTED_QUERY_NOT_FOUND";

/** The SHA-256 of a document in hexadecimal; null where a browser has none, as on a page that came without TLS. */
async function hashOf(text: string): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
