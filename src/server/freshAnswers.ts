import { type GraphQLSchema, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { isKeptWhole } from "../schema/base/followsFromData.ts";
import type { Store } from "../store/store.ts";
import { acceptedEncoding, compress, LEAST_BYTES } from "./edge/encoding.ts";
import type { Exchange } from "./exchange.ts";
import { cacheHeaders, etagOf, holds, VARY } from "./freshness.ts";

/**
 * Gives the answers of Yoga to GET requests their tags, answers what a caller holds already with 304, and compresses what is
 * long. What a mutation answers can hold a secret beside text of the caller, from whose compressed length others could
 * guess it, and goes out as it is.
 */
export function freshAnswers(store: Store, schema: GraphQLSchema): Plugin<object, { exchange: Exchange }> {
  const tags = new WeakMap<Exchange, string>();
  return {
    onExecute({ args: { document, operationName, contextValue } }) {
      const { exchange } = contextValue as unknown as { exchange: Exchange };
      const { method, url } = exchange.request;
      const operation = method === "GET" ? getOperationAST(document, operationName) : null;
      if (!operation || !isKeptWhole(schema, document, operation)) return;
      tags.set(exchange, etagOf(store, exchange, questionOf(url!)));
    },
    async onResponse({ response, setResponse, serverContext, fetchAPI: { Response } }) {
      const { exchange } = serverContext;
      const { headers, status } = response;
      if (!/json/.test(headers.get("content-type") ?? "")) return;
      if (exchange.request.method === "GET") {
        const etag = status === 200 ? (tags.get(exchange) ?? null) : null;
        for (const [name, value] of Object.entries(cacheHeaders(exchange, etag))) headers.set(name, value);
        if (etag !== null && holds(exchange, etag)) {
          headers.delete("content-type");
          headers.delete("content-length");
          setResponse(new Response(null, { status: 304, headers }));
          return;
        }
      }
      const encoding = acceptedEncoding(exchange.request.headers["accept-encoding"]);
      if (encoding === null || exchange.observed.type !== "query") return;
      const body = Buffer.from(await response.text());
      const isLong = body.length >= LEAST_BYTES;
      if (isLong) {
        headers.set("content-encoding", encoding);
        headers.set("vary", VARY);
      }
      headers.delete("content-length");
      const { statusText } = response;
      const sent = (isLong ? await compress(body, encoding, false) : body) as Uint8Array<ArrayBuffer>;
      setResponse(new Response(sent, { status, statusText, headers }));
    },
  };
}

/** The parameters in an address as they were written. */
export const questionOf = (url: string) => url.slice("/graphql".length);
