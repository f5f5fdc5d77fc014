import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, ParetographError } from "../../src/exports/client.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

const where = { benchmark: ["sums"] };
const objectives = [{ metric: "accuracy" }, { metric: "output_tokens" }];
const measures = (accuracy: number, tokens: number) => ({
  measures: { accuracy: { value: accuracy }, output_tokens: { value: tokens } },
});

describe("the client", () => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await openStore({});
    await fillSmallStore(store);
    await recordRun(store, measures(0.5, 10));
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it("asks by the hash of the document once the server knows it", async () => {
    const asked: string[] = [];
    const proxy = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      asked.push(request.method!);
      const address = api.url.replace("/graphql", request.url!);
      const { accept, "content-type": type } = request.headers as Record<string, string>;
      const headers = { ...(accept && { accept }), ...(type && { "content-type": type }) };
      const answer = await fetch(address, { method: request.method!, headers, ...(body && { body }) });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const client = createClient({ url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/graphql` });
    for (let time = 0; time < 3; time++) {
      const { frontier } = await client.query({ frontier: [{ where, objectives }, { candidateCount: true }] });
      expect(frontier).toEqual({ candidateCount: 1 });
    }
    expect(asked).toEqual(["GET", "POST", "GET", "GET"]);
    const long = { where: { benchmark: ["sums"], model: Array.from({ length: 90 }, (_, i) => "x".repeat(100) + i) } };
    await expect(client.query({ frontier: [long, { candidateCount: true }] })).rejects.toMatchObject({
      code: "UNKNOWN_MODEL",
    });
    expect(asked.at(-1)).toBe("POST");
    proxy.closeAllConnections();
    proxy.close();
  });

  it("throws what the server refuses with its code, status and the data that came all the same", async () => {
    const client = createClient({ url: api.url });
    const refused = await client.query({ model: [{ slug: "nobody/none" }, { name: true }] }).catch((error) => error);
    expect(refused).toBeInstanceOf(ParetographError);
    expect(refused).toMatchObject({ code: "UNKNOWN_MODEL", data: { model: null }, errors: [{ path: ["model"] }] });
    const withToken = createClient({ url: api.url, token: "wrong" });
    await expect(withToken.query({ labs: { totalCount: true } })).rejects.toMatchObject({
      status: 401,
      code: "UNAUTHENTICATED",
    });
    await expect(client.mutate({ retractRun: [{ id: "x", reason: "y" }, { id: true }] })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    const nowhere = createClient({ url: "http://127.0.0.1:9/graphql" });
    await expect(nowhere.query({ labs: { totalCount: true } })).rejects.toThrow();
  });

  it("changes things with a token", async () => {
    const { runs } = await createClient({ url: api.url }).query({
      runs: [{ first: 1 }, { nodes: { id: true, mode: true } }],
    });
    await recordRun(store, { mode: "wrong", ...measures(0.99, 1) });
    const client = createClient({ url: api.url, token: await api.operateToken() });
    const found = await client.query({ runs: [{ where: { mode: ["wrong"] } }, { nodes: { id: true } }] });
    const { retractRun } = await client.mutate({
      retractRun: [{ id: found.runs.nodes[0]!.id, reason: "wrong figures" }, { status: true }],
    });
    expect(retractRun.status).toBe("RETRACTED");
    expect(runs.nodes[0]!.mode).toBe("default");
  });

  it("follows a frontier beyond the end of a server, and ends when it is told to", async () => {
    const stopping = new AbortController();
    const served = await serveApi(store, { stopping: stopping.signal });
    const { port } = new URL(served.url);
    const ended = new AbortController();
    const client = createClient({ url: served.url });
    const events = client.subscribe(
      { frontierChanged: [{ where, objectives }, { points: { mode: true } }] },
      { signal: ended.signal },
    );
    expect((await events.next()).value.frontierChanged.points).toEqual([{ mode: "default" }]);
    stopping.abort();
    await served.close();
    const next = events.next();
    await recordRun(store, { mode: "better", ...measures(0.9, 20) });
    const { createHttpServer } = await import("../../src/server/server.ts");
    const again = createHttpServer(store);
    await once(again.listen(Number(port), "127.0.0.1"), "listening");
    expect((await next).value.frontierChanged.points).toEqual([{ mode: "default" }, { mode: "better" }]);
    const last = events.next();
    ended.abort();
    expect((await last).done).toBe(true);
    again.closeAllConnections();
    again.close();
  });

  it("ends a subscription that the server refuses for good", async () => {
    const client = createClient({ url: api.url });
    const events = client.subscribe({ frontierChanged: [{ where: { benchmark: ["sum"] } }, { candidateCount: true }] });
    await expect(events.next()).rejects.toMatchObject({ code: "UNKNOWN_BENCHMARK" });
  });
});
