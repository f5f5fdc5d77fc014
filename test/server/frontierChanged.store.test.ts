import { setTimeout } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { createTokens } from "../../src/access/tokens.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const ON_SUMS = `where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }]`;
const POINTS = `subscription { frontierChanged(${ON_SUMS}) { version: dataVersion points { mode } } }`;
const measures = (accuracy: number, tokens: number) => ({
  measures: { accuracy: { value: accuracy }, output_tokens: { value: tokens } },
});

/** The data of each event of a stream of server-sent events. */
async function* eventsOf(response: Response): AsyncGenerator<any> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data);
    }
  }
}

/** What comes next within a time, or "nothing". */
const within = <Value>(ms: number, value: Promise<Value>) => Promise.race([value, setTimeout(ms, "nothing" as const)]);

describe.each(ENGINES.slice(0, 1))("frontierChanged on %s", (_, open) => {
  let store: Store;
  let api: Api;
  let address: string;
  const stopping = new AbortController();
  const connections: WebSocket[] = [];
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, measures(0.5, 10));
    api = await serveApi(store, { corsOrigins: ["https://app.example"], stopping: stopping.signal });
    address = api.url.replace("http", "ws");
  });
  afterAll(async () => {
    for (const socket of connections) socket.terminate();
    await api.close();
    await store.close();
  });

  /** A socket that speaks the protocol by hand. */
  async function connect(headers: Record<string, string> = {}, protocol = "graphql-transport-ws") {
    const socket = new WebSocket(address, protocol, { headers });
    connections.push(socket);
    const received: any[] = [];
    const waiting: ((message: any) => void)[] = [];
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      const next = waiting.shift();
      if (next) next(message);
      else received.push(message);
    });
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    const refused = new Promise<{ status: number; body: string }>((resolve) =>
      socket.on("unexpected-response", (_, response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode!, body }));
      }),
    );
    const opened = new Promise<void>((resolve) => socket.on("open", resolve));
    socket.on("error", () => {});
    const outcome = await Promise.race([opened, refused, closed]);
    return {
      socket,
      closed,
      refused: outcome,
      send: (message: object) => socket.send(JSON.stringify(message)),
      next: () =>
        received.length > 0 ? Promise.resolve(received.shift()) : new Promise<any>((resolve) => waiting.push(resolve)),
      async init(payload?: object) {
        this.send({ type: "connection_init", payload });
        return this.next();
      },
    };
  }

  const subscribe = (url: string, query: string, headers: Record<string, string> = {}) =>
    fetch(`${url}?${new URLSearchParams({ query })}`, { headers: { accept: "text/event-stream", ...headers } });

  it("sends the frontier, and again when what is selected has changed, over server-sent events", async () => {
    const response = await subscribe(api.url, POINTS, { origin: "https://app.example" });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
    const events = eventsOf(response);
    const first = (await events.next()).value;
    expect(first.data.frontierChanged).toEqual({ version: store.version(), points: [{ mode: "default" }] });
    // A run that is dominated changes the data and no point.
    await recordRun(store, { mode: "worse", ...measures(0.4, 20) });
    const next = events.next();
    expect(await within(1500, next)).toBe("nothing");
    await recordRun(store, { mode: "better", ...measures(0.8, 30) });
    expect((await next).value.data.frontierChanged).toEqual({
      version: store.version(),
      points: [{ mode: "default" }, { mode: "better" }],
    });
    await events.return(undefined);
  });

  it("takes all arguments of a frontier, and refuses wrong ones before it begins", async () => {
    const all = `subscription { frontierChanged(${ON_SUMS}, grain: RUN, asOf: "2024-06-01", constraints: [{ metric: "accuracy", min: 0.6 }]) { points { mode } candidateCount } }`;
    const events = eventsOf(await subscribe(api.url, all));
    expect((await events.next()).value.data.frontierChanged).toEqual({
      points: [{ mode: "better" }],
      candidateCount: 1,
    });
    await events.return(undefined);
    for (const [where, code] of [
      ["{}", "NO_BENCHMARK"],
      [`{ benchmark: ["sum"] }`, "UNKNOWN_BENCHMARK"],
      [`{ benchmark: ["sums"], protocol: ["nobody"] }`, "UNKNOWN_VALUE"],
    ]) {
      const refused = await subscribe(api.url, `subscription { frontierChanged(where: ${where}) { candidateCount } }`);
      expect((await eventsOf(refused).next()).value.errors).toMatchObject([{ extensions: { code } }]);
    }
  });

  it("sends it over a WebSocket to the client of graphql-ws", async () => {
    const client = createClient({ url: address, webSocketImpl: WebSocket, lazy: true });
    const events = client.iterate<any>({ query: POINTS });
    const first = (await events.next()).value;
    expect(first.data.frontierChanged.points).toHaveLength(2);
    const next = events.next();
    await recordRun(store, { mode: "best", ...measures(0.9, 40) });
    expect((await next).value.data.frontierChanged.points).toHaveLength(3);
    const query = client.iterate<any>({ query: "{ labs { totalCount } }" });
    expect((await query.next()).value).toMatchObject({ data: { labs: { totalCount: 2 } }, extensions: { cost: {} } });
    await events.return!();
    await client.dispose();
  });

  it("opens a WebSocket only for its own pages and those of origins that may read, at its address", async () => {
    expect(await (await connect({ origin: "https://evil.example" })).refused).toMatchObject({
      ...{ status: 403, body: expect.stringMatching(/ORIGIN_NOT_ALLOWED/) },
    });
    expect((await connect({ origin: "https://evil.example", accept: "text/html" })).refused).toMatchObject({
      status: 403,
    });
    expect((await connect({ "sec-fetch-site": "cross-site" })).refused).toMatchObject({ status: 403 });
    expect((await connect({ host: "evil.example" })).refused).toMatchObject({ status: 421 });
    expect((await connect({ authorization: "Bearer wrong" })).refused).toMatchObject({ status: 401 });
    const reader = await connect({ origin: "https://app.example" });
    expect(await reader.init()).toMatchObject({ type: "connection_ack" });
    reader.send({
      id: "1",
      type: "subscribe",
      payload: { query: `mutation { retractRun(id: "x", reason: "y") { id } }` },
    });
    expect(await reader.next()).toMatchObject({ type: expect.stringMatching(/error|next/) });
    // Such a page has no token.
    const withToken = await connect({ origin: "https://app.example" });
    withToken.send({ type: "connection_init", payload: { authorization: `Bearer ${await api.operateToken()}` } });
    expect(await withToken.closed).toMatchObject({ code: 4403, reason: expect.stringMatching(/ORIGIN_NOT_ALLOWED/) });
    address = address.replace("/graphql", "/other");
    expect((await connect()).refused).toMatchObject({ status: 404 });
    address = address.replace("/other", "/graphql");
    const otherProtocol = await connect({}, "graphql-ws");
    expect((await otherProtocol.closed).code).toBe(1006);
  });

  it("takes a token of connection_init, and ends with it", async () => {
    const tokens = createTokens(store);
    const { token, row } = await tokens.create({ scope: "measure", lab: "lab-a" });
    const wrong = await connect();
    wrong.send({ type: "connection_init", payload: { authorization: "Bearer nothing" } });
    expect((await wrong.closed).code).toBe(4403);
    const socket = await connect();
    expect(await socket.init({ authorization: `Bearer ${token}` })).toMatchObject({ type: "connection_ack" });
    socket.send({ id: "1", type: "subscribe", payload: { query: POINTS } });
    expect((await socket.next()).payload.data.frontierChanged.points).toHaveLength(3);
    await tokens.revoke(String(row.id), null);
    await recordRun(store, { mode: "last", ...measures(0.95, 50) });
    expect(await socket.next()).toMatchObject({ id: "1", type: "complete" });
  });

  it("holds operations over a WebSocket to the limits of requests, and says what is wrong by a code", async () => {
    const socket = await connect();
    await socket.init();
    const codeOf = async (payload: object) => {
      socket.send({ id: "x", type: "subscribe", payload });
      const { type, payload: answer } = await socket.next();
      if (type === "next") await socket.next();
      return (type === "error" ? answer : answer.errors)[0].extensions.code;
    };
    expect(await codeOf({ query: "{" })).toBe("GRAPHQL_PARSE_FAILED");
    expect(await codeOf({ query: "{ nothing }" })).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(await codeOf({ query: `{ ${"a: __typename ".repeat(300)} }` })).toBe("DOCUMENT_TOO_LARGE");
    expect(await codeOf({ query: "subscription { frontierChanged { candidateCount } }" })).toBe("NO_BENCHMARK");
    expect(await codeOf({ query: '{ frontier(where: { benchmark: ["sum"] }) { candidateCount } }' })).toBe(
      "UNKNOWN_BENCHMARK",
    );
    const deep = JSON.parse("[".repeat(40) + "]".repeat(40));
    expect(await codeOf({ query: "{ __typename }", variables: { deep } })).toBe("VARIABLES_TOO_LARGE");
    for (let i = 0; i < 100; i++) socket.send({ id: `${i}`, type: "subscribe", payload: { query: POINTS } });
    for (let i = 0; i < 100; i++) expect((await socket.next()).type).toBe("next");
    expect(await codeOf({ query: POINTS })).toBe("OVERLOADED");
    for (let i = 0; i < 100; i++) socket.send({ id: `${i}`, type: "complete" });
    await setTimeout(100);
    socket.send({ id: "y", type: "subscribe", payload: { query: POINTS } });
    expect((await socket.next()).type).toBe("next");
    socket.socket.send("x".repeat(2 * 1024 * 1024));
    expect((await socket.closed).code).toBe(1009);
    const silent = await connect();
    expect((await within(8000, silent.closed)) as any).toMatchObject({ code: 4408 });
    const early = await connect();
    early.send({ id: "1", type: "subscribe", payload: { query: POINTS } });
    expect((await early.closed).code).toBe(4401);
  });

  it("completes subscriptions and closes WebSockets when the server stops", async () => {
    const socket = await connect();
    await socket.init();
    socket.send({ id: "1", type: "subscribe", payload: { query: POINTS } });
    expect((await socket.next()).type).toBe("next");
    const events = eventsOf(await subscribe(api.url, POINTS));
    await events.next();
    stopping.abort();
    expect(await socket.next()).toMatchObject({ type: "complete" });
    expect((await socket.closed).code).toBe(1001);
    expect((await events.next()).done).toBe(true);
  });
});
