import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { requestText, sendRaw } from "../../support/rawHttp.ts";
import { fillSmallStore } from "../../support/smallStore.ts";

const QUERY = JSON.stringify({ query: "{ __typename }" });
const JSON_TYPE = "Content-Type: application/json";
const DASHBOARD = "https://dash.example.org";

describe.each([true, false])("the edge with the fast lane %s", (fastLane) => {
  let store: Store;
  let api: Api;
  let open: Api;
  beforeAll(async () => {
    store = await openStore({});
    await fillSmallStore(store);
    api = await serveApi(store, { fastLane });
    open = await serveApi(store, {
      fastLane,
      host: "0.0.0.0",
      allowedHosts: ["results.example.org"],
      corsOrigins: [DASHBOARD],
    });
  });
  afterAll(async () => {
    await api.close();
    await open.close();
    await store.close();
  });

  const post = (at: Api, headers: string[], body = QUERY, target = "/graphql") =>
    sendRaw(at.url, requestText("POST", target, headers, body));
  const codeOf = ({ body }: { body: string }) => /"code":"(\w+)"/.exec(body)?.[1];
  const seenBy = async (at: Api, headers: string[], body = QUERY, target = "/graphql") => {
    const answer = await post(at, headers, body, target);
    return `${answer.status} ${codeOf(answer) ?? ""}`.trim();
  };

  it.each([
    ["localhost", "200"],
    ["LocalHost:1", "200"],
    ["127.0.0.1:4000", "200"],
    ["[::1]:4000", "200"],
    ["paretograph.localhost", "200"],
    ["attacker.example", "421 BAD_HOST"],
    ["localhost.attacker.example", "421 BAD_HOST"],
    ["127.0.0.1.nip.io", "421 BAD_HOST"],
    ["xlocalhost", "421 BAD_HOST"],
    ["localhost.", "421 BAD_HOST"],
    ["127.1", "421 BAD_HOST"],
    ["2130706433", "421 BAD_HOST"],
    ["0.0.0.0", "421 BAD_HOST"],
    ["192.168.0.7", "421 BAD_HOST"],
    ["[::]", "421 BAD_HOST"],
    ["localhost, attacker.example", "400 BAD_REQUEST"],
    ["attacker.example@localhost", "400 BAD_REQUEST"],
    ["localhost:4000:80", "400 BAD_REQUEST"],
    ["localhost/x", "400 BAD_REQUEST"],
    ["", "400 BAD_REQUEST"],
  ])("bound to loopback, answers to the Host %j with %s", async (host, expected) => {
    expect(await seenBy(api, [`Host: ${host}`, JSON_TYPE])).toBe(expected);
    // It is held before everything else.
    for (const target of ["/health", "/frontier.svg?benchmark=sums", "/assets/x", "/nothing"]) {
      const { status } = await sendRaw(api.url, requestText("GET", target, [`Host: ${host}`]));
      if (expected !== "200") expect(`${status}`).toBe(expected.slice(0, 3));
      else expect(status).not.toBe(421);
    }
  });

  it.each([
    ["results.example.org", "200"],
    ["RESULTS.example.org:443", "200"],
    ["192.168.0.7:4000", "200"],
    ["[fd00::7]", "200"],
    ["localhost", "200"],
    ["other.example.org", "421 BAD_HOST"],
    ["sub.results.example.org", "421 BAD_HOST"],
    ["192.168.7", "421 BAD_HOST"],
    ["1.2.3.4.5", "421 BAD_HOST"],
  ])("bound to every address, answers to the Host %j with %s", async (host, expected) => {
    expect(await seenBy(open, [`Host: ${host}`, JSON_TYPE])).toBe(expected);
  });

  it("refuses requests without a Host, with two, and with a whole address", async () => {
    expect(await seenBy(api, [JSON_TYPE])).toBe("400 BAD_REQUEST");
    expect(await seenBy(api, ["Host: localhost", "Host: attacker.example", JSON_TYPE])).toBe("400 BAD_REQUEST");
    expect(await seenBy(api, ["Host: attacker.example", "host: localhost", JSON_TYPE])).toBe("400 BAD_REQUEST");
    for (const target of [
      "http://attacker.example/graphql",
      "http://localhost/graphql",
      "//attacker.example/graphql",
    ]) {
      expect(await seenBy(api, ["Host: localhost", JSON_TYPE], QUERY, target)).toMatch(/^421 BAD_HOST|^404 NOT_FOUND/);
    }
    const old = await sendRaw(
      api.url,
      `POST /graphql HTTP/1.0\r\n${JSON_TYPE}\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    );
    expect(codeOf(old)).toBe("BAD_REQUEST");
  });

  it.each([
    ["application/json", "200"],
    ["application/json; charset=utf-8", "200"],
    ['APPLICATION/JSON;charset="UTF-8"', "200"],
    ["application/x-www-form-urlencoded", "415"],
    ["multipart/form-data; boundary=x", "415"],
    ["text/plain", "415"],
    ["text/plain; application/json", "415"],
    ["text/plain;x=application/json", "415"],
    ["text/plain, application/json", "415"],
    ["application/json, text/plain", "415"],
    ["application/jsonp", "415"],
    ["application/graphql", "415"],
    ["application/graphql+json", "415"],
    ["application/graphql-response+json", "415"],
    ["application/json; charset=utf-16", "415"],
    ["application/json; boundary=x", "415"],
    ["application/json;", "415"],
    ["*/*", "415"],
    ["", "415"],
  ])("takes a body of the type %j with %s", async (type, expected) => {
    const body = type.includes("urlencoded") ? "query=mutation{__typename}" : QUERY;
    const seen = await seenBy(api, ["Host: localhost", `Content-Type: ${type}`], body);
    expect(seen).toBe(expected === "200" ? "200" : "415 UNSUPPORTED_MEDIA_TYPE");
  });

  it("refuses a body without a type, with two types, compressed, or not in UTF-8", async () => {
    expect(await seenBy(api, ["Host: localhost"])).toBe("415 UNSUPPORTED_MEDIA_TYPE");
    expect(await seenBy(api, ["Host: localhost", JSON_TYPE, "Content-Type: text/plain"])).toBe("400 BAD_REQUEST");
    expect(await seenBy(api, ["Host: localhost", "Content-Type: text/plain", JSON_TYPE])).toBe("400 BAD_REQUEST");
    expect(await seenBy(api, ["Host: localhost", JSON_TYPE, "Content-Encoding: gzip"])).toBe(
      "415 UNSUPPORTED_MEDIA_TYPE",
    );
    const latin = Buffer.from(requestText("POST", "/graphql", ["Host: localhost", JSON_TYPE], '{"query":"{x} #e"}'));
    latin[latin.length - 3] = 0xe9;
    expect(codeOf(await sendRaw(api.url, latin))).toBe("BAD_REQUEST");
  });

  it.each([
    ["Origin: https://attacker.example"],
    ["Origin: null"],
    ["Origin: http://localhost:1"],
    ["Origin: http://localhost.attacker.example"],
    ["Origin: "],
    ["Sec-Fetch-Site: cross-site"],
    ["Sec-Fetch-Site: same-site"],
    ["Sec-Fetch-Site: cross-site", "Origin: http://localhost"],
    ["Sec-Fetch-Site: CROSS-SITE"],
    [`Origin: ${DASHBOARD}`],
  ])("refuses a POST with %s", async (...headers) => {
    const answer = await post(api, ["Host: localhost", JSON_TYPE, ...headers]);
    expect([answer.status, codeOf(answer)]).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    // Nor can it ask by GET, by a preflight, or for anything else but pictures.
    for (const method of ["GET", "OPTIONS"]) {
      const text = requestText(method, "/graphql?query={__typename}", ["Host: localhost", ...headers]);
      expect((await sendRaw(api.url, text)).status).toBe(403);
    }
  });

  it.each([
    ["Origin: http://localhost"],
    ["Origin: https://localhost"],
    ["Sec-Fetch-Site: same-origin", "Origin: http://localhost"],
    ["Sec-Fetch-Site: none"],
  ])("answers a POST of its own page with %s", async (...headers) => {
    const answer = await post(api, ["Host: localhost", JSON_TYPE, ...headers]);
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("lets the origins that are named read, without credentials, and change nothing", async () => {
    const headers = ["Host: results.example.org", `Origin: ${DASHBOARD}`, "Sec-Fetch-Site: cross-site"];
    const preflight = await sendRaw(
      open.url,
      requestText("OPTIONS", "/graphql", [...headers, "Access-Control-Request-Method: POST"]),
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": DASHBOARD,
      "access-control-allow-headers": "content-type, accept",
      vary: "Origin",
    });
    expect(preflight.headers["access-control-allow-credentials"]).toBeUndefined();

    const read = await post(open, [...headers, JSON_TYPE]);
    expect(read.status).toBe(200);
    expect(read.headers).toMatchObject({ "access-control-allow-origin": DASHBOARD, vary: "Origin" });
    expect(read.headers["access-control-allow-credentials"]).toBeUndefined();

    const change = await post(open, [...headers, JSON_TYPE], '{"query":"mutation { __typename }"}');
    expect([change.status, codeOf(change)]).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
    const hidden = '{"query":"query a { __typename } mutation b { __typename }","operationName":"b"}';
    expect((await post(open, [...headers, JSON_TYPE], hidden)).status).toBe(403);
    expect((await post(open, [...headers, JSON_TYPE, "Authorization: Bearer x"])).status).toBe(403);
    expect((await post(open, ["Host: results.example.org", "Origin: https://other.example", JSON_TYPE])).status).toBe(
      403,
    );
    expect(
      (await post(open, ["Host: results.example.org", `Origin: ${DASHBOARD}`, "Content-Type: text/plain"])).status,
    ).toBe(415);
    const own = await sendRaw(open.url, requestText("GET", "/graphql?query={__typename}", ["Host: localhost"]));
    expect(own.headers.vary).toBe("Origin");
  });

  it("shows pictures to every page, and takes no token with them", async () => {
    const address = "/frontier.svg?benchmark=sums&objective=accuracy&objective=output_tokens";
    for (const target of [address, address.replace("svg", "txt"), "/frontier.svg?benchmark=none"]) {
      const headers = ["Host: localhost", "Origin: null", "Sec-Fetch-Site: cross-site", "Authorization: Bearer wrong"];
      const { status, headers: sent } = await sendRaw(api.url, requestText("GET", target, headers));
      expect(status).toBe(target.includes("none") ? 400 : 200);
      expect(sent).toMatchObject({
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
      });
      expect(sent["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  it("sends the headers of security with every answer", async () => {
    const get = (target: string, ...headers: string[]) =>
      sendRaw(api.url, requestText("GET", target, ["Host: localhost", ...headers]));
    const answers = [
      await post(api, ["Host: localhost", JSON_TYPE]),
      await post(api, ["Host: localhost", JSON_TYPE]),
      await post(api, ["Host: localhost", JSON_TYPE], "{"),
      await post(api, ["Host: elsewhere", JSON_TYPE]),
      await get("/health/ready"),
      await get("/nothing"),
      await get("/graphql?query={__typename}"),
      await get("/graphql?query={nothing}"),
      await get("/graphql", "Accept: text/html"),
      await sendRaw(api.url, "NONSENSE\r\n\r\n"),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["set-cookie"]).toBeUndefined();
    }
  });

  it("answers what is no HTTP request, or too much of one, with a code", async () => {
    const long = "x".repeat(9000);
    const seen = async (text: string) => {
      const answer = await sendRaw(api.url, text);
      return [answer.status, codeOf(answer)];
    };
    expect(await seen("NONSENSE\r\n\r\n")).toEqual([400, "BAD_REQUEST"]);
    expect(await seen(requestText("GET", `/graphql?query={${long}}`, ["Host: localhost"]))).toEqual([
      414,
      "ADDRESS_TOO_LONG",
    ]);
    expect(await seen(requestText("GET", `/graphql?query={${long}${long}}`, ["Host: localhost"]))).toEqual([
      414,
      "ADDRESS_TOO_LONG",
    ]);
    expect(await seen(requestText("GET", "/health", ["Host: localhost", `X: ${long}${long}`]))).toEqual([
      431,
      "HEADERS_TOO_LARGE",
    ]);
    for (const method of ["PUT", "DELETE", "PATCH", "QUERY"]) {
      const answer = await sendRaw(api.url, requestText(method, "/graphql", ["Host: localhost"]));
      expect([answer.status, codeOf(answer), answer.headers.allow]).toEqual([
        405,
        "METHOD_NOT_ALLOWED",
        "GET, HEAD, POST, OPTIONS",
      ]);
    }
    const smuggled = requestText(
      "POST",
      "/graphql",
      ["Host: localhost", JSON_TYPE, "Transfer-Encoding: chunked"],
      QUERY,
    );
    expect(await seen(smuggled)).toEqual([400, "BAD_REQUEST"]);
  });
});
