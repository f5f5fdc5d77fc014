import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isWithin, overlap } from "../../src/drawing/boxes.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";
import { accessibilityOf, openPage } from "./openPage.ts";

const reason = noBrowserBecause();
const GPQA = "/?benchmark=gpqa-diamond";

describe.skipIf(reason)(`the page${reason ? ` (skipped: ${reason})` : ""}`, { timeout: 120_000 }, () => {
  let store: Store;
  let api: Api;
  let browser: Browser;
  beforeAll(async () => {
    store = await BUNDLED_ENGINES[1]![1]();
    api = await serveApi(store);
    browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await store?.close();
  });

  const open = (path: string, options?: Parameters<typeof openPage>[3]) => openPage(browser, api, path, options);
  const shown = (page: Page) => page.locator("circle.point").first().waitFor();
  const settled = (page: Page) => page.locator(".notes").waitFor();
  const parameters = (page: Page) => new URL(page.url()).searchParams;

  it("begins with a benchmark that has a frontier, draws it, and asks no other host", async () => {
    const { page, wrong } = await open("/");
    await settled(page);
    expect(parameters(page).get("benchmark")).toBe("gpqa-diamond");
    const data = await api.data(
      `{ frontier(where: { benchmark: ["gpqa-diamond"] }) { points { mode } candidateCount } }`,
    );
    expect(await page.locator("circle.point").count()).toBe(data.frontier.points.length);
    expect(await page.locator("[role=listbox]").getAttribute("aria-label")).toContain(
      `${data.frontier.points.length} of ${data.frontier.candidateCount} candidates are on the frontier`,
    );
    expect(await page.locator(".advice").textContent()).toMatch(/^Take .*resamples/);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("draws each point in the frame, and names that cover neither one another nor a point", async () => {
    for (const width of [1200, 360]) {
      const { page } = await open(GPQA, { viewport: { width, height: 800 } });
      await settled(page);
      const boxes = await page.evaluate(() => {
        const box = (element: Element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x, y, width, height };
        };
        const all = (selector: string) => [...document.querySelectorAll(selector)].map(box);
        return { frame: box(document.querySelector(".chart")!), points: all("circle.point"), names: all("svg .label") };
      });
      expect(boxes.points.length).toBeGreaterThan(3);
      for (const box of [...boxes.points, ...boxes.names]) expect(isWithin(box, boxes.frame)).toBe(true);
      boxes.names.forEach((name, i) => {
        for (const other of boxes.names.slice(i + 1)) expect(overlap(shrunk(name), shrunk(other))).toBe(false);
        for (const point of boxes.points) expect(overlap(shrunk(name), shrunk(point))).toBe(false);
      });
      // Nothing is wider than the window.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it("is one stop of the tab key, with arrow keys between the points and a tooltip that Escape puts away", async () => {
    const { page, wrong } = await open(GPQA);
    await settled(page);
    const chart = page.locator("[role=listbox]");
    await chart.focus();
    await page.keyboard.press("Home");
    const first = await page.locator("#chart-point").textContent();
    expect(first).toMatch(/accuracy .*; on the frontier; on the frontier in .* of resamples/);
    expect(await page.locator("[role=tooltip]").count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#chart-point").textContent()).not.toBe(first);
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator("#chart-point").textContent()).toBe(first);
    await page.keyboard.press("Escape");
    expect(await page.locator("[role=tooltip]").count()).toBe(0);
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.locator(".details li").first().waitFor();
    expect(await page.locator(".details").textContent()).toContain("Accuracy");
    expect(parameters(page).get("point")).toContain("|");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Drag moves");
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("filters at once and counts what each filter would leave, as the API does", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    await page.locator("aside summary", { hasText: "License" }).click();
    const option = page.locator("label", { hasText: "Apache-2.0" });
    const count = Number(await option.locator(".count").textContent());
    await option.locator("input").check();
    await page.waitForFunction(() => location.search.includes("license=Apache-2.0"));
    const data = await api.data(
      `{ frontier(where: { benchmark: ["gpqa-diamond"], license: ["Apache-2.0"] }) { candidateCount points { mode } } }`,
    );
    expect(count).toBe(data.frontier.candidateCount);
    await page.waitForFunction(
      (wanted) => document.querySelectorAll("circle.point").length === wanted,
      data.frontier.points.length,
    );
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes("license"));
    expect(await option.locator("input").isChecked()).toBe(false);
    await page.context().close();
  });

  it("keeps its whole state in the address", async () => {
    const address = `${GPQA}&openWeights=true&size=output_tokens&budget=100000000000000&zoom=1e13:1e15:0.2:0.9&asOf=2026-01-01&theme=dark`;
    const { page } = await open(address);
    await settled(page);
    const state = () =>
      page.evaluate(() => ({
        points: [...document.querySelectorAll("circle.point")].map((point) => point.outerHTML),
        advice: document.querySelector(".advice")!.textContent,
        theme: document.documentElement.dataset.theme,
        size: (document.querySelector("main")!.ownerDocument.querySelectorAll("aside select")[2] as HTMLSelectElement)
          .value,
      }));
    const before = await state();
    expect(before).toMatchObject({ theme: "dark", size: "output_tokens" });
    expect(before.advice).toMatch(/^Take .* limit/);
    await page.locator("#tab-table").click();
    await page.locator("table tbody tr").first().waitFor();
    await page.locator("#tab-frontier").click();
    await settled(page);
    await page.reload();
    await settled(page);
    expect(parameters(page).get("budget")).toBe("100000000000000");
    await page.goto(new URL(api.url).origin + address);
    await settled(page);
    expect(await state()).toEqual(before);
    await page.context().close();
  });

  it("moves a budget that is answered in a sentence", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    await page.getByLabel("Budget", { exact: true }).check();
    const slider = page.getByLabel("Budget: Compute");
    const answers = new Set<string>();
    for (const value of ["40", "200", "390"]) {
      await slider.fill(value);
      await expect.poll(() => parameters(page).get("budget")).not.toBe(null);
      answers.add((await page.locator(".advice").textContent())!);
    }
    expect(answers.size).toBe(3);
    for (const answer of answers) expect(answer).toMatch(/^Take .* limit.*resamples/);
    // The line itself can be dragged too.
    const line = (await page.locator(".budget line").boundingBox())!;
    await page.mouse.move(line.x, line.y + 100);
    await page.mouse.down();
    await page.mouse.move(line.x - 300, line.y + 100, { steps: 4 });
    await page.mouse.up();
    const moved = (await page.locator(".budget line").boundingBox())!;
    expect(Math.abs(moved.x - (line.x - 300))).toBeLessThan(4);
    await page.context().close();
  });

  it("enlarges what is dragged over, moves with Shift, and shows the whole again", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    const box = (await page.locator("[role=listbox]").boundingBox())!;
    const drag = async (from: [number, number], to: [number, number]) => {
      await page.mouse.move(box.x + from[0], box.y + from[1]);
      await page.mouse.down();
      await page.mouse.move(box.x + to[0], box.y + to[1], { steps: 5 });
      await page.mouse.up();
    };
    await drag([300, 80], [500, 250]);
    const zoomed = parameters(page).get("zoom")!.split(":").map(Number);
    expect(zoomed).toHaveLength(4);
    await page.keyboard.down("Shift");
    await drag([300, 200], [400, 200]);
    await page.keyboard.up("Shift");
    const moved = parameters(page).get("zoom")!.split(":").map(Number);
    // The width of the view in tenfolds stays, and it shows lower costs.
    expect(Math.log10(moved[1]! / moved[0]!)).toBeCloseTo(Math.log10(zoomed[1]! / zoomed[0]!), 2);
    expect(moved[0]).toBeLessThan(zoomed[0]!);
    await page.getByRole("button", { name: "Whole picture" }).click();
    expect(parameters(page).get("zoom")).toBe(null);
    await page.context().close();
  });

  it("draws while it is moved what it draws when it rests", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    const box = (await page.locator("[role=listbox]").boundingBox())!;
    // The centre and the amount of what is drawn on the canvas: one point left out or put elsewhere changes them.
    const drawn = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>(".chart canvas")!;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        let [sum, across, up] = [0, 0, 0];
        for (let at = 3; at < data.length; at += 4) {
          const pixel = (at - 3) / 4;
          sum += data[at]!;
          across += data[at]! * (pixel % canvas.width);
          up += data[at]! * Math.floor(pixel / canvas.width);
        }
        return { sum, across: across / sum, up: up / sum };
      });
    const before = await drawn();
    await page.getByRole("button", { name: "Drag moves" }).click();
    await page.mouse.move(box.x + 400, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 480, box.y + 230, { steps: 6 });
    const moving = await drawn();
    await page.mouse.up();
    await expect.poll(() => parameters(page).get("zoom")).not.toBe(null);
    const resting = await drawn();
    expect(Math.abs(moving.across - before.across)).toBeGreaterThan(20);
    expect(Math.abs(moving.across - resting.across)).toBeLessThan(1.5);
    expect(Math.abs(moving.up - resting.up)).toBeLessThan(1.5);
    expect(moving.sum / resting.sum).toBeCloseTo(1, 1);
    await page.context().close();
  });

  it("plays the releases", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    await page.getByRole("button", { name: "Play releases" }).click();
    await expect.poll(() => parameters(page).get("asOf")).toMatch(/^202/);
    const early = await page.locator("circle.point").count();
    await page.getByRole("button", { name: "Pause" }).click();
    expect(early).toBeGreaterThan(0);
    await page.getByLabel("Models released by").fill("10");
    await expect.poll(() => page.locator("figure .tools").textContent()).toMatch(/\d+ of 57 candidates/);
    await page.context().close();
  });

  it.each([
    ["table", "table tbody tr"],
    ["compare", "table tbody tr"],
    ["trajectory", ".plot circle"],
    ["saturation", ".plot path"],
    ["groups", "table tbody tr"],
    ["points", "circle.point"],
  ])("has a tab for the %s", async (tab, found) => {
    const { page, wrong } = await open(GPQA);
    await shown(page);
    await page.locator(`#tab-${tab}`).click();
    await page.locator(`#tab-content ${found}`).first().waitFor({ timeout: 30_000 });
    expect(parameters(page).get("tab")).toBe(tab);
    expect(await page.locator(`#tab-${tab}`).getAttribute("aria-selected")).toBe("true");
    expect(await accessibilityOf(page)).toEqual([]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("goes from tab to tab by the arrow keys", async () => {
    const { page } = await open(GPQA);
    await shown(page);
    await page.locator("#tab-frontier").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("tab-table");
    await page.keyboard.press("End");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("tab-points");
    await page.context().close();
  });

  it("sorts its table, and gives it as CSV", async () => {
    const { page } = await open(`${GPQA}&tab=table`);
    await page.locator("table tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Compute, FLOP/problem" }).click();
    await page.getByRole("button", { name: "Compute, FLOP/problem" }).click();
    expect(parameters(page).get("sort")).toBe("-flops");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    const { readFileSync } = await import("node:fs");
    const lines = readFileSync((await download.path())!, "utf8")
      .trim()
      .split("\r\n");
    expect(lines).toHaveLength(58);
    expect(lines[0]).toMatch(/^model,mode,membership,accuracy,accuracy_low,accuracy_high,flops,/);
    await page.context().close();
  });

  it("estimates on the reader's hardware, with a control for each field of the API's input", async () => {
    const { page } = await open(GPQA);
    await settled(page);
    await page.getByText("On my hardware").click();
    const data = await api.data(`{ __type(name: "DeploymentInput") { inputFields { name } } }`);
    const controls = page.locator("aside details", { hasText: "On my hardware" }).last();
    expect(await controls.locator("input, select").count()).toBe(data.__type.inputFields.length);
    await page.getByLabel("Hardware").first().selectOption("H100-SXM");
    await page.getByLabel("Across").selectOption("latency");
    await expect.poll(() => page.locator("h2.title").textContent()).toContain("latency");
    await shown(page);
    expect(parameters(page).get("on.hardware")).toBe("H100-SXM");
    await page.context().close();
  });

  it("is shared as a link, a picture, a query that runs, and a frame", async () => {
    const { page, origin } = await open(`${GPQA}&openWeights=true&size=cost`);
    await settled(page);
    await page.getByText("Share", { exact: true }).click();
    const svg = await page.getByRole("link", { name: "SVG" }).getAttribute("href");
    const picture = await fetch(svg!);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/svg+xml; charset=utf-8"]);
    const query = await page.locator(".share pre").textContent();
    const answer = await api.ask(query!);
    expect(answer.errors).toBe(undefined);
    expect(answer.data.frontier.points.length).toBe(await page.locator("circle.point").count());
    const frame = await page.getByLabel("Frame").inputValue();
    expect(frame).toContain(`<iframe src="${origin}/embed?benchmark=gpqa-diamond&amp;openWeights=true&amp;size=cost"`);
    const explorer = await page.getByRole("link", { name: "Query in GraphiQL" }).getAttribute("href");
    expect(new URL(explorer!, origin).searchParams.get("query")).toBe(query);
    await page.context().close();
  });

  it.each(["light", "dark"] as const)(
    "breaks no rule of accessibility in %s colours, wide or narrow",
    async (colorScheme) => {
      for (const width of [1200, 360]) {
        const { page } = await open(GPQA, { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
        await settled(page);
        await page.locator("[role=listbox]").focus();
        await page.keyboard.press("End");
        expect(await accessibilityOf(page)).toEqual([]);
        await page.context().close();
      }
    },
  );
});

/** Letters have no ink at the edge of their box. */
const shrunk = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  ...{ x: x + 1, y: y + 2.5, width: width - 2, height: height - 5 },
});
