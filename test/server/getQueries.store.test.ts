import { createHash } from "node:crypto";
import { get, type IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const FRONTIER = `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) { candidateCount dataVersion } }`;
const LONG = `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) {
  points { model { slug name } measures { metric { name title description unit } value } }
  again: points { model { slug name } measures { metric { name title description unit } value } } candidateCount } }`;
const RUNS = `{ runs { nodes { mode status } } }`;
const hashOf = (query: string) => createHash("sha256").update(query).digest("hex");
const persisted = (sha256Hash: string) => ({
  extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }),
});

describe.each(ENGINES.slice(0, 1))("GET queries on %s", (_, open) => {
  let store: Store;
  const apis: [string, Api][] = [];
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, { measures: { accuracy: { value: 0.5 }, output_tokens: { value: 10 } } });
    const corsOrigins = ["https://app.example"];
    apis.push(["with the fast lane", await serveApi(store, { corsOrigins })]);
    apis.push(["without it", await serveApi(store, { fastLane: false, corsOrigins })]);
  });
  afterAll(async () => {
    for (const [, api] of apis) await api.close();
    await store.close();
  });

  interface Sent {
    status: number;
    headers: IncomingHttpHeaders;
    body: Buffer;
  }
  /** Sends a GET as it is: `fetch` would add an `Accept-Encoding` and take the answer apart. */
  const send = (api: Api, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    new Promise<Sent>((resolve, reject) => {
      get(`${api.url}?${new URLSearchParams(parameters)}`, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      }).on("error", reject);
    });
  const json = ({ body }: Sent) => JSON.parse(body.toString());

  it.each([0, 1])(
    "have a tag of the version of the data and are not sent again to who has it (server %i)",
    async (at) => {
      const [, api] = apis[at]!;
      let etag = "";
      for (let time = 0; time < 4; time++) {
        const answer = await send(api, { query: FRONTIER });
        expect(answer.status).toBe(200);
        expect(json(answer).data.frontier.candidateCount).toBe(1);
        expect(answer.headers).toMatchObject({
          "cache-control": "no-cache",
          vary: "Accept, Accept-Encoding, Authorization, Origin",
        });
        expect(answer.headers.etag).toMatch(new RegExp(`^W/"${store.version()}-[\\w-]{22}"$`));
        if (time > 0) expect(answer.headers.etag).toBe(etag);
        etag = answer.headers.etag!;
        for (const given of [etag, `"x", ${etag}`, "*", etag.slice(2)]) {
          const again = await send(api, { query: FRONTIER }, { "if-none-match": given });
          expect(again.status).toBe(304);
          expect(again.body).toHaveLength(0);
          expect(again.headers).toMatchObject({ etag, "cache-control": "no-cache" });
        }
        expect((await send(api, { query: FRONTIER }, { "if-none-match": 'W/"other"' })).status).toBe(200);
      }
      // Another question, other variables and another type are no answer of the same tag.
      expect((await send(api, { query: LONG })).headers.etag).not.toBe(etag);
      const token = await api.operateToken();
      const own = await send(api, { query: FRONTIER }, { authorization: `Bearer ${token}` });
      expect(own.headers["cache-control"]).toBe("private, no-cache");
      expect(own.headers.etag).not.toBe(etag);
      await recordRun(store, { mode: `on-${at}`, measures: { accuracy: { value: 0.4 }, output_tokens: { value: 1 } } });
      const changed = await send(api, { query: FRONTIER }, { "if-none-match": etag });
      expect(changed.status).toBe(200);
      expect(changed.headers.etag).not.toBe(etag);
      await store.drizzle.execute("delete from runs where mode like 'on-%'");
      await store.refresh();
      expect((await send(api, { query: FRONTIER })).headers.etag).toBe(etag);
    },
  );

  it.each([0, 1])("are not kept by anybody where they are live or fail (server %i)", async (at) => {
    const [, api] = apis[at]!;
    const live = `{ frontier(where: { benchmark: ["sums"] }, objectives: [{ metric: "accuracy" }]) {
      points { model { runs { nodes { status } } } } } }`;
    for (const query of [
      RUNS,
      live,
      "{ nothing }",
      "{",
      `{ a: frontier { candidateCount } }`,
      "mutation { __typename }",
    ]) {
      for (let time = 0; time < 3; time++) {
        const { headers } = await send(api, { query });
        expect(headers["cache-control"]).toBe("no-store");
        expect(headers.etag).toBeUndefined();
      }
    }
    expect((await send(api, { query: "mutation { __typename }" })).status).toBe(405);
  });

  it.each([0, 1])("are compressed as the client takes it (server %i)", async (at) => {
    const [, api] = apis[at]!;
    const plain = await send(api, { query: LONG });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.length).toBeGreaterThan(1400);
    const takers = [
      ["gzip", "gzip, deflate", gunzipSync],
      ["br", "gzip, deflate, br", brotliDecompressSync],
      ["zstd", "gzip, deflate, br, zstd", zstdDecompressSync],
      ["gzip", "br;q=0.5, gzip", gunzipSync],
      ["zstd", "*", zstdDecompressSync],
    ] as const;
    for (let time = 0; time < 3; time++) {
      for (const [encoding, accepted, unpack] of takers) {
        const { headers, body } = await send(api, { query: LONG }, { "accept-encoding": accepted });
        expect(headers["content-encoding"]).toBe(encoding);
        expect(headers.vary).toMatch(/Accept-Encoding/);
        expect(body.length).toBeLessThan(plain.body.length);
        expect(unpack(body).toString()).toBe(plain.body.toString());
        expect(headers.etag).toBe(plain.headers.etag);
      }
      for (const accepted of ["identity", "deflate", "gzip;q=0", "gzip;q=0.5, identity", ""]) {
        const { headers } = await send(api, { query: LONG }, { "accept-encoding": accepted });
        expect(headers["content-encoding"]).toBeUndefined();
      }
      expect(
        (await send(api, { query: FRONTIER }, { "accept-encoding": "gzip" })).headers["content-encoding"],
      ).toBeUndefined();
    }
  });

  it.each([0, 1])("take a hash for a document that was sent once with it (server %i)", async (at) => {
    const [, api] = apis[at]!;
    const query = `${FRONTIER} # server ${at}`;
    const hash = hashOf(query);
    const unknown = await send(api, persisted(hash));
    expect(unknown.status).toBe(200);
    expect(unknown.headers["cache-control"]).toBe("no-store");
    expect(json(unknown).errors).toMatchObject([
      { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
    ]);
    const wrong = await send(api, { query: RUNS, ...persisted(hash) });
    expect(json(wrong).errors).toMatchObject([{ extensions: { code: "PERSISTED_QUERY_MISMATCH" } }]);
    // A document that is refused is not kept.
    const bad = "{ nothing }";
    expect((await send(api, { query: bad, ...persisted(hashOf(bad)) })).status).toBe(422);
    expect(json(await send(api, persisted(hashOf(bad)))).errors[0].extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");

    expect((await send(api, { query, ...persisted(hash) })).status).toBe(200);
    for (let time = 0; time < 4; time++) {
      const answer = await send(api, persisted(hash));
      expect(json(answer).data.frontier.candidateCount).toBe(1);
      expect(answer.headers.etag).toBeDefined();
      const body = JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
      const posted = await fetch(api.url, { method: "POST", headers: { "content-type": "application/json" }, body });
      expect(((await posted.json()) as any).data.frontier.candidateCount).toBe(1);
      expect(posted.headers.get("cache-control")).toBeNull();
    }
  });

  it("let a page of an origin that may read have its answers, from the fast lane too", async () => {
    for (const [, api] of apis) {
      for (let time = 0; time < 4; time++) {
        const { status, headers } = await send(api, { query: FRONTIER }, { origin: "https://app.example" });
        expect(status).toBe(200);
        expect(headers["access-control-allow-origin"]).toBe("https://app.example");
        expect(headers["access-control-expose-headers"]).toMatch(/etag/);
        expect(headers.vary).toMatch(/Origin/);
        expect((await send(api, { query: FRONTIER }, { origin: "https://evil.example" })).status).toBe(403);
      }
    }
  });
});
