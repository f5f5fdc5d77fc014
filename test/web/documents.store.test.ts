import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { accessibilityOf, openPage } from "./openPage.ts";

const reason = noBrowserBecause();

describe.skipIf(reason)(`the documents${reason ? ` (skipped: ${reason})` : ""}`, { timeout: 120_000 }, () => {
  let store: Store;
  let api: Api;
  let browser: Browser;
  beforeAll(async () => {
    store = await openStore({});
    api = await serveApi(store);
    browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await store?.close();
  });

  it.each([
    ["/docs", "light"],
    ["/docs/operations", "dark"],
    ["/docs/README", "light"],
    ["/docs?q=frontier", "dark"],
    ["/docs/none", "light"],
  ] as const)("%s is accessible, and fits a screen of 360 pixels (%s)", async (path, colorScheme) => {
    const options = { viewport: { width: 360, height: 740 }, colorScheme, javaScriptEnabled: true };
    const { page, wrong } = await openPage(browser, api, path, options);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await accessibilityOf(page)).toEqual([]);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe(colorScheme === "dark" ? "rgb(15, 20, 26)" : "rgb(255, 255, 255)");
    expect(wrong.filter((text) => !(path === "/docs/none" && text.includes("404")))).toEqual([]);
    await page.context().close();
  });

  it("can be searched and read by the keyboard, with JavaScript off", async () => {
    const { page, origin } = await openPage(browser, api, "/docs", { javaScriptEnabled: false });
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("To the text");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("backup restore");
    await page.keyboard.press("Enter");
    await page.locator(".found a").first().waitFor();
    await page.locator(".found a").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`${origin}/docs/operations#*`);
    expect(await page.locator(".documents [aria-current=page]").textContent()).toBe("Operations");
    await page.context().close();
  });

  it("are linked from the frontier, and lead back to it", async () => {
    const { page, origin } = await openPage(browser, api, "/docs/glossary");
    await page.getByRole("link", { name: "Frontier", exact: true }).click();
    await page.getByRole("link", { name: "Docs", exact: true }).click();
    await page.waitForURL(`${origin}/docs`);
    await page.context().close();
  });
});
