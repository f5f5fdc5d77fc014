import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { log } from "../../src/server/observation/log.ts";
import type { Store } from "../../src/store/store.ts";
import { findAll, parseXml } from "../drawing/parseXml.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const measures = (accuracy: number, tokens: number) => ({
  accuracy: { value: accuracy, low: accuracy - 0.05, high: accuracy + 0.05 },
  output_tokens: { value: tokens },
});

describe.each(ENGINES)("GET /frontier.svg on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, {
      measures: measures(0.6, 100),
      sourceUrl: "https://lab-a.example/results",
      license: "MIT",
    });
    await recordRun(store, { model: "acme/large", lab: "lab-b", measures: measures(0.9, 1000) });
    await recordRun(store, { model: "acme/large", mode: "<on>", measures: measures(0.5, 2000) });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const ask = (parameters: string, init: RequestInit = {}) =>
    fetch(`${api.url.replace("/graphql", "/frontier.svg")}?${parameters}`, init);
  const TOKENS = "benchmark=sums&objective=accuracy&objective=output_tokens";
  /** The models drawn, those of the frontier first. */
  const drawn = async (parameters: string) => {
    const response = await ask(parameters);
    const circles = findAll(parseXml(await response.text()), "circle").filter(({ children }) => children.length > 0);
    return circles.map(({ attributes, children }) => [
      attributes.class!.includes("frontier"),
      children[0]!.text.split(":")[0],
    ]);
  };

  it("draws the frontier that the query answers", async () => {
    expect(await drawn(TOKENS)).toEqual([
      [false, "acme/large, <on>"],
      [true, "acme/small, default"],
      [true, "acme/large, default"],
    ]);
    const root = parseXml(await (await ask(TOKENS)).text());
    expect(findAll(root, "text").map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "Accuracy against output tokens on Sums",
        "small",
        "large",
        "Sources: Lab A (MIT, lab-a.example/results); Lab A; Lab B.",
        `Data version ${store.version()}. 0 of the 3 candidates have samples, the others are published means.`,
      ]),
    );
  });

  it("takes the query's filters, limits and grains", async () => {
    expect(await drawn(`${TOKENS}&lab=lab-b`)).toEqual([[true, "acme/large, default"]]);
    expect(await drawn(`${TOKENS}&asOf=2024-06-30`)).toEqual([[true, "acme/small, default"]]);
    expect(await drawn(`${TOKENS}&max=output_tokens:500`)).toEqual([[true, "acme/small, default"]]);
    expect(await drawn(`${TOKENS}&grain=RUN&mode=default`)).toEqual([
      [true, "acme/small, default, lab-a"],
      [true, "acme/large, default, lab-b"],
    ]);
    expect(await drawn("benchmark=sums&objective=accuracy:MINIMIZE&objective=output_tokens:MAXIMIZE")).toContainEqual([
      true,
      "acme/large, <on>",
    ]);
  });

  it("forbids a browser to load or run anything", async () => {
    const { headers } = await ask(TOKENS);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    });
  });

  it("is current until the data change", async () => {
    const tag = (await ask(TOKENS)).headers.get("etag")!;
    const again = (etag: string, parameters = TOKENS) => ask(parameters, { headers: { "if-none-match": etag } });
    for (const held of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const response = await again(held);
      expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, tag, ""]);
      expect(response.headers.get("cache-control")).toBe("no-cache");
    }
    expect((await again('"other"')).status).toBe(200);
    expect((await again(tag, "benchmark=none")).status).toBe(400);
    await recordRun(store, { model: "acme/small", mode: "on", measures: measures(0.7, 300) });
    const changed = await again(tag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(tag);
    expect(await changed.text()).toContain("acme/small, on");
  });

  it("answers HEAD as GET without the picture, and no other method", async () => {
    const [get, head] = [await ask(TOKENS), await ask(TOKENS, { method: "HEAD" })];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe("");
    for (const name of ["content-type", "content-length", "etag"]) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    const post = await ask(TOKENS, { method: "POST", body: "{}" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect([post.headers.get("cache-control"), post.headers.get("connection")]).toEqual(["no-store", "close"]);
  });

  it("hides an unexpected error and logs it", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const broken = await serveApi({ ...store, catalogue: () => Promise.reject(new Error("password: hunter2")) });
    const response = await fetch(`${broken.url.replace("/graphql", "/frontier.svg")}?${TOKENS}`);
    const answer = await response.text();
    await broken.close();
    expect(logged).toHaveBeenCalledWith({ err: expect.objectContaining({ message: "password: hunter2" }) });
    logged.mockRestore();
    expect([response.status, response.headers.get("connection")]).toEqual([500, "close"]);
    expect(JSON.parse(answer)).toMatchObject({ errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] });
    expect(answer).not.toContain("hunter2");
  });

  it("is at its own address alone", async () => {
    const response = await fetch(`${api.url.replace("/graphql", "/frontier.svg.png")}?${TOKENS}`);
    expect(response.status).toBe(404);
  });

  it.each([
    ["", "NO_BENCHMARK", /at least one of proofs, sums/],
    ["benchmark=products", "UNKNOWN_BENCHMARK", /Known: proofs, sums/],
    ["benchmark=sums&objective=accuracy", "BAD_OBJECTIVES", /two axes/],
    ["benchmark=sums&objective=beauty", "UNKNOWN_METRIC", /"beauty"/],
    ["benchmark=sums&colour=red", "BAD_REQUEST", /no parameter "colour"\. Known: /],
    ["benchmark=sums&benchmark=proofs&grain=RUN", "BAD_GRAIN", /one benchmark/],
  ])("says what is wrong with %j", async (parameters, code, message) => {
    const response = await ask(parameters);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toEqual({ error: { code, message: expect.stringMatching(message) } });
  });
});
