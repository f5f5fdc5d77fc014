import { Agent, type ClientRequest, request } from "node:http";

export interface Client {
  /** Sends an operation with the token, and gives the whole answer. */
  send<Data>(query: string, variables?: object): Promise<{ data?: Data | null; errors?: { message: string }[] }>;
  /** A connection of its own, without a token. */
  connection(): { query(query: string): Promise<string>; close(): void };
  /** Follows the progress of a run as often as is asked. */
  subscribe(runId: string, times: number): Promise<{ open(): number; events(): number; close(): void }>;
}

/** A client of a server that is put under load. */
export function connectTo(url: string, token: string | undefined): Client {
  const common = { "content-type": "application/json" };
  const withToken = { ...common, ...(token && { authorization: `Bearer ${token}` }) };
  return {
    async send(query, variables) {
      const body = JSON.stringify({ query, variables });
      return (await (await fetch(url, { method: "POST", headers: withToken, body })).json()) as never;
    },
    connection() {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      return {
        query: (query) => outcomeOf(url, agent, common, JSON.stringify({ query })),
        close: () => agent.destroy(),
      };
    },
    async subscribe(runId, times) {
      const body = JSON.stringify({ query: `subscription { runProgress(id: "${runId}") { status done total } }` });
      const open = new Set<ClientRequest>();
      let events = 0;
      for (let i = 0; i < times; i++) {
        const stream = request(url, {
          method: "POST",
          agent: false,
          headers: { ...withToken, accept: "text/event-stream", "content-length": Buffer.byteLength(body) },
        });
        const ended = () => void open.delete(stream);
        stream.on("error", ended).on("close", ended);
        await new Promise<void>((resolve) => {
          stream.once("close", resolve);
          stream.on("response", (response) => {
            if (response.statusCode === 200) open.add(stream);
            response.on("data", (chunk) => {
              if (String(chunk).includes("event: next")) events++;
            });
            resolve();
          });
          stream.end(body);
        });
      }
      return {
        open: () => open.size,
        events: () => events,
        close: () => open.forEach((stream) => void stream.destroy()),
      };
    },
  };
}

/** How a request ended: `OK`, the code of the first error, or the status or failure of the connection. */
function outcomeOf(url: string, agent: Agent, headers: object, body: string): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: "POST",
      agent,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.on("response", (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        answer += chunk;
      });
      response.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      response.on("end", () =>
        resolve(codeIn(answer) ?? (response.statusCode === 200 ? "OK" : String(response.statusCode))),
      );
    });
    outgoing.end(body);
  });
}

const codeIn = (answer: string) => /"errors":.*?"code":"(\w+)"/.exec(answer)?.[1];
