import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES.slice(0, 1))("the fast lane on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, { measures: { accuracy: { value: 0.5 }, output_tokens: { value: 10 } } });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(api.url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  const FRONTIER = JSON.stringify({
    query: `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) { candidateCount } }`,
  });
  const RUNS = JSON.stringify({ query: "{ runs { edges { node { mode } } } }" });

  it.each([FRONTIER, RUNS])("answers no page of another origin, even if it holds the answer", async (body) => {
    for (let time = 0; time < 3; time++) {
      const response = await post(body);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      await response.text();
    }
    const response = await post(body, { origin: "https://elsewhere.example" });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("sends the type that is asked for", async () => {
    for (let time = 0; time < 3; time++) await (await post(FRONTIER)).text();
    const typeFor = async (accept: string) => {
      const response = await post(FRONTIER, { accept });
      await response.text();
      return [response.status, response.headers.get("content-type")];
    };
    const own = [200, "application/graphql-response+json; charset=utf-8"];
    expect(await typeFor("application/graphql-response+json")).toEqual(own);
    expect(await typeFor("application/graphql-response+json, application/json, multipart/mixed")).toEqual(own);
    const json = [200, "application/json; charset=utf-8"];
    expect(await typeFor("application/json, application/graphql-response+json;q=0.5")).toEqual(json);
    expect(await typeFor("application/*")).toEqual(json);
    expect((await typeFor("image/png"))[0]).toBe(406);
  });

  it("does not use a kept answer after the data have changed", async () => {
    const ask = async () => (await (await post(FRONTIER)).json()).data.frontier.candidateCount;
    for (let time = 0; time < 3; time++) expect(await ask()).toBe(1);
    await recordRun(store, { mode: "on", measures: { accuracy: { value: 0.6 }, output_tokens: { value: 20 } } });
    expect(await ask()).toBe(2);
  });
});
