import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { requestText, sendRaw } from "../support/rawHttp.ts";

let store: Store;
let api: Api;
let origin: string;
beforeAll(async () => {
  store = await openStore({});
  // The documents are for everybody, also where reading needs a token.
  api = await serveApi(store, { access: { reading: "token" }, limits: { budgetPerMinute: 60 } });
  origin = new URL(api.url).origin;
});
afterAll(async () => {
  await api?.close();
  await store?.close();
});

const get = (path: string, init?: RequestInit) => fetch(origin + path, init);
const raw = (path: string, ...headers: string[]) =>
  sendRaw(origin, requestText("GET", path, [`Host: ${new URL(origin).host}`, ...headers]));

describe("the site of documents", { timeout: 60_000 }, () => {
  it("shows the index and each document that it links to, without scripts", async () => {
    const index = await (await get("/docs")).text();
    expect(index).toContain('<h1 id="documents">Documents</h1>');
    const addresses = new Set([...index.matchAll(/href="(\/docs[^"#]*)"/g)].map(([, address]) => address!));
    expect(addresses.size).toBeGreaterThan(35);
    for (const address of addresses) {
      const response = await get(address);
      const text = await response.text();
      expect([address, response.status]).toEqual([address, 200]);
      expect(text).not.toMatch(/<script|<style|style=/i);
    }
  });

  it("may load from this server alone, no script, and ask only this server", async () => {
    const { headers } = await get("/docs/operations");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    );
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("has the pictures, schemas and the style that its pages name", async () => {
    const page = await (await get("/docs/README")).text();
    const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(page)!;
    expect(page).toContain('<img src="/docs/page.png"');
    const typeOf = async (path: string) => (await get(path)).headers.get("content-type");
    expect(
      await Promise.all([style!, "/docs/page.png", "/docs/frontier.svg", "/docs/task.schema.json"].map(typeOf)),
    ).toEqual([
      ...["text/css; charset=utf-8", "image/png", "image/svg+xml; charset=utf-8", "application/json; charset=utf-8"],
    ]);
    const css = await get(style!);
    expect(css.headers.get("cache-control")).toContain("immutable");
    expect(await css.text()).toMatch(/prefers-color-scheme:dark/);
  });

  it("does not send again what the reader has, and compresses as the reader takes it", async () => {
    const first = await raw("/docs/operations", "Accept-Encoding: gzip");
    const plain = await raw("/docs/operations");
    expect([first.headers["content-encoding"], plain.headers["content-encoding"]]).toEqual(["gzip", undefined]);
    expect(Number(first.headers["content-length"])).toBeLessThan(Number(plain.headers["content-length"]) / 2);
    expect(first.headers.etag).toBe(plain.headers.etag);
    const again = await raw("/docs/operations", `If-None-Match: "old", ${first.headers.etag}`);
    expect([again.status, again.body, again.headers["cache-control"]]).toEqual([304, "", "no-cache"]);
    expect((await get("/docs", { method: "HEAD" })).status).toBe(200);
    expect((await get("/docs", { method: "POST" })).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ["/docs/", "/docs"],
    ["/docs/operations.md", "/docs/operations"],
    ["/docs/plugins/tasks/", "/docs/plugins/tasks"],
  ])("has one address for each document: %s", async (path, address) => {
    const response = await get(path, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([308, address]);
  });

  it.each([
    "/docs/../package.json",
    "/docs/%2e%2e/package.json",
    "/docs/..%2fpackage.json",
    "/docs/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/docs/....//package.json",
    "/docs/..\\package.json",
    "/docs//etc/passwd",
    "/docs/package.json",
    "/docs/src/main.ts",
    "/docs/%00",
    "/docs/%zz",
    "/docs/__proto__",
    "/docs/constructor.md",
    "/docs/<script>alert(1)</script>",
  ])("has no other file: %s", async (path) => {
    const { status, body, headers } = await raw(path);
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain("There is no such document");
    expect(body).not.toMatch(/<script|devDependencies|root:/);
  });

  it("names the documents that may be meant", async () => {
    const text = await (await get("/docs/oprations")).text();
    expect(text).toContain('<a href="/docs/operations">operations</a>');
    // Another address is not the site's, and says nothing to a caller who may not read.
    expect((await get("/docsx")).status).toBe(401);
  });

  it("finds passages by a form without scripts, and shows what is asked as text", async () => {
    const found = await (await get("/docs?q=backup+restore")).text();
    expect(found).toMatch(/<li><a href="\/docs\/operations#[\w-]+">Operations: .*<mark>/);
    const hostile = await (
      await get(`/docs?q=${encodeURIComponent('"><script>alert(1)</script> paretograph')}`)
    ).text();
    expect(hostile).toContain('value="&quot;&gt;&lt;script&gt;');
    expect(hostile).not.toContain("<script");
    expect(await (await get("/docs?q=qwertzuiop")).text()).toContain("Nothing for “qwertzuiop”");
    expect(await (await get("/docs?q=+")).text()).toContain('<h1 id="documents">');
  });

  it("refuses a question that is too long or stands twice, and counts questions within the caller's budget", async () => {
    const long = await get(`/docs?q=${"x".repeat(101)}`);
    expect([long.status, await long.text()]).toEqual([400, expect.stringContaining("At most 100 are searched for.")]);
    expect((await get("/docs?q=a&q=b")).status).toBe(400);
    const statuses = new Set<number>();
    for (let i = 0; i < 100 && !statuses.has(429); i++) statuses.add((await get("/docs?q=a")).status);
    expect([...statuses]).toEqual([200, 429]);
    expect((await get("/docs/operations")).status).toBe(200);
  });
});
