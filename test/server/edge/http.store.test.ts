import { auditServer } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { requestText, sendRaw } from "../../support/rawHttp.ts";
import { fillSmallStore } from "../../support/smallStore.ts";

const OWN = "application/graphql-response+json";
const JSON_TYPE = "application/json";
const QUERY = "{ __typename }";
const PARTIAL = '{ __typename frontier(where: { benchmark: ["none"] }) { candidateCount } }';

/** Audits of graphql-http that want the status codes of drafts before the release: 400 or 200 where it says 422 or 400. */
const OUTDATED = [
  ...["423L", "LKJ0", "LKJ1", "LKJ2", "LKJ3", "6C00", "6C01", "6C02", "6C03", "4760", "4761", "4762", "4763"],
  ...["58B0", "58B1", "58B2", "58B3", "3E3A", "572B", "FDE2", "7B9B", "86EE"],
];

// The numbers are those of docs/http.md. Each request is sent twice, since the second answer may come from what was kept.
describe.each([true, false])("GraphQL over HTTP with the fast lane %s", (fastLane) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await openStore({});
    await fillSmallStore(store);
    api = await serveApi(store, { fastLane });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  interface Seen {
    status: number;
    type: string | null;
    allow: string | null;
    answer: any;
  }

  async function twice(ask: () => Promise<Response>): Promise<Seen> {
    const seen: Seen[] = [];
    for (let time = 0; time < 2; time++) {
      const response = await ask();
      const text = await response.text();
      const { headers, status } = response;
      const answer = text === "" ? undefined : JSON.parse(text);
      seen.push({ status, type: headers.get("content-type"), allow: headers.get("allow"), answer });
    }
    expect(seen[1]).toEqual(seen[0]);
    return seen[0]!;
  }
  const send = (body: unknown, accept: string | undefined = OWN, type = JSON_TYPE) =>
    twice(() =>
      fetch(api.url, {
        method: "POST",
        headers: { "content-type": type, ...(accept !== undefined && { accept }) },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    );
  const get = (parameters: Record<string, string>, accept = OWN, method = "GET") =>
    twice(() => fetch(`${api.url}?${new URLSearchParams(parameters)}`, { method, headers: { accept } }));
  const codeOf = ({ answer }: Seen) => answer.errors[0].extensions.code;

  it("1, 2, 4, 21: answers a POST with JSON in UTF-8, and says so", async () => {
    for (const type of [JSON_TYPE, "application/json; charset=utf-8"]) {
      const seen = await send({ query: '{ __type(name: "Run🏃größer") { name } __typename }' }, OWN, type);
      expect(seen).toMatchObject({
        status: 200,
        type: `${OWN}; charset=utf-8`,
        answer: { data: { __typename: "Query" } },
      });
    }
  });

  it("3: serves the schema at one address, and nothing at others", async () => {
    const other = await twice(() => fetch(api.url.replace("/graphql", "/other"), { method: "POST" }));
    expect([other.status, codeOf(other)]).toEqual([404, "NOT_FOUND"]);
  });

  it("5, 6: reads the parameters of a GET from its address, JSON within them, and an empty text as none", async () => {
    const query = "query a($n: String!) { __type(name: $n) { name } } query b { __typename }";
    const asked = { query, operationName: "a", variables: '{"n":"Run"}', extensions: "" };
    expect(await get(asked)).toMatchObject({ status: 200, answer: { data: { __type: { name: "Run" } } } });
    const empty = { query: QUERY, operationName: "", variables: "", extensions: "" };
    expect((await get(empty)).status).toBe(200);
    expect((await get({ query: "query null { __typename }", operationName: "null" })).status).toBe(200);
    for (const wrong of [{ query: "" }, { query: QUERY, variables: "{" }, { query: QUERY, variables: "[]" }, {}]) {
      const seen = await get(wrong as Record<string, string>);
      expect([seen.status, codeOf(seen)]).toEqual([422, "BAD_PARAMETERS"]);
    }
    const doubled = await twice(() => fetch(`${api.url}?query=${QUERY}&query=${QUERY}`));
    expect([doubled.status, codeOf(doubled)]).toEqual([422, "BAD_PARAMETERS"]);
  });

  it("7, 30: executes no mutation by GET", async () => {
    const two = "query a { __typename } mutation b { __typename }";
    for (const accept of [OWN, JSON_TYPE, "*/*"]) {
      expect(await get({ query: "mutation { __typename }" }, accept)).toMatchObject({ status: 405, allow: "POST" });
      expect(await get({ query: two, operationName: "b" }, accept)).toMatchObject({ status: 405, allow: "POST" });
      expect((await get({ query: two, operationName: "a" }, accept)).status).toBe(200);
    }
    const head = await fetch(`${api.url}?query=mutation{__typename}`, { method: "HEAD" });
    expect(head.status).toBe(405);
    expect((await fetch(`${api.url}?query={__typename}`, { method: "HEAD" })).status).toBe(200);
  });

  it("8, 9, 32: refuses a body without a type, and of every type but JSON", async () => {
    for (const type of ["text/plain", "application/graphql", "application/x-www-form-urlencoded", "application/xml"]) {
      const seen = await send({ query: QUERY }, OWN, type);
      expect([seen.status, codeOf(seen), seen.type]).toEqual([
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        "application/json; charset=utf-8",
      ]);
    }
    const headers = ["Host: localhost"];
    expect((await sendRaw(api.url, requestText("POST", "/graphql", headers, `{"query":"${QUERY}"}`))).status).toBe(415);
  });

  it("10, 11: ignores members that it does not know, and takes null for absent", async () => {
    const body = { query: QUERY, operationName: null, variables: null, extensions: null, id: 7, nested: { query: 1 } };
    for (const accept of [OWN, JSON_TYPE]) {
      expect(await send(body, accept)).toMatchObject({ status: 200, answer: { data: { __typename: "Query" } } });
    }
    expect((await send({ query: QUERY, extensions: { some: "value" } })).status).toBe(200);
  });

  it.each([
    [OWN, OWN],
    [JSON_TYPE, JSON_TYPE],
    [`${OWN}, ${JSON_TYPE};q=0.9`, OWN],
    [`${JSON_TYPE}, ${OWN}`, OWN],
    [`${OWN};q=0.5, ${JSON_TYPE}`, JSON_TYPE],
    [`${OWN};q=0, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`${JSON_TYPE};q=0.8, application/*;q=0.9`, OWN],
    ["text/html;q=0, application/*", JSON_TYPE],
    ["*/*", JSON_TYPE],
    ["text/plain, */*;q=0.1", JSON_TYPE],
    [`${OWN}; charset=utf-8`, OWN],
    [`${OWN}; charset=utf-16, ${JSON_TYPE}`, JSON_TYPE],
  ])("12, 13, 22, 23: sends by Accept %s the type %s", async (accept, type) => {
    const seen = await send({ query: QUERY }, accept);
    expect(seen).toMatchObject({ status: 200, type: `${type}; charset=utf-8` });
  });

  it.each(["text/plain", "image/*", `${OWN};q=0`, "application/xml, text/csv", `${OWN}; charset=utf-16`])(
    "24, 33: refuses with 406 what Accept %s excludes, before it executes anything",
    async (accept) => {
      for (const query of [QUERY, "mutation { __typename }"]) {
        const seen = await send({ query }, accept);
        expect([seen.status, codeOf(seen), seen.type]).toEqual([
          406,
          "NOT_ACCEPTABLE",
          "application/json; charset=utf-8",
        ]);
      }
    },
  );

  it("14, 35, 37: treats a client that knows only JSON alike, but for the type of a success", async () => {
    expect(await send({ query: QUERY }, JSON_TYPE)).toMatchObject({
      status: 200,
      type: "application/json; charset=utf-8",
    });
    expect(await send({ query: PARTIAL }, JSON_TYPE)).toMatchObject({
      status: 294,
      type: "application/json; charset=utf-8",
    });
    expect(await send({ query: "{" }, JSON_TYPE)).toMatchObject({ status: 400, type: `${OWN}; charset=utf-8` });
    expect(await send({ query: "{ nothing }" }, JSON_TYPE)).toMatchObject({
      status: 422,
      type: `${OWN}; charset=utf-8`,
    });
  });

  it("15, 25, 26: validates before it executes, and sends a well-formed response", async () => {
    for (const query of [
      "{ nothing }",
      "{ ...f }",
      "query a { __typename } query a { __typename }",
      "{ models { edges } }",
    ]) {
      const seen = await send({ query });
      expect(seen.status).toBe(422);
      expect(codeOf(seen)).toMatch(/^(GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)$/);
      expect(Object.keys(seen.answer)).toEqual(["errors"]);
    }
  });

  it("16, 17, 18: 200 for whole data, 294 for data with errors, and never 4xx for data", async () => {
    expect((await send({ query: QUERY })).status).toBe(200);
    const partial = await send({ query: PARTIAL });
    expect(partial).toMatchObject({ status: 294, type: `${OWN}; charset=utf-8`, answer: { data: { frontier: null } } });
    expect(partial.answer.errors[0].extensions.code).toBe("UNKNOWN_BENCHMARK");
  });

  it("19, 20: uses its own type for GraphQL's responses alone", async () => {
    const broken = await send("NONSENSE");
    expect([broken.status, broken.type, codeOf(broken)]).toEqual([
      400,
      "application/json; charset=utf-8",
      "BAD_REQUEST",
    ]);
    const failed = await send({ query: "{ nothing }" });
    expect(failed.type).toBe(`${OWN}; charset=utf-8`);
    expect("data" in failed.answer).toBe(false);
  });

  it.each([
    ["a body that is no JSON", "{", 400, "BAD_REQUEST"],
    ["no body", "", 400, "BAD_REQUEST"],
    ["a typing mistake", { qeury: QUERY }, 422, "BAD_PARAMETERS"],
    ["a list of variables", { query: QUERY, variables: [7] }, 422, "BAD_PARAMETERS"],
    ["a number as the name", { query: QUERY, operationName: 7 }, 422, "BAD_PARAMETERS"],
    ["a text as extensions", { query: QUERY, extensions: "x" }, 422, "BAD_PARAMETERS"],
    ["no query", { query: null }, 422, "BAD_PARAMETERS"],
    ["several requests", [{ query: QUERY }, { query: QUERY }], 422, "BAD_PARAMETERS"],
    ["a text", '"query"', 422, "BAD_PARAMETERS"],
    ["a document that does not parse", { query: "{" }, 400, "GRAPHQL_PARSE_FAILED"],
    ["a document that does not validate", { query: "{ nothing }" }, 422, "GRAPHQL_VALIDATION_FAILED"],
    ["an operation that is not there", { query: "query a { __typename }", operationName: "b" }, 422, undefined],
    ["several operations and no name", { query: "query a { __typename } query b { __typename }" }, 422, undefined],
    ["a missing variable", { query: "query ($n: String!) { __type(name: $n) { name } }" }, 422, undefined],
    [
      "a variable of another type",
      { query: "query ($n: Int) { runs(first: $n) { edges { cursor } } }", variables: { n: "x" } },
      422,
      undefined,
    ],
  ])("27-29, 34, 36, 38-41: %s", async (_, body, status, code) => {
    for (const accept of [OWN, JSON_TYPE]) {
      const seen = await send(body, accept);
      expect(seen.status).toBe(status);
      if (code) expect(codeOf(seen)).toBe(code);
      else expect(codeOf(seen)).toMatch(/^[A-Z_]+$/);
      expect("data" in seen.answer).toBe(false);
    }
  });

  it("31: refuses other methods, and names those that it takes", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const seen = await twice(() => fetch(api.url, { method }));
      expect([seen.status, codeOf(seen), seen.allow]).toEqual([405, "METHOD_NOT_ALLOWED", "GET, HEAD, POST, OPTIONS"]);
    }
  });

  it("42: answers a subscription as a stream, and refuses one that takes none", async () => {
    const query = 'subscription { runProgress(id: "x") { done } }';
    expect((await send({ query })).status).toBe(406);
  });

  it("passes the audits of graphql-http but those that are older than the release", { timeout: 120_000 }, async () => {
    for (const _ of ["first", "second"]) {
      const results = await auditServer({ url: api.url });
      const failed = results.filter(({ status }) => status !== "ok").map(({ id }) => id);
      expect(failed.sort()).toEqual([...OUTDATED].sort());
      expect(results.length).toBeGreaterThan(60);
    }
  });
});
