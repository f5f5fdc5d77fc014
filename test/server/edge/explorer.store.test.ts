import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBundledResults } from "../../../src/recording/bundled/bundledResults.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { noBrowserBecause, startBrowser } from "../../support/browser.ts";

const reason = noBrowserBecause();

describe.skipIf(reason)(
  `the explorer in a browser${reason ? ` (skipped: ${reason})` : ""}`,
  { timeout: 180_000 },
  () => {
    let store: Store;
    let api: Api;
    let browser: Browser;
    let page: Page;
    /** What the page asked for, and what its policy or a missing file kept from it. */
    let requests: { method: string; url: string; authorization: string | undefined }[];
    let problems: string[];

    beforeAll(async () => {
      store = await openStore({});
      await loadBundledResults(store, () => {});
      api = await serveApi(store);
      browser = await startBrowser();
      page = await browser.newPage();
      page.setDefaultTimeout(60_000);
      requests = [];
      problems = [];
      page.on("request", (request) => {
        requests.push({ method: request.method(), url: request.url(), authorization: request.headers().authorization });
      });
      page.on("console", (message) => {
        if (message.type() === "error" || /Content.Security.Policy/i.test(message.text()))
          problems.push(message.text());
      });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("requestfailed", (request) => problems.push(`${request.url()} failed`));
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await api?.close();
      await store?.close();
    });

    const shown = () => page.textContent(".result-window");
    const open = async (fragment = "") => {
      // Each visit is a first one: GraphiQL remembers the tabs of earlier ones.
      await page.goto(`${api.url.replace("/graphql", "/health")}`);
      await page.evaluate("localStorage.clear()");
      await page.goto(`${api.url}${fragment}`);
      await page.waitForSelector(".graphiql-execute-button");
    };
    /** Runs the query that stands in the editor, and gives the request that asked it.
     * The explorer also asks for the schema and for parts of its editor, at any time. */
    const runQuery = async () => {
      const answered = page.waitForResponse((response) => {
        const request = response.request();
        return request.method() === "POST" && !request.postData()?.includes("IntrospectionQuery");
      });
      await page.click(".graphiql-execute-button");
      const request = (await answered).request();
      return { method: request.method(), url: request.url(), authorization: request.headers().authorization };
    };

    it("answers its first query without asking any other host and without breaking its policy", async () => {
      await open();
      await runQuery();
      await expect.poll(shown).toContain('"candidateCount"');
      expect(await shown()).not.toContain('"errors"');
      const { origin } = new URL(api.url);
      expect(requests.filter(({ url }) => !url.startsWith(`${origin}/`) && url !== "about:blank")).toEqual([]);
      expect(requests.length).toBeGreaterThan(5);
      expect(problems).toEqual([]);
      expect(requests.every(({ authorization }) => authorization === undefined)).toBe(true);
    });

    it("signs in by a link, whose code leaves the address, and sends the token from the session storage", async () => {
      const codes: string[] = [];
      await page.route("**/sign-in", async (route) => {
        codes.push(JSON.parse(route.request().postData()!).code);
        await route.fulfill({
          json: { token: "secret-of-this-tab", scope: "operate", lab: "lab-a", expiresAt: "2030-01-01T00:00:00Z" },
        });
      });
      await open("#sign-in=one-time");
      expect(codes).toEqual(["one-time"]);
      expect(page.url()).toBe(api.url);
      expect(await page.textContent("#session")).toContain("Signed in to operate for lab-a");
      expect(
        await page.evaluate("document.cookie + Object.keys(localStorage).filter((key) => /token/.test(key))"),
      ).toBe("");
      expect((await runQuery()).authorization).toBe("Bearer secret-of-this-tab");

      await page.click("#session button");
      expect(await runQuery()).toEqual({ method: "POST", url: api.url, authorization: undefined });
      await page.unroute("**/sign-in");
    });

    it("says so when a link does not sign in, and keeps no token", async () => {
      await page.route("**/sign-in", (route) =>
        route.fulfill({ status: 401, json: { errors: [{ message: "The code was used before." }] } }),
      );
      await open("#sign-in=old");
      expect(await page.textContent("#session")).toBe("The link did not sign in: The code was used before.");
      expect(await page.evaluate("sessionStorage.getItem('paretograph.token')")).toBeNull();
      expect(page.url()).toBe(api.url);
      await page.unroute("**/sign-in");
    });

    it("leaves no way for a page of another origin to change or read anything", async () => {
      const seen: string[] = [];
      const attacked = new URL(api.url).origin;
      const evil = createServer((_, response) => {
        response.setHeader("content-type", "text/html");
        response.end("<title>evil</title><form method=post><input name=query value='mutation { __typename }'></form>");
      }).listen(0, "127.0.0.1");
      await once(evil, "listening");
      const tab = await browser.newPage();
      tab.on("response", (response) => {
        if (response.url().startsWith(attacked)) seen.push(`${response.request().method()} ${response.status()}`);
      });
      const evilUrl = `http://localhost:${portOf(evil)}/`;
      for (const enctype of ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]) {
        await tab.goto(evilUrl);
        await tab.evaluate(`{
        const form = document.forms[0];
        form.action = ${JSON.stringify(api.url)};
        form.enctype = ${JSON.stringify(enctype)};
        form.submit();
      }`);
        await tab.waitForURL(api.url);
        expect(await tab.textContent("body")).toContain("ORIGIN_NOT_ALLOWED");
      }
      await tab.goto(evilUrl);
      const read = (options: string) =>
        tab.evaluate(`fetch(${JSON.stringify(api.url)}, ${options}).then((r) => r.text() || r.type, (e) => "refused")`);
      expect(await read(`{ method: "POST", mode: "no-cors", body: '{"query":"{__typename}"}' }`)).not.toContain(
        "Query",
      );
      expect(
        await read(
          `{ method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{__typename}"}' }`,
        ),
      ).toBe("refused");
      expect(seen.filter((one) => one.startsWith("POST"))).not.toContainEqual(expect.stringContaining(" 2"));
      await tab.close();
      evil.close();
    });
  },
);

const portOf = (server: Server) => (server.address() as AddressInfo).port;
