import type { AddressInfo } from "node:net";
import { createTokens } from "../../src/access/tokens.ts";
import { createHttpServer, type ServerOptions } from "../../src/server/server.ts";
import type { Store } from "../../src/store/store.ts";

export interface Answer {
  data?: any;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

export interface Api {
  url: string;
  /** Makes a token of the scope `operate` that is bound to no lab, once. */
  operateToken(): Promise<string>;
  /** Asks over HTTP and gives the whole answer. A mutation is sent with `operateToken` unless another or null is given. */
  ask(query: string, variables?: Record<string, unknown>, token?: string | null): Promise<Answer>;
  /** Asks twice, so that the second answer comes from the compiled query; both must be the same. Gives the data. */
  data(query: string, variables?: Record<string, unknown>): Promise<any>;
  close(): Promise<void>;
}

/** Serves a store on loopback. `fastLane: false` leaves the fast lane out. */
export async function serveApi(store: Store, options?: ServerOptions): Promise<Api> {
  const server = createHttpServer(store, options);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  let made: Promise<{ token: string }> | undefined;
  const operateToken = async () => {
    made ??= createTokens(store, options?.access?.tokenSecret).create({ scope: "operate" });
    return (await made).token;
  };
  const ask: Api["ask"] = async (query, variables, token) => {
    const body = JSON.stringify({ query, variables });
    const sent = token === undefined && /^\s*mutation\b/.test(query) ? await operateToken() : token;
    const headers = { "content-type": "application/json", ...(sent && { authorization: `Bearer ${sent}` }) };
    const response = await fetch(url, { method: "POST", headers, body });
    return (await response.json()) as Answer;
  };
  return {
    url,
    operateToken,
    ask,
    async data(query, variables) {
      const first = await ask(query, variables);
      if (first.errors) throw new Error(first.errors.map(({ message }) => message).join("\n"));
      const second = await ask(query, variables);
      if (JSON.stringify(first) !== JSON.stringify(second)) {
        throw new Error(`The compiled query answers otherwise:\n${JSON.stringify(first)}\n${JSON.stringify(second)}`);
      }
      return first.data;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
