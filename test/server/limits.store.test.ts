import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUESSES_PER_MINUTE, type LimitOptions } from "../../src/server/admission.ts";
import { readTrustedDocuments } from "../../src/server/limits/trustedDocuments.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(" ");
const RUNS = "query ($n: Int) { runs(first: $n) { edges { node { mode model { slug } measures { value } } } } }";

let store: Store;
beforeAll(async () => {
  store = await openStore({});
  await fillSmallStore(store);
  for (const mode of ["a", "b", "c"]) {
    await recordRun(store, { mode, measures: { accuracy: { value: 0.5 }, output_tokens: { value: 10 } } });
  }
});
afterAll(() => store.close());

async function withApi<T>(options: { limits?: LimitOptions; fastLane?: boolean }, work: (api: Api) => Promise<T>) {
  const api = await serveApi(store, options);
  try {
    return await work(api);
  } finally {
    await api.close();
  }
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
  });
  return { status: response.status, headers: response.headers, answer: await response.json() };
}

describe("the cost of an answer", () => {
  it.each([
    { query: RUNS, variables: { n: 2 } },
    { query: RUNS },
    { query: '{ frontier(where: { benchmark: ["sums"] }) { points { mode measures { value } } } }' },
    { query: '{ nodes(ids: ["TGFiOmxhYi1h", "TGFiOm5v"]) { id ... on Lab { slug runs { edges { cursor } } } } }' },
    { query: "{ __schema { types { name fields { name } } } }" },
  ])("is the same in both lanes: %j", async (body) => {
    const [slow, fast] = await Promise.all(
      [false, true].map((fastLane) =>
        withApi({ fastLane }, async ({ url }) => {
          for (let time = 0; time < 3; time++) await post(url, body);
          return (await post(url, body)).answer;
        }),
      ),
    );
    expect(fast).toEqual(slow);
    const { requested, actual } = fast.extensions.cost;
    expect(requested).toBeGreaterThan(0);
    expect(actual).toBeGreaterThan(0);
  });

  it("counts the rows that came out, and is what the budget is charged", () =>
    withApi({ limits: { budgetPerMinute: 100_000 } }, async ({ url }) => {
      const left = (headers: Headers) => Number(/r=(\d+)/.exec(headers.get("ratelimit")!)![1]);
      for (let time = 0; time < 3; time++) {
        const before = await post(url, { query: "{ __typename }" });
        const page = await post(url, { query: RUNS, variables: { n: 100 } });
        const { requested, actual } = page.answer.extensions.cost;
        expect(actual).toBeLessThan(requested);
        // The first time the document is new, which costs a few points.
        const charged = left(before.headers) - left(page.headers);
        expect(charged - actual - 1).toBeGreaterThanOrEqual(0);
        expect(charged - actual - 1).toBeLessThanOrEqual(time === 0 ? 10 : 1);
        expect(page.headers.get("ratelimit-policy")).toBe('"minute";q=100000;w=60');
      }
    }));
});

describe.each([true, false])("attacks with the fast lane %s", (fastLane) => {
  const level = (depth: number): string =>
    `runs(first: 100) { edges { node { mode ${depth > 1 ? `model { ${level(depth - 1)} }` : ""} } } }`;
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  it.each<[string, string, number, unknown]>([
    ["pages within pages", "QUERY_TOO_EXPENSIVE", 422, { query: `{ ${level(4)} }` }],
    [
      "pages within pages under aliases",
      "QUERY_TOO_EXPENSIVE",
      422,
      { query: `{ ${list(4, (at) => `a${at}: ${level(3)}`)} }` },
    ],
    [
      "a page whose size is a variable",
      "QUERY_TOO_EXPENSIVE",
      422,
      {
        query: `query ($n: Int) { runs(first: $n) { edges { node { model { runs(first: $n) { edges { node { model { runs(first: $n) { edges { cursor } } } } } } } } } } }`,
        variables: { n: 100 },
      },
    ],
    [
      "a thousand frontiers",
      "DOCUMENT_TOO_LARGE",
      422,
      { query: `{ ${list(1000, (at) => `a${at}: frontier { candidateCount }`)} }` },
    ],
    [
      "a hundred frontiers",
      "QUERY_TOO_EXPENSIVE",
      422,
      { query: `{ ${list(100, (at) => `a${at}: frontier { candidateCount }`)} }` },
    ],
    [
      "50,000 ids",
      "VARIABLES_TOO_LARGE",
      422,
      { query: "query ($i: [ID!]!) { nodes(ids: $i) { id } }", variables: { i: new Array(50_000).fill("x") } },
    ],
    [
      "40,000 ids",
      "QUERY_TOO_EXPENSIVE",
      422,
      { query: "query ($i: [ID!]!) { nodes(ids: $i) { id } }", variables: { i: new Array(40_000).fill("x") } },
    ],
    ["a document of a megabyte", "DOCUMENT_TOO_LARGE", 422, { query: `{ ${"nothing ".repeat(120_000)} }` }],
    [
      "20,000 selections within one another",
      "DOCUMENT_TOO_LARGE",
      422,
      { query: "{a".repeat(10_000) + "}".repeat(10_000) },
    ],
    [
      "20,000 lists within one another",
      "DOCUMENT_TOO_LARGE",
      422,
      { query: `{ nodes(ids: ${nested(10_000)}) { id } }` },
    ],
    [
      "variables without end",
      "VARIABLES_TOO_LARGE",
      422,
      `{"query":"{ __typename }","variables":{"a":${nested(200_000)}}}`,
    ],
    [
      "the same field many times",
      "DOCUMENT_TOO_LARGE",
      422,
      { query: `{ ${"labs { edges { cursor } } ".repeat(200)} }` },
    ],
    [
      "fragments that double one another",
      "DOCUMENT_TOO_LARGE",
      422,
      {
        query: `{ ...f0 } ${list(40, (at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`)} fragment f40 on Query { __typename }`,
      },
    ],
    [
      "a fragment named __schema",
      "DOCUMENT_TOO_LARGE",
      422,
      { query: `{ ...__schema } fragment __schema on Query { ${list(200, (at) => `a${at}: __typename`)} }` },
    ],
    [
      "a hash that is not known",
      "PERSISTED_QUERY_NOT_FOUND",
      200,
      { extensions: { persistedQuery: { version: 1, sha256Hash: "0" } } },
    ],
  ])("%s are refused as %s, however often they come", async (_, code, status, body) => {
    await withApi({ fastLane }, async ({ url }) => {
      for (const accept of ["application/json", "application/graphql-response+json", "application/json"]) {
        const refused = await post(url, body, { accept });
        expect(refused.status).toBe(status);
        expect(refused.answer.errors[0].extensions.code).toBe(code);
        expect(refused.answer.data).toBeUndefined();
        expect(refused.headers.get("ratelimit")).toMatch(/^"minute";r=\d+;t=\d+$/);
      }
    });
  });

  it("are refused by their variables, where the document was compiled with small ones", () =>
    withApi({ fastLane }, async ({ url }) => {
      const query = `query ($n: Int) { models(first: $n) { edges { node { runs(first: $n) { edges { node { measures { value } } } } } } } }`;
      for (let time = 0; time < 4; time++)
        expect((await post(url, { query, variables: { n: 2 } })).answer.data).toBeTruthy();
      const refused = await post(url, { query, variables: { n: 100 } });
      expect(refused).toMatchObject({
        status: 422,
        answer: { errors: [{ extensions: { code: "QUERY_TOO_EXPENSIVE" } }] },
      });
      expect(refused.answer.errors[0].message).toMatch(/would cost \d+ points, and a request may cost 30000/);
    }));

  it("end with 429 when the budget is used up, before the body is read, also for kept answers and pictures", () =>
    withApi({ fastLane, limits: { budgetPerMinute: 3_000 } }, async ({ url }) => {
      const frontier = { query: '{ frontier(where: { benchmark: ["sums"] }) { candidateCount } }' };
      const statuses: number[] = [];
      let last: Awaited<ReturnType<typeof post>>;
      do {
        last = await post(url, frontier);
        statuses.push(last.status);
        if (fastLane && statuses.length === 5)
          await post(url, {
            query: `{ ${list(5, (at) => `a${at}: metrics { name }`)} ...f } fragment f on Query { frontier { candidateCount } }`,
          });
      } while (last.status === 200 && statuses.length < 3_000);
      expect(last.status).toBe(429);
      expect(last.answer.errors[0].extensions.code).toBe("RATE_LIMITED");
      expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
      const picture = await fetch(url.replace("/graphql", "/frontier.svg?benchmark=sums"));
      expect(picture.status).toBe(429);
      // Guesses of sign-in codes are counted as well.
      const headers = { "content-type": "application/json" };
      const guess = async () =>
        (await fetch(url.replace("/graphql", "/sign-in"), { method: "POST", headers, body: "{}" })).status;
      let status = await guess();
      // What is left does not suffice for a frontier, and each guess takes a point.
      for (let time = 0; time < 1_000 && status !== 429; time++) status = await guess();
      expect(status).toBe(429);
    }));

  it("with wrong tokens end with 429 before they are looked up, and leave callers without a token alone", () =>
    withApi({ fastLane }, async ({ url }) => {
      const body = JSON.stringify({ query: "{ __typename }" });
      const send = async (i: number) => {
        const authorization = `Bearer ${`pg_${"A".repeat(64)}${i}`}`;
        const headers = { "content-type": "application/json", authorization };
        return (await fetch(url, { method: "POST", headers, body })).status;
      };
      const statuses: number[] = [];
      for (let i = 0; i < GUESSES_PER_MINUTE + 5; i++) statuses.push(await send(i));
      expect(statuses.slice(0, GUESSES_PER_MINUTE)).toEqual(Array(GUESSES_PER_MINUTE).fill(401));
      expect(statuses.slice(GUESSES_PER_MINUTE)).toEqual(Array(5).fill(429));
      expect((await post(url, { query: "{ __typename }" })).status).toBe(200);
    }));

  it("of many invalid documents use up the budget by their size", () =>
    withApi({ fastLane, limits: { budgetPerMinute: 2_000 } }, async ({ url }) => {
      const invalid = { query: `{ ${list(300, (at) => `nothing${at}`)} }` };
      const statuses = [];
      for (let time = 0; time < 20; time++) statuses.push((await post(url, invalid)).status);
      expect(statuses.at(-1)).toBe(429);
    }));
});

describe("overload", () => {
  it("is refused with 503 before the body is read, and what is in flight is answered", () =>
    withApi({ limits: { maxInFlight: 4 } }, async ({ url }) => {
      const body = JSON.stringify({ query: RUNS });
      const open = Array.from({ length: 4 }, () => {
        const headers = { "content-type": "application/json", "content-length": body.length };
        const outgoing = request(url, { method: "POST", headers });
        outgoing.write(body.slice(0, 10));
        return outgoing;
      });
      let refused = await post(url, { query: "{ __typename }" });
      for (let time = 0; refused.status !== 503 && time < 100; time++)
        refused = await post(url, { query: "{ __typename }" });
      expect(refused.answer.errors[0].extensions.code).toBe("OVERLOADED");
      expect(refused.headers.get("retry-after")).toBe("2");
      const answered = open.map((outgoing) => once(outgoing, "response"));
      for (const outgoing of open) outgoing.end(body.slice(10));
      for (const [response] of await Promise.all(answered)) {
        expect(response.statusCode).toBe(200);
        response.resume();
        await once(response, "end");
      }
      expect((await post(url, { query: "{ __typename }" })).status).toBe(200);
    }));

  it("of expensive requests leaves the small ones alone", () =>
    withApi({}, async ({ url }) => {
      const frontier = (at: number) =>
        `{ frontier(where: { benchmark: ["sums"], lab: ["lab-a"] }, constraints: [{ metric: "accuracy", min: ${at / 1e6} }]) { candidateCount points { membership } } }`;
      const all = Promise.all(Array.from({ length: 120 }, (_, at) => post(url, { query: frontier(at) })));
      const small = await post(url, { query: "{ labs { edges { node { slug } } } }" });
      expect(small.status).toBe(200);
      const statuses = (await all).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200, 503]));
    }));
});

describe("trusted documents", () => {
  const folder = mkdtempSync(join(tmpdir(), "trusted-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are answered by text or hash in both lanes, and nothing else is", () => {
    const file = join(folder, "trusted.json");
    writeFileSync(file, JSON.stringify({ "sha256:x": RUNS }));
    return withApi({ limits: { trustedDocuments: readTrustedDocuments(file) } }, async ({ url }) => {
      for (let time = 0; time < 3; time++) {
        expect((await post(url, { query: RUNS })).answer.data.runs.edges).toHaveLength(3);
        const refused = await post(url, { query: "{ __typename }" });
        expect(refused).toMatchObject({
          status: 403,
          answer: { errors: [{ extensions: { code: "UNTRUSTED_DOCUMENT" } }] },
        });
      }
      const sha256Hash = createHash("sha256").update(RUNS).digest("hex");
      const byHash = await post(url, {
        variables: { n: 1 },
        extensions: { persistedQuery: { version: 1, sha256Hash } },
      });
      expect(byHash.answer.data.runs.edges).toHaveLength(1);
    });
  });
});
