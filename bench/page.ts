import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { builtPage } from "../src/server/edge/builtPage.ts";
import { noBrowserBecause, startBrowser } from "../test/support/browser.ts";
import { answerWithCandidates } from "./support/pageCandidates.ts";
import { report } from "./support/report.ts";

/**
 * What the page weighs and how quick it is, in a headless Chromium on this machine: the files that are loaded before anything is
 * clicked, the time to the first picture on a store that exists, the time that a filter takes at 500 candidates, and that of
 * a frame while 10,000 are moved. With `--data FOLDER` the store of that folder is used.
 */

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    port: { type: "string", default: "4790" },
    rounds: { type: "string", default: "9" },
    json: { type: "boolean", default: false },
  },
});
const reason = noBrowserBecause();
if (reason) throw new Error(`There is no browser: ${reason}`);
const rounds = Number(values.rounds);
const origin = `http://127.0.0.1:${values.port}`;
const figures: Record<string, string> = {};
const folder = values.data ?? mkdtempSync(join(tmpdir(), "paretograph-page-"));

await weigh();
if (values.data === undefined) await stop(await startServer());
const server = await startServer();
const browser = await startBrowser();
try {
  await timeFirstPicture(browser);
  await timeToggle(browser, 500);
  await timeMove(browser, 10_000);
} finally {
  await browser.close();
  await stop(server);
  if (values.data === undefined) rmSync(folder, { recursive: true, force: true });
}
report(
  "The page",
  Object.entries(figures).map(([what, figure]) => ({ what, figure })),
  ["Aims: 80 kB of scripts, first picture under 1 s, a filter within 20 ms, 60 frames a second."],
);

async function weigh(): Promise<void> {
  const { script, style, files } = await builtPage();
  const size = (name: string) => gzipSync(files[name]!, { level: 9 }).length;
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const later = Object.keys(files).filter((name) => name.endsWith(".js") && name !== script);
  figures["script before interaction, gzip"] = kilobytes(size(script));
  figures["style, gzip"] = kilobytes(size(style));
  figures["scripts of the other tabs, gzip, together"] = kilobytes(later.reduce((sum, name) => sum + size(name), 0));
}

async function timeFirstPicture(browser: Browser): Promise<void> {
  for (const path of ["/?benchmark=gpqa-diamond", "/"]) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      // Each round has a browser without anything kept.
      const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
      await page.addInitScript(() => {
        const seen = new MutationObserver(() => {
          if (!document.querySelector("circle.point")) return;
          seen.disconnect();
          requestAnimationFrame(() => Object.assign(globalThis, { firstPicture: performance.now() }));
        });
        seen.observe(document, { childList: true, subtree: true });
      });
      await page.goto(origin + path);
      await page.waitForFunction(() => "firstPicture" in globalThis);
      times.push(await page.evaluate(() => (globalThis as unknown as { firstPicture: number }).firstPicture));
      await page.context().close();
    }
    figures[`first picture of ${path}`] = spread(times);
  }
}

async function timeToggle(browser: Browser, count: number): Promise<void> {
  const page = await openWith(browser, count);
  const times = await page.evaluate(async (wanted) => {
    const filter = [...document.querySelectorAll("aside details.filter")].find((one) =>
      /Licen[sc]e/.test(one.textContent!),
    )!;
    (filter as HTMLDetailsElement).open = true;
    const box = filter.querySelector<HTMLInputElement>("input[type=checkbox]")!;
    const taken: number[] = [];
    for (let round = 0; round < wanted; round++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      box.click();
      await new Promise<void>((resolve) => queueMicrotask(resolve));
      await Promise.resolve();
      document.querySelector("main")!.getBoundingClientRect();
      taken.push(performance.now() - start);
    }
    return taken;
  }, 2 * rounds);
  figures[`a filter at ${count} candidates, drawn`] = spread(times);
  await page.context().close();
}

async function timeMove(browser: Browser, count: number): Promise<void> {
  const page = await openWith(browser, count);
  const { work, frames } = await page.evaluate(async () => {
    const area = document.querySelector(".chart-keys")!;
    const { x, y } = area.getBoundingClientRect();
    Object.assign(area, { setPointerCapture: () => {} });
    const send = (type: string, right: number) =>
      area.dispatchEvent(
        new PointerEvent(type, {
          ...{ bubbles: true, pointerId: 1, shiftKey: true, clientX: x + 300 + right, clientY: y + 200 + right / 3 },
        }),
      );
    send("pointerdown", 0);
    const [work, frames]: number[][] = [[], []];
    let last = await new Promise(requestAnimationFrame);
    for (let step = 1; step <= 120; step++) {
      const start = performance.now();
      send("pointermove", 100 * Math.sin(step / 12));
      await Promise.resolve();
      await Promise.resolve();
      area.getBoundingClientRect();
      work!.push(performance.now() - start);
      const now = await new Promise<number>(requestAnimationFrame);
      frames!.push(now - last);
      last = now;
    }
    send("pointerup", 0);
    return { work: work!, frames: frames! };
  });
  figures[`a frame while ${count} candidates are moved, work`] = spread(work);
  figures[`frames a second while ${count} candidates are moved`] = (1000 / median(frames)).toFixed(0);
  await page.context().close();
}

async function openWith(browser: Browser, count: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await answerWithCandidates(context, count);
  const page = await context.newPage();
  await page.goto(`${origin}/?benchmark=gpqa-diamond`);
  await page.waitForFunction(
    (wanted) => document.querySelector(".tools")?.textContent?.includes(`${wanted} of ${wanted} candidates`),
    count,
  );
  await page.waitForTimeout(500);
  return page;
}

async function startServer(): Promise<ChildProcess> {
  const environment = { ...process.env, PORT: values.port, DATA_DIR: folder };
  const child = spawn(process.execPath, ["src/main.ts", "serve"], { env: environment, stdio: "ignore" });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const isReady = await fetch(`${origin}/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1);
  return `${at(0.5)} ms (least ${at(0)}, 95 % within ${at(0.95)})`;
}
