import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSignInCode } from "../../src/access/signIn.ts";
import { createTokens, type Tokens } from "../../src/access/tokens.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

const QUERY = "{ labs { edges { node { slug } } } }";
const BODY = JSON.stringify({ query: QUERY });
const JSON_TYPE = { "content-type": "application/json" };

describe("the callers of a server", () => {
  let store: Store;
  let tokens: Tokens;
  let open: Api;
  let closed: Api;
  let read: string;
  beforeAll(async () => {
    store = await openStore({});
    await fillSmallStore(store);
    await recordRun(store, { measures: { accuracy: { value: 0.5 }, flops: { value: 10 } } });
    tokens = createTokens(store);
    open = await serveApi(store);
    closed = await serveApi(store, { access: { reading: "token" } });
    read = (await tokens.create({ scope: "read" })).token;
  });
  afterAll(async () => {
    await open.close();
    await closed.close();
    await store.close();
  });

  const post = (api: Api, headers: Record<string, string> = {}, path = "/graphql", body = BODY) =>
    fetch(new URL(path, api.url), { method: "POST", headers: { ...JSON_TYPE, ...headers }, body });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function expectRefusal(response: Response, status: number, code: string) {
    const text = await response.text();
    expect([response.status, text]).toEqual([status, expect.stringContaining(`"${code}"`)]);
    if (status === 401) expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(text).not.toContain('"slug"');
    return text;
  }

  it("may read without a token where reading is open", async () => {
    expect(await (await post(open)).text()).toContain('"lab-a"');
    expect(await (await fetch(`${open.url}?query=${encodeURIComponent(QUERY)}`)).text()).toContain('"lab-a"');
  });

  it.each(["Bearer pg_x", "Basic dXNlcjpwYXNz", `Bearer pg_${"A".repeat(43)}`, ""])(
    "are refused with %j, though none is needed, also for a kept answer",
    async (authorization) => {
      for (let i = 0; i < 3; i++) await (await post(open)).text();
      await expectRefusal(await post(open, { authorization }), 401, "UNAUTHENTICATED");
      await expectRefusal(await post(closed, { authorization }), 401, "UNAUTHENTICATED");
    },
  );

  it("are refused with a code of its own after a token expired or was revoked", async () => {
    const expiring = await tokens.create({ scope: "operate", expiresAt: new Date(Date.now() + 200).toISOString() });
    const revoked = await tokens.create({ scope: "operate" });
    expect((await post(open, bearer(revoked.token))).status).toBe(200);
    await open.ask(`mutation { revokeToken(id: "${revoked.row.id}") { id } }`);
    await expectRefusal(await post(open, bearer(revoked.token)), 401, "TOKEN_REVOKED");
    await new Promise((resolve) => setTimeout(resolve, 250));
    await expectRefusal(await post(open, bearer(expiring.token)), 401, "TOKEN_EXPIRED");
  });

  it("see nothing of their token in a refusal", async () => {
    const secret = `pg_${"S".repeat(43)}`;
    expect(await expectRefusal(await post(open, bearer(secret)), 401, "UNAUTHENTICATED")).not.toContain("SSSS");
  });

  it("are not known by a parameter of the address, a cookie, a header of another name or the body", async () => {
    const operate = await open.operateToken();
    const query = "mutation { createToken(scope: read) { token } }";
    const body = JSON.stringify({ query, token: operate, extensions: { token: operate } });
    for (const [headers, path] of [
      [{ cookie: `token=${operate}; authorization=Bearer ${operate}` }, "/graphql"],
      [{}, `/graphql?access_token=${operate}&token=${operate}&authorization=Bearer%20${operate}`],
      [{ "x-authorization": `Bearer ${operate}`, "proxy-authorization": `Bearer ${operate}` }, "/graphql"],
    ] as const) {
      const response = await post(open, headers, path, body);
      const text = await response.text();
      expect(text).not.toContain('"token":"');
    }
  });

  describe("where reading is closed", () => {
    it("may read with a token of any scope", async () => {
      expect(await (await post(closed, bearer(read))).text()).toContain('"lab-a"');
      const submit = await tokens.create({ scope: "submit", lab: "lab-a" });
      expect((await post(closed, bearer(submit.token))).status).toBe(200);
    });

    it("are refused without one, before their body is read", async () => {
      await expectRefusal(await post(closed), 401, "UNAUTHENTICATED");
      for (const query of [QUERY, "{ __typename }", "{ __schema { types { name } } }"]) {
        await expectRefusal(await post(closed, {}, "/graphql", JSON.stringify({ query })), 401, "UNAUTHENTICATED");
      }
    });

    it.each([
      "/graphql?query=%7Blabs%7Bedges%7Bnode%7Bslug%7D%7D%7D%7D",
      "/graphql?%71uery=%7Blabs%7Bedges%7Bnode%7Bslug%7D%7D%7D%7D",
      "/graphql/?query=%7Blabs%7Bedges%7Bnode%7Bslug%7D%7D%7D%7D",
      "//graphql?query=%7Blabs%7Bedges%7Bnode%7Bslug%7D%7D%7D%7D",
    ])("are refused a GET of %s without one", async (path) => {
      const at = new URL(closed.url).origin + path;
      await expectRefusal(await fetch(at), 401, "UNAUTHENTICATED");
      await expectRefusal(await fetch(at, { headers: { accept: "text/event-stream" } }), 401, "UNAUTHENTICATED");
    });

    it("are refused other methods without one", async () => {
      for (const method of ["PUT", "DELETE", "PATCH"]) {
        await expectRefusal(
          await fetch(closed.url, { method, headers: JSON_TYPE, body: BODY }),
          401,
          "UNAUTHENTICATED",
        );
      }
    });

    it("are refused a kept answer without one", async () => {
      for (let i = 0; i < 3; i++) await (await post(closed, bearer(read))).text();
      await expectRefusal(await post(closed), 401, "UNAUTHENTICATED");
    });

    it("get the page on which they sign in", async () => {
      const page = await fetch(closed.url, { headers: { accept: "text/html" } });
      expect(page.status).toBe(200);
      expect(page.headers.get("content-type")).toMatch(/text\/html/);
    });

    it("get no public pictures, with a token either", async () => {
      const picture = "/frontier.svg?benchmark=sums&objective=accuracy&objective=flops";
      expect((await fetch(new URL(picture, open.url))).status).toBe(200);
      const tag = (await fetch(new URL(picture, open.url))).headers.get("etag")!;
      const operate = await closed.operateToken();
      const tried: Record<string, string>[] = [{}, bearer(read), bearer(operate), { "if-none-match": tag }];
      for (const headers of tried) {
        await expectRefusal(await fetch(new URL(picture, closed.url), { headers }), 403, "FORBIDDEN");
      }
    });
  });

  describe("POST /sign-in", () => {
    const link = async () => (await createSignInCode(store, tokens, { scope: "operate", lab: null })).code;
    const signIn = (body: unknown, headers: Record<string, string> = JSON_TYPE, method = "POST") =>
      fetch(new URL("/sign-in", closed.url), {
        method,
        headers,
        ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });

    it("exchanges a code for a token, once", async () => {
      const code = await link();
      const response = await signIn({ code });
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("set-cookie")).toBeNull();
      const answer = (await response.json()) as { token: string };
      expect(answer).toEqual({
        token: expect.stringMatching(/^pg_/),
        scope: "operate",
        lab: null,
        expiresAt: expect.stringMatching(/^20\d\d-.*Z$/),
      });
      expect(await (await post(closed, bearer(answer.token))).text()).toContain('"lab-a"');
      await expectRefusal(await signIn({ code }), 401, "UNAUTHENTICATED");
    });

    it("gives one token to two who ask at the same time", async () => {
      const code = await link();
      const answers = await Promise.all(Array.from({ length: 6 }, () => signIn({ code })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401, 401]);
    });

    it.each<[string, unknown, Record<string, string>, number, string]>([
      ["a form", "code=CODE", { "content-type": "application/x-www-form-urlencoded" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
      ["plain text", '{"code":"CODE"}', { "content-type": "text/plain" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
      ["a similar type", '{"code":"CODE"}', { "content-type": "application/jsonp" }, 415, "UNSUPPORTED_MEDIA_TYPE"],
      ["no JSON", "CODE", JSON_TYPE, 400, "BAD_REQUEST"],
      ["no code", "{}", JSON_TYPE, 400, "BAD_REQUEST"],
      ["null", "null", JSON_TYPE, 400, "BAD_REQUEST"],
      ["a list of codes", '{"code":["CODE"]}', JSON_TYPE, 400, "BAD_REQUEST"],
      ["another code", `{"code":"pgs_${"A".repeat(43)}"}`, JSON_TYPE, 401, "UNAUTHENTICATED"],
    ])("refuses %s, and leaves the code as it was", async (_, body, headers, status, refusal) => {
      const code = await link();
      await expectRefusal(await signIn((body as string).replace("CODE", code), headers), status, refusal);
      expect((await signIn({ code })).status).toBe(200);
    });

    it.each(["GET", "HEAD", "PUT", "DELETE"])("refuses %s", async (method) => {
      const response = await signIn("", JSON_TYPE, method);
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
    });

    it("takes no code for a token, and no token for a code", async () => {
      const code = await link();
      await expectRefusal(await post(closed, bearer(code)), 401, "UNAUTHENTICATED");
      await expectRefusal(await signIn({ code: await closed.operateToken() }), 401, "UNAUTHENTICATED");
    });
  });

  it("are given the same answer for the same rights", async () => {
    const same = [await tokens.create({ scope: "read" }), await tokens.create({ scope: "read" })];
    const answers = [];
    for (const { token } of [...same, ...same]) answers.push(await (await post(open, bearer(token))).text());
    expect(answers[0]).toContain('"lab-a"');
    expect(new Set(answers).size).toBe(1);
  });

  it("are not taken for what they say while the store cannot be asked", async () => {
    const broken = await serveApi({ ...store, rows: () => Promise.reject(new Error("down")) });
    const response = await post(broken, bearer(read));
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await response.text()).not.toContain("down");
    await broken.close();
  });
});
