import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";
import { accessibilityOf, openPage } from "./openPage.ts";

const reason = noBrowserBecause();

describe.skipIf(reason)(
  `pages of what the store holds${reason ? ` (skipped: ${reason})` : ""}`,
  {
    timeout: 120_000,
  },
  () => {
    let store: Store;
    let api: Api;
    let browser: Browser;
    let run: { id: string; model: { name: string }; sampleCount: number };
    beforeAll(async () => {
      store = await BUNDLED_ENGINES[0]![1]();
      api = await serveApi(store);
      browser = await startBrowser();
      const { runs } = await api.data(
        `{ runs(first: 1, where: { lab: ["epoch"], benchmark: ["gpqa-diamond"] }, orderBy: { metric: "accuracy", direction: DESC }) {
        nodes { id sampleCount model { name } } } }`,
      );
      run = runs.nodes[0];
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await api?.close();
      await store?.close();
    });

    const open = (path: string, options?: Parameters<typeof openPage>[3]) => openPage(browser, api, path, options);
    const runPath = () => `/runs/${encodeURIComponent(run.id)}`;
    const parameters = (page: Page) => new URL(page.url()).searchParams;
    const settled = async (page: Page) => {
      await page.locator("h2.title").waitFor();
      await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"), undefined, { timeout: 60_000 });
    };
    const PAGES: [string, () => string, RegExp][] = [
      ["run", runPath, /carried over from a published source/],
      ["model", () => "/models/Qwen/Qwen3-32B?accelerators=all", /Apache-2\.0.*on the frontier.*Take 1 × /s],
      ["benchmark", () => "/benchmarks/gpqa-diamond", /25\.0 %.*Its frontier|Its frontier.*25\.0 %/s],
      ["lab", () => "/labs/epoch", /none is followed here/],
      ["plugins", () => "/plugins", /measures nothing.*Published by others/s],
      ["peers", () => "/peers", /the matter of operators.*\(UNAUTHENTICATED\)/s],
    ];

    it.each(PAGES)("shows the page of a %s under its own title, and asks no other host", async (_, path, words) => {
      const { page, wrong } = await open(path());
      await settled(page);
      expect(await page.locator("main").textContent()).toMatch(words);
      expect(await page.title()).toBe(`${await page.locator("h2.title").textContent()} – Paretograph`);
      expect(wrong).toEqual([]);
      await page.context().close();
    });

    it.each(PAGES)(
      "breaks no rule of accessibility on the page of a %s, wide or narrow, light or dark",
      async (_, path) => {
        for (const [width, colorScheme] of [
          [1200, "light"],
          [360, "dark"],
        ] as const) {
          const { page } = await open(path(), {
            colorScheme,
            viewport: { width, height: 800 },
            reducedMotion: "reduce",
          });
          await settled(page);
          for (const details of await page.locator("main details > summary").all()) await details.click();
          expect(await accessibilityOf(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          await page.context().close();
        }
      },
    );

    it("says what an unknown name is near to, and what is wrong with an id", async () => {
      const notice = async (path: string) => {
        const { page } = await open(path);
        await page.locator(".notice[role=alert]").waitFor();
        const text = await page.locator(".notice").textContent();
        expect(await accessibilityOf(page)).toEqual([]);
        await page.context().close();
        return text;
      };
      expect(await notice("/models/openai/gpt-os-120")).toMatch(/Nothing is found.*Near it: openai\/gpt-oss-120b/);
      expect(await notice("/benchmarks/gpqa-diamnd")).toMatch(/Near it: gpqa-diamond/);
      expect(await notice("/labs/epcoh")).toMatch(/Near it: epoch.*UNKNOWN_LAB/);
      expect(await notice("/runs/xyz")).toMatch(/Nothing is found.*BAD_ID/);
      const none = Buffer.from(`Run:${"0".repeat(64)}`).toString("base64");
      expect(await notice(`/runs/${encodeURIComponent(none)}`)).toMatch(/holds no run of this id/);
      expect(await notice("/models/%E0%A4%A")).toMatch(/Nothing is found/);
    });

    it("sorts, filters and pages the runs of a model in its address, as the API does", async () => {
      const { page } = await open("/models/Qwen/Qwen3-32B");
      await settled(page);
      const accuracies = async () =>
        (await page.locator("section[aria-label='Table of runs'] tbody tr td:nth-child(4)").allTextContents())
          .filter(Boolean)
          .map((text) => Number.parseFloat(text));
      const before = await accuracies();
      expect(before.length).toBeGreaterThan(3);
      expect(before).toEqual(before.toSorted((a, b) => b - a));
      await page.getByRole("button", { name: "Accuracy" }).click();
      await expect.poll(() => parameters(page).get("sort")).toBe("accuracy");
      await page.locator("th[aria-sort=ascending]").waitFor();
      await page.getByRole("button", { name: "Next" }).first().click();
      await expect.poll(() => parameters(page).get("runs.after")).not.toBe(null);
      await page.getByRole("button", { name: "Previous" }).first().click();
      await expect.poll(() => parameters(page).get("runs.before")).not.toBe(null);
      await page.getByLabel("Benchmark").selectOption("gpqa-diamond");
      await expect.poll(() => page.locator("section[aria-label='Table of runs'] tbody tr").count()).toBe(1);
      expect(Object.fromEntries(parameters(page))).toEqual({ sort: "accuracy", benchmark: "gpqa-diamond" });
      const address = page.url();
      await page.goto("about:blank");
      await page.goto(address);
      await settled(page);
      expect(await page.locator("section[aria-label='Table of runs'] tbody tr").count()).toBe(1);
      await page.goBack();
      await page.goBack();
      await page.context().close();
    });

    it("goes from the frontier to a model, its run, its lab, its benchmark and back, and keeps the colours", async () => {
      const { page, wrong } = await open("/?benchmark=gpqa-diamond&theme=dark");
      await page.locator(".notes").waitFor({ timeout: 60_000 });
      await page.locator("[role=listbox]").focus();
      await page.keyboard.press("End");
      // Where a point rests, its tooltip names its sources.
      await expect
        .poll(() => page.locator("[role=tooltip]").textContent())
        .toMatch(/carried over from a published source/);
      await page.keyboard.press("Enter");
      await page.locator(".details li").first().waitFor();
      expect(await page.locator(".details li").first().textContent()).toMatch(/by .*, carried over.*https?:/);
      await page.locator(".details h2 a").click();
      await settled(page);
      const model = await page.locator("h2.title").textContent();
      expect(await page.locator("main").textContent()).toContain("on the frontier");
      await page.locator("section[aria-label='Table of runs'] tbody th a").first().click();
      await page.locator("section[aria-label='Where it comes from']").waitFor();
      expect(await page.locator("h2.title").textContent()).toContain(model!);
      await page.locator("section[aria-label='Where it comes from'] a[href^='/labs/']").click();
      await settled(page);
      await page.locator("section[aria-label='Table of runs'] td a[href^='/benchmarks/']").first().click();
      await settled(page);
      await page.getByRole("link", { name: "Its frontier" }).click();
      await page.locator(".notes").waitFor({ timeout: 60_000 });
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
      expect(wrong).toEqual([]);
      await page.context().close();
    });

    it("pages the answers of a run, those of one fate alone, each as the API has it", async () => {
      const { page } = await open(runPath());
      await settled(page);
      const answers = () => page.locator("details.answer > summary").allTextContents();
      expect(await page.locator("section[aria-label=Answers]").textContent()).toContain(
        `10 of ${run.sampleCount.toLocaleString("en-US")} answers`,
      );
      const first = await answers();
      await page.getByRole("button", { name: "Next" }).click();
      await expect.poll(async () => (await answers())[0]).not.toBe(first[0]);
      await page.getByLabel("Show").selectOption("WRONG");
      await expect.poll(async () => (await answers()).every((text) => text.startsWith("wrong"))).toBe(true);
      expect(Object.fromEntries(parameters(page))).toEqual({ fate: "WRONG" });
      const data = await api.data(`{ run(id: "${run.id}") { samples(fate: WRONG) { totalCount } } }`);
      expect(await page.locator("section[aria-label=Answers]").textContent()).toContain(
        `of ${data.run.samples.totalCount} answers`,
      );
      await page.context().close();
    });

    it("lists the problems of a benchmark from the hardest on, with who solved each", async () => {
      const { page } = await open("/benchmarks/gpqa-diamond");
      await settled(page);
      const { benchmark } = await api.data(
        `{ benchmark(slug: "gpqa-diamond") { problems(first: 20) { totalCount nodes { problemId results { right total model { slug } } } } } }`,
      );
      const ids = await page.locator("section[aria-label='Table of problems'] tbody th").allTextContents();
      expect(ids).toEqual(benchmark.problems.nodes.map(({ problemId }: { problemId: string }) => problemId));
      const [{ results }] = benchmark.problems.nodes;
      const solvers = page.locator("section[aria-label='Table of problems'] tbody tr").first().locator("details");
      await solvers.locator("summary").click();
      expect(await solvers.locator("a").count()).toBe(results.length);
      await page.context().close();
    });

    it("sets a limit on either side, which the frontier and the address keep", async () => {
      const { page } = await open("/?benchmark=gpqa-diamond");
      await page.locator(".notes").waitFor({ timeout: 60_000 });
      const count = () => page.locator("circle.point").count();
      const all = await count();
      await page.locator("aside summary", { hasText: "Limits" }).click();
      await page.getByLabel("Value of the limit").fill("0.7");
      await page.getByRole("button", { name: "Add" }).click();
      await expect.poll(() => parameters(page).getAll("min")).toEqual(["accuracy:0.7"]);
      await expect.poll(count).toBeLessThan(all);
      const data = await api.data(
        `{ frontier(where: { benchmark: ["gpqa-diamond"] }, constraints: [{ metric: "accuracy", min: 0.7 }]) { points { mode } } }`,
      );
      await expect.poll(count).toBe(data.frontier.points.length);
      await page.getByRole("button", { name: "Leave out the limit: Accuracy at least 0.7" }).click();
      await expect.poll(count).toBe(all);
      await page.context().close();
    });

    it("says that published results are still being loaded, and renews itself until they are there", async () => {
      store.loading = { done: 1, total: 2 };
      const loading = await serveApi(store);
      const { page } = await openPage(browser, loading, "/?benchmark=math500");
      await page.locator("p[role=status].warning").waitFor({ timeout: 60_000 });
      expect(await page.locator("p[role=status].warning").textContent()).toMatch(/1 of 2 runs.*renews itself/);
      store.loading = null;
      // As the last batch of results does, this makes another version of the data, of which no answer is kept.
      await store.rows("update benchmarks set name = name || ' ' where slug = 'math500' returning id", []);
      await store.refresh();
      await page.locator("p[role=status].warning").waitFor({ state: "detached", timeout: 60_000 });
      expect(await page.locator("circle.point").count()).toBeGreaterThan(0);
      await page.context().close();
      await loading.close();
    });

    it("answers on its pages what two of the questions of docs/choosing.md ask commands", async () => {
      const { readFileSync } = await import("node:fs");
      const text = readFileSync("docs/choosing.md", "utf8");
      const address = (question: string) => {
        const section = text.slice(text.indexOf(question));
        return /On the page: `([^`]+)`/.exec(section)![1]!;
      };
      const { page: compared } = await open(address("## 5."));
      await compared.locator("#tab-content .advice").waitFor({ timeout: 60_000 });
      expect(await compared.locator("#tab-content .advice").textContent()).toMatch(
        /Qwen3-235B-A22B-Thinking-2507 is more accurate.*198 problems that both answered, a difference of/,
      );
      await compared.context().close();
      const { page: served } = await open(address("## 6."));
      await served.locator("section[aria-label=Accelerators] .advice").waitFor({ timeout: 60_000 });
      const said = await served.locator("section[aria-label=Accelerators] .advice").textContent();
      expect(said).toMatch(/Take 1 × MI355X in BF16: .* an estimated 25 s.* H100-SXM, an estimated 49\.9 s/);
      await served.context().close();
    });
  },
);
