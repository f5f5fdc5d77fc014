import type { Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { servePage } from "../support/pageServer.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";

const reason = noBrowserBecause();

describe.skipIf(reason)(
  `examples/app in a browser${reason ? ` (skipped: ${reason})` : ""}`,
  { timeout: 120_000 },
  () => {
    let store: Store;
    let api: Api;
    let stranger: Api;
    let pages: { server: Server; origin: string };
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      store = await openStore({});
      await fillSmallStore(store);
      const measures = { accuracy: { value: 0.5 }, flops: { value: 1e12 } };
      await recordRun(store, { measures });
      pages = await servePage("examples/app");
      api = await serveApi(store, { corsOrigins: [pages.origin] });
      stranger = await serveApi(store);
      browser = await startBrowser();
      page = await browser.newPage();
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      pages?.server.closeAllConnections();
      pages?.server.close();
      await api?.close();
      await stranger?.close();
      await store?.close();
    });

    const open = (server: Api, benchmark: string) =>
      page.goto(`${pages.origin}/index.html?${new URLSearchParams({ server: server.url, benchmark })}`);
    const rows = () => page.locator("#points tr").allInnerTexts();
    const state = () => page.locator("#state").textContent();

    it("shows the frontier of a server of another origin, and follows it", async () => {
      const asked: string[] = [];
      page.on("response", (response) => void asked.push(`${response.request().method()} ${response.status()}`));
      await open(api, "sums");
      await page.waitForFunction(() => document.querySelectorAll("#points tr").length === 1);
      expect(await rows()).toEqual(["Small\tdefault\t0.500\t1.00e+12"]);
      expect(await state()).toBe(`1 points, version ${store.version()} of the data.`);
      await recordRun(store, { mode: "on", measures: { accuracy: { value: 0.8 }, flops: { value: 1e13 } } });
      await page.waitForFunction(() => document.querySelectorAll("#points tr").length === 2);
      expect(await rows()).toContain("Small\ton\t0.800\t1.00e+13");
      // The hash of the document was not known, so that it was sent; for the next page it is.
      expect(asked.filter((one) => one.startsWith("POST"))).toEqual(["POST 200"]);
      await open(api, "sums");
      await page.waitForFunction(() => document.querySelectorAll("#points tr").length === 2);
      expect(asked.filter((one) => one.startsWith("POST"))).toHaveLength(1);
    });

    it("says by a code what the server refuses, and what the browser does", async () => {
      await open(api, "sum");
      await page.waitForFunction(() => !/Asking/.test(document.querySelector("#state")!.textContent!));
      expect(await state()).toMatch(/^UNKNOWN_BENCHMARK: /);
      // A server that does not name the page's origin answers nothing that it may read.
      await open(stranger, "sums");
      await page.waitForFunction(() => !/Asking/.test(document.querySelector("#state")!.textContent!));
      expect(await state()).toMatch(/^The server can't be reached/);
      expect(await rows()).toEqual([]);
    });
  },
);
