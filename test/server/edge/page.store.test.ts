import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";

let store: Store;
let api: Api;
let origin: string;
beforeAll(async () => {
  store = await openStore({});
  api = await serveApi(store);
  origin = new URL(api.url).origin;
});
afterAll(async () => {
  await api?.close();
  await store?.close();
});

const get = (path: string, init?: RequestInit) => fetch(origin + path, init);
const filesOf = (document: string) =>
  [...document.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path!);

describe("the files of the page", { timeout: 60_000 }, () => {
  it("are a document without scripts and styles of its own, and what it names", async () => {
    const response = await get("/");
    const document = await response.text();
    expect(response.status).toBe(200);
    expect(document).not.toMatch(/<style|style=|<script(?! type="module" src="\/page\/)/);
    const files = filesOf(document);
    expect(files).toHaveLength(3);
    for (const path of files) {
      const file = await get(path);
      expect([path, file.status, file.headers.get("cache-control")]).toEqual([
        ...[path, 200, "public, max-age=31536000, immutable"],
      ]);
    }
  });

  it("are one document at the address of each page, and nothing at others", async () => {
    const document = await (await get("/")).text();
    for (const path of [
      "/runs/UnVuOg%3D%3D",
      "/models/a/b?sort=x",
      "/benchmarks/a",
      "/labs/a",
      "/plugins",
      "/peers?theme=dark",
    ]) {
      const response = await get(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, document]);
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(response.headers.get("cache-control")).toBe("no-cache");
    }
    for (const path of ["/models", "/models/", "/runs", "/run/a", "/plugins/a", "/peers/", "/labs/%0a", "/Models/a"]) {
      const isPage = path === "/labs/%0a";
      expect([path, (await get(path)).status]).toEqual([path, isPage ? 200 : 404]);
    }
  });

  it("may load from this server alone, and only the picture may be framed", async () => {
    const policyOf = async (path: string) => (await get(path)).headers.get("content-security-policy")!;
    const [page, embedded] = [await policyOf("/"), await policyOf("/embed?benchmark=x")];
    for (const policy of [page, embedded]) {
      expect(policy).toContain("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'");
      expect(policy).not.toMatch(/unsafe|https?:|data:/);
    }
    expect(page).toContain("frame-ancestors 'none'");
    expect(embedded).toContain("frame-ancestors *");
    const file = filesOf(await (await get("/")).text())[0]!;
    expect((await get(file)).headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("are not sent again where the reader has them", async () => {
    const first = await get("/?benchmark=a");
    const etag = first.headers.get("etag")!;
    const again = await get("/?benchmark=b", { headers: { "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect((await get("/", { headers: { "if-none-match": '"old"' } })).status).toBe(200);
  });

  it("answer HEAD without a body, and nothing else", async () => {
    const head = await get("/", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(100);
    expect((await get("/", { method: "POST" })).status).toBeGreaterThanOrEqual(400);
    expect((await get("/page/none.js")).status).toBe(404);
    expect((await get("/page/../package.json")).status).toBe(404);
    expect((await get("/embedded")).status).toBe(404);
  });

  it("are at most 80 kB of compressed scripts before something is clicked", async () => {
    const script = filesOf(await (await get("/")).text()).find((path) => path.endsWith(".js"))!;
    const response = await get(script);
    const size = Number(response.headers.get("content-length"));
    // What it loads at once: static imports of other files.
    const text = await response.text();
    expect(text).not.toMatch(/^import\s*[{"*]/m);
    expect(size).toBeLessThanOrEqual(80_000);
  });
});
