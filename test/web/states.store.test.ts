import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { models } from "../../src/store/tables.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { accessibilityOf, openPage } from "./openPage.ts";

const reason = noBrowserBecause();
const HOSTILE = '<img src=x onerror="document.title=1">';

describe.skipIf(reason)(`states of the page${reason ? ` (skipped: ${reason})` : ""}`, { timeout: 120_000 }, () => {
  let store: Store;
  let empty: Store;
  let api: Api;
  let browser: Browser;
  const closed: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [store, empty] = await Promise.all([openStore({}), openStore({})]);
    await fillSmallStore(store);
    await store.drizzle
      .insert(models)
      .values({ slug: "acme/hostile", name: HOSTILE, openWeights: true, license: "MIT" });
    await store.refresh();
    await recordRun(store, { measures: { accuracy: { value: 0.5 }, flops: { value: 1e12 } } });
    await recordRun(store, { model: "acme/large", measures: { accuracy: { value: 0.7 }, flops: { value: 1e13 } } });
    await recordRun(store, { model: "acme/hostile", measures: { accuracy: { value: 0.9 }, flops: { value: 1e14 } } });
    api = await serveApi(store);
    browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const close of closed) await close();
    await api?.close();
    await Promise.all([store?.close(), empty?.close()]);
  });

  const notice = async (page: Page) => (await page.locator(".notice").first().textContent())!;
  const points = (page: Page) => page.locator("circle.point");

  it("shows names as text, whatever they hold", async () => {
    const { page, wrong } = await openPage(browser, api, "/?benchmark=sums");
    await points(page).first().waitFor();
    await page.locator("#tab-table").click();
    await page.locator("table tbody tr").first().waitFor();
    await page.locator("#tab-frontier").click();
    await page.locator("[role=listbox]").focus();
    await page.keyboard.press("End");
    expect(await page.locator("[role=tooltip] b").textContent()).toBe(HOSTILE);
    await page.keyboard.press("Enter");
    await page.locator(".details li").first().waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says that a store is empty, and what fills it", async () => {
    const served = await serveApi(empty);
    closed.push(() => served.close());
    const { page, wrong } = await openPage(browser, served, "/");
    await page.locator(".notice").waitFor();
    expect(await notice(page)).toMatch(/holds no results yet.*paretograph run/);
    expect(await accessibilityOf(page)).toEqual([]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says that the server is away, keeps what it has, and goes on when the server is back", async () => {
    const { page } = await openPage(browser, api, "/?benchmark=sums");
    await points(page).first().waitFor();
    await page.context().route("**/graphql*", (route) => route.abort());
    await page.getByLabel("Across").selectOption("output_tokens");
    await page.locator(".notice[role=alert]").waitFor();
    expect(await notice(page)).toMatch(/can't be reached/);
    // The picture that is still there says what it shows, and not what was asked since.
    expect(await page.locator("h2.title").textContent()).toBe("Accuracy against compute on Sums");
    expect(await points(page).count()).toBe(3);
    expect(await accessibilityOf(page)).toEqual([]);
    await page.reload();
    await page.locator(".notice[role=alert]").waitFor();
    await page.context().unroute("**/graphql*");
    await page.goBack();
    await page.getByRole("button", { name: "Try again" }).click();
    await points(page).first().waitFor();
    await page.context().close();
  });

  it("says why a frontier is empty, and changes it at a click", async () => {
    const { page, wrong } = await openPage(browser, api, "/?benchmark=sums&license=Apache-2.0");
    await page.locator(".notice li").first().waitFor();
    expect(await notice(page)).toMatch(/3 candidates have the values, but none is left by what is chosen of models/);
    expect(await accessibilityOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Take any license" }).click();
    await points(page).first().waitFor();
    expect(await points(page).count()).toBe(3);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("names the metric that is lacking, and hardware that would give it", async () => {
    const { page } = await openPage(browser, api, "/?benchmark=sums&objective=accuracy&objective=cost");
    await page.locator(".notice li").first().waitFor();
    await expect.poll(() => notice(page)).toMatch(/3 lack a value of an objective.*choose an accelerator/);
    await page.getByRole("button", { name: "Keep the benchmark alone" }).click();
    await points(page).first().waitFor();
    await page.context().close();
  });

  it.each([
    ["/?benchmark=nope", /UNKNOWN_BENCHMARK/],
    ["/?benchmark=sums&objective=accuracy&objective=beauty", /no metric "beauty"/],
    ["/?benchmark=sums&objective=accuracy", /two axes/],
    ["/?benchmark=sums&colour=red", /parameter "colour", which there is not/],
    ["/?benchmark=sums&max=flops:much", /"much" is not a number/],
    ["/?benchmark=sums&license=Bogus&lab=nobody", /UNKNOWN_LAB|nobody/],
  ])("explains an address that can't be answered: %s", async (path, message) => {
    const { page } = await openPage(browser, api, path);
    await page.locator(".notice").first().waitFor();
    expect(await notice(page)).toMatch(message);
    expect(await accessibilityOf(page)).toEqual([]);
    await page.context().close();
  });

  it("ignores a view, a budget and a point that are none", async () => {
    const own = "zoom=5:1:x:2&budget=cheap&point=nobody&tab=nowhere&theme=pink&size=beauty&sort=x&gain=-";
    const { page, wrong } = await openPage(browser, api, `/?benchmark=sums&${own}`);
    await points(page).first().waitFor();
    expect(await points(page).count()).toBe(3);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("asks for a token where reading needs one, and reads with that of the tab", async () => {
    const guarded = await serveApi(store, { access: { reading: "token" } });
    closed.push(() => guarded.close());
    const { page, origin } = await openPage(browser, guarded, "/?benchmark=sums");
    await page.locator(".notice").waitFor();
    expect(await notice(page)).toMatch(/Reading needs a token.*one-time link/);
    const { token } = await createTokens(store).create({ scope: "read" });
    await page.evaluate((kept) => sessionStorage.setItem("paretograph.token", JSON.stringify({ token: kept })), token);
    await page.reload();
    await points(page).first().waitFor();
    // The picture for frames of others takes no token: it would show what its reader may see and the page around it may not.
    await page.goto(`${origin}/embed?benchmark=sums`);
    await page.locator(".notice").waitFor();
    await page.context().close();
  });

  it("is shown in the frame of another page as the picture alone, while the page itself is not", async () => {
    const { origin } = new URL(api.url);
    const other: Server = createServer((_, response) => {
      const frame = (path: string) => `<iframe src="${origin}${path}" width="700" height="420"></iframe>`;
      response.setHeader("content-type", "text/html");
      response.end(
        `<!doctype html><title>Other</title>${frame("/embed?benchmark=sums&theme=dark&budget=1e13")}${frame("/?benchmark=sums")}`,
      );
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    closed.push(async () => other.close());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`);
    const framed = page.frames().find((frame) => frame.url().includes("/embed"))!;
    await framed.locator("circle.point").first().waitFor();
    expect(await framed.locator("aside, [role=tablist], header").count()).toBe(0);
    expect(await framed.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    expect(await framed.locator(".budget text").textContent()).toContain("at most");
    const whole = page.frames().find((frame) => frame !== framed && frame !== page.mainFrame())!;
    expect(await whole.locator("#page").count()).toBe(0);
    await context.close();
    const { page: alone } = await openPage(browser, api, "/embed?benchmark=sums");
    await alone.locator("circle.point").first().waitFor();
    expect(await accessibilityOf(alone)).toEqual([]);
    await alone.context().close();
  });
});
