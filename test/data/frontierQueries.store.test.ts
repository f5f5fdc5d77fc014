import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

const document = readFileSync("docs/frontiers.md", "utf8");
const queries = [document, readFileSync("docs/compute.md", "utf8")].join("\n");

describe.each(BUNDLED_ENGINES.slice(0, 1))("the queries of docs/frontiers.md and docs/compute.md on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it.each([...queries.matchAll(/```graphql\n(.*?)```/gs)].map(([, query]) => [query!]))("%s", async (query) => {
    expect(JSON.stringify(await api.data(query))).not.toMatch(
      /"points":\[\]|"groups":\[\]|"steps":\[\]|"edges":\[\]|"deployment":null|"compute":null/,
    );
  });

  it("and its picture", async () => {
    const [, path] = /`GET (\/frontier\.svg[^`]*)`/.exec(document)!;
    const response = await fetch(new URL(path!, api.url));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch("image/svg+xml");
  });
});
