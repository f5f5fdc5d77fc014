import { setTimeout as wait } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import { createEvaluation } from "../../src/evaluation/evaluation.ts";
import { openQueue } from "../../src/evaluation/queue.ts";
import { startWorker } from "../../src/evaluation/worker.ts";
import { defineBenchmark } from "../../src/plugins/contract/definePlugin.ts";
import { PluginError } from "../../src/plugins/contract/pluginError.ts";
import type { RegisteredPlugin } from "../../src/plugins/registry.ts";
import type { Store } from "../../src/store/store.ts";
import { models } from "../../src/store/tables.ts";
import { toyPlugins } from "../evaluation/toyPlugins.ts";
import { Instance, samples } from "../federation/instance.ts";
import { type Api, serveApi } from "../support/api.ts";
import { noBrowserBecause, startBrowser } from "../support/browser.ts";
import { recordRun } from "../support/smallStore.ts";
import { accessibilityOf, openPage } from "./openPage.ts";

const reason = noBrowserBecause();
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

describe.skipIf(reason)(`runs on pages${reason ? ` (skipped: ${reason})` : ""}`, { timeout: 120_000 }, () => {
  let author: Instance;
  let reader: Instance;
  let store: Store;
  let api: Api;
  let browser: Browser;
  /** The engine gives so many answers, and holds the others back. */
  let allowed = Number.POSITIVE_INFINITY;
  const ended: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [author, reader] = await Promise.all([Instance.open("north"), Instance.open("south")]);
    store = reader.store;
    await store.drizzle.insert(models).values({ slug: "acme/hostile", name: HOSTILE, openWeights: true });
    await store.refresh();
    const { plugins } = toyPlugins(async (request, call) => {
      while (call > allowed) await wait(20);
      const isCut = request.messages[0]!.content.includes("3 + 1");
      return isCut ? { answer: `${HOSTILE} and so on`, finishReason: "length" } : {};
    }, 12);
    const sums = plugins.find("benchmark", "sums");
    plugins.register(
      defineBenchmark({
        ...(sums as never as Parameters<typeof defineBenchmark>[0]),
        name: "secrets",
        data: { private: true },
      }) as never as RegisteredPlugin["plugin"],
      "test",
    );
    const queue = await openQueue(store);
    const evaluation = await createEvaluation(store, queue, plugins, [
      { source: "<img src=x>", stage: "CHECK", error: new PluginError("INVALID_PLUGIN", "It has no version.") },
    ]);
    const worker = await startWorker({ store, plugins, cacheFolder: "/nonexistent", log: () => {} }, queue, ["toy"]);
    ended.push(async () => {
      allowed = Number.POSITIVE_INFINITY;
      await worker.stop();
      await queue.stop();
    });
    api = await serveApi(store, { evaluation });
    browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const end of ended) await end();
    await api?.close();
    await Promise.all([author?.close(), reader?.close()]);
  });

  const idOf = (hash: string) => Buffer.from(`Run:${hash}`).toString("base64");
  const pathOf = (id: string) => `/runs/${encodeURIComponent(id)}`;
  const start = async (benchmark: string): Promise<string> => {
    const query = `mutation { startRun(input: { model: "acme/small", benchmarks: ["${benchmark}"], engine: "toy", lab: "lab-a" }) { runs { id } } }`;
    const { data } = await api.ask(query, {}, await tokenOf("measure", "lab-a"));
    return data.startRun.runs[0].id;
  };
  const tokenOf = async (scope: "measure" | "operate", lab?: string) =>
    (await createTokens(store).create({ scope, ...(lab && { lab }) })).token;
  const open = (path: string) => openPage(browser, api, path);
  const signIn = async ({ page }: Awaited<ReturnType<typeof open>>, token: string) => {
    await page.locator("details.sign-in > summary").click();
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  /** The run that the first test measures. */
  let done = "";

  it("shows a run as it is measured, and its results once it has ended", async () => {
    allowed = 0;
    done = await start("sums");
    const { page, wrong } = await open(pathOf(done));
    const status = page.locator("main [role=status]");
    await status.waitFor();
    const counts = new Set<string>();
    for (allowed = 1; allowed <= 12; allowed += 3) {
      const told = /of 12 answers/;
      await expect.poll(() => status.textContent({ timeout: 500 }).catch(() => ""), { timeout: 30_000 }).toMatch(told);
      counts.add((await status.textContent())!);
      if (allowed === 1) expect(await accessibilityOf(page)).toEqual([]);
      await wait(600);
    }
    expect(counts.size).toBeGreaterThan(1);
    expect(await page.locator("progress").getAttribute("max")).toBe("12");
    allowed = Number.POSITIVE_INFINITY;
    await status.waitFor({ state: "detached", timeout: 30_000 });
    await page.locator("section[aria-label='Table of measures']").waitFor();
    const text = await page.locator("main").textContent();
    expect(text).toContain("10 of 12 answers");
    expect(text).toContain("measured here");
    // It is named by the id that it has from now on; the earlier one stays valid.
    await expect.poll(() => decodeURIComponent(new URL(page.url()).pathname)).not.toBe(`/runs/${done}`);
    done = decodeURIComponent(new URL(page.url()).pathname.slice("/runs/".length));
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("shows outputs as text, whatever they hold, and those that were cut alone", async () => {
    const { page, wrong } = await open(`${pathOf(done)}?fate=TRUNCATED`);
    await page.locator("details.answer").first().waitFor();
    expect(await page.locator("details.answer").count()).toBe(1);
    await page.locator("details.answer > summary").click();
    expect(await page.locator("pre.output").textContent()).toContain(HOSTILE);
    expect(await page.locator("details.answer").textContent()).toMatch(/Ended bylength.*not stored; its SHA-256/);
    expect(await page.locator("img, main script").count()).toBe(0);
    expect(await accessibilityOf(page)).toEqual([]);
    expect(await page.title()).toContain("Small on Sums");
    expect(wrong).toEqual([]);
    await page.context().close();
    const hash = await recordRun(store, {
      ...{
        model: "acme/hostile",
        notes: HOSTILE,
        sourceUrl: "https://example.org/<b>x</b>",
        measures: { accuracy: { value: 0.5 } },
      },
      samples: [{ problem: HOSTILE, repeat: 0, correct: false, answer: HOSTILE, expected: HOSTILE }],
    });
    for (const path of [pathOf(idOf(hash)), "/models/acme/hostile", "/benchmarks/sums", "/labs/lab-a"]) {
      const shown = await open(path);
      await shown.page.locator("h2.title").waitFor();
      await shown.page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
      expect(await shown.page.locator("main").textContent()).toContain(HOSTILE);
      expect(await shown.page.locator("img, main script, main b:has(b)").count()).toBe(0);
      expect(shown.wrong).toEqual([]);
      await shown.page.context().close();
    }
  });

  it("offers nothing without a right, and says what a token that is refused lacks", async () => {
    const opened = await open(pathOf(done));
    const { page } = opened;
    await page.locator("details.sign-in").waitFor();
    expect(await page.getByRole("button", { name: /Rerun|Retract/ }).count()).toBe(0);
    await signIn(opened, "no-token");
    await page.locator(".sign-in [role=alert]").waitFor();
    expect(await page.locator(".sign-in [role=alert]").textContent()).toMatch(/\((BAD_TOKEN|UNAUTHENTICATED)\)/);
    await page.getByLabel("Token").fill(await tokenOf("measure", "lab-b"));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Signed in with the scope measure for lab-b.").waitFor();
    expect(await page.getByRole("button", { name: /Rerun|Retract/ }).count()).toBe(0);
    expect(page.url()).not.toContain("token");
    // The token goes with the tab.
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.locator("details.sign-in").waitFor();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length + document.cookie.length)).toBe(0);
    await page.context().close();
  });

  it("reruns and retracts for those who may measure for its lab, asked twice, and shows what is refused", async () => {
    const opened = await open(pathOf(done));
    const { page, wrong } = opened;
    await signIn(opened, await tokenOf("measure", "lab-a"));
    await page.getByRole("button", { name: "Rerun …" }).click();
    expect(await accessibilityOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Leave it" }).click();
    expect(await page.getByRole("button", { name: "Queue it" }).count()).toBe(0);
    await page.getByRole("button", { name: "Rerun …" }).click();
    await page.getByRole("button", { name: "Queue it" }).click();
    const again = await page.getByRole("link", { name: "the new run" }).getAttribute("href");
    expect(again).toMatch(/^\/runs\//);
    expect(again).not.toBe(pathOf(done));
    await page.getByRole("button", { name: "Retract …" }).click();
    await page.getByRole("button", { name: "Take it back", exact: true }).click();
    await page.locator("[role=alert]").waitFor();
    expect(await page.locator("[role=alert]").textContent()).toMatch(/1 to 10000 characters.*\(BAD_VALUE\)/);
    await page.getByLabel("Reason").fill("The prompts were cut off.");
    await page.getByRole("button", { name: "Take it back", exact: true }).click();
    await page.locator("main .warning", { hasText: "taken back" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("The prompts were cut off.");
    expect(await page.getByRole("button", { name: /Retract/ }).count()).toBe(0);
    const { run } = await api.data(`{ run(id: "${done}") { status retractionReason } }`);
    expect(run).toEqual({ status: "RETRACTED", retractionReason: "The prompts were cut off." });
    expect(wrong).toEqual([]);
    await page.goto(new URL(again!, page.url()).href);
    await page.locator("section[aria-label='Table of measures']").waitFor({ timeout: 30_000 });
    await page.context().close();
  });

  it("lists the plugins that are installed, by kind, and those that are left out with the reason", async () => {
    const { page, wrong } = await open("/plugins");
    await page.locator("h2.title").waitFor();
    expect(await page.locator("section[aria-label='Left out']").textContent()).toContain(
      "<img src=x>, at check: It has no version. (INVALID_PLUGIN)",
    );
    const names = () => page.locator("section[aria-label='Table of plugins'] tbody th").allTextContents();
    expect((await names()).sort()).toEqual(["secrets", "sums", "toy"]);
    await page.getByLabel("Kind").selectOption("RUNNER");
    await expect.poll(names).toEqual(["toy"]);
    expect(new URL(page.url()).search).toBe("?kind=RUNNER");
    expect(await page.locator("img").count()).toBe(0);
    expect(await accessibilityOf(page)).toEqual([]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says why answers to private problems have no texts", async () => {
    const { page, wrong } = await open(pathOf(await start("secrets")));
    await page.locator("details.answer").first().waitFor();
    expect(await page.locator("section[aria-label=Answers]").textContent()).toMatch(
      /data of this benchmark are private/,
    );
    expect(await page.locator("pre.output").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("shows a lab that is known by its feed, with its key and what it signed, and its peer to operators alone", async () => {
    await author.record([{ samples: samples(3) }]);
    await author.publish();
    const peer = await reader.follow(author);
    await reader.pull(peer);
    const { page, wrong } = await open("/labs/north");
    await page.locator("section[aria-label='Table of runs'] tbody tr").first().waitFor();
    const text = await page.locator("main").textContent();
    expect(text).toContain(`known by the key ${peer.pinned}`);
    expect(text).toMatch(/Signed by it1/);
    await page.locator("section[aria-label='Table of runs'] tbody th a").click();
    await page.locator("section[aria-label='Where it comes from']").waitFor();
    expect(await page.locator("section[aria-label='Where it comes from']").textContent()).toMatch(
      /received from the lab that ran it.*Signed by its labyes, key/,
    );
    expect(wrong).toEqual([]);
    await page.context().close();

    const peers = await open("/peers");
    await peers.page.getByText("the matter of operators").waitFor();
    await signIn(peers, await tokenOf("operate"));
    await peers.page.locator("section[aria-label='Table of peers'] tbody tr").waitFor();
    expect(await peers.page.locator("section[aria-label='Table of peers'] tbody").textContent()).toMatch(
      /^north.*nothing/,
    );
    expect(await peers.page.locator("main").textContent()).toContain("all runs of peers are taken");
    expect(await accessibilityOf(peers.page)).toEqual([]);
    await peers.page.context().close();
  });
});
