import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { sizeOnDisk } from "../test/exports/sizeOnDisk.ts";
import { noBrowserBecause, startBrowser } from "../test/support/browser.ts";
import { type Contender, runToEnd, startServer } from "./firstPicture/contender.ts";
import { paretograph, peers } from "./firstPicture/contenders.ts";
import { report } from "./support/report.ts";

/**
 * How long a newcomer waits for the first picture: from `git clone` of the last commit to the points of a frontier in a
 * headless Chromium, beside Inspect View and Datasette, which `--python PATH` installs from PyPI. Each is installed into an
 * empty folder, by the caches of npm and pip as they are, and started twice.
 */

const { values } = parseArgs({
  options: { python: { type: "string" }, json: { type: "boolean", default: false } },
});
const reason = noBrowserBecause();
if (reason) throw new Error(`There is no browser: ${reason}`);
/** The longest wait for a picture, in milliseconds. */
const LONGEST = 300_000;

const inputs = mkdtempSync(join(tmpdir(), "paretograph-inputs-"));
const browser = await startBrowser();
const rows = [];
try {
  const contenders = [paretograph, ...(values.python ? peers(values.python, inputs) : [])];
  for (const contender of contenders) rows.push(await timesOf(contender, browser));
} finally {
  await browser.close();
  rmSync(inputs, { recursive: true });
}
const load = `The load of the machine was ${loadavg()[1]!.toFixed(0)} over the last five minutes.`;
report("From nothing to the first picture", rows, ["Aim: the first start within 5 s on an idle machine.", load]);

async function timesOf(contender: Contender, browser: Browser) {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-first-"));
  try {
    const begun = performance.now();
    for (const command of contender.install) runToEnd(command, folder);
    const installed = performance.now() - begun;
    const first = await timeToPicture(contender, folder, browser);
    const second = await timeToPicture(contender, folder, browser);
    return {
      what: contender.name,
      picture: contender.picture,
      "installed, s": seconds(installed),
      "first start to picture, s": seconds(first),
      "all, s": seconds(installed + first),
      "second start, s": seconds(second),
      MB: Math.round(sizeOnDisk(folder, { whole: true }) / 2 ** 20),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The milliseconds from the start of the server until the browser has the picture; the browser is there already. */
async function timeToPicture(contender: Contender, folder: string, browser: Browser): Promise<number> {
  const port = await freePort();
  const context = await browser.newContext();
  const page = await context.newPage();
  const begun = performance.now();
  const server = startServer(contender.start(port), folder, port);
  try {
    const isOver = server.ended.then(() => {
      throw new Error(`The server of ${contender.name} ended.`);
    });
    await Promise.race([isOver, open()]);
    return performance.now() - begun;
  } finally {
    await context.close();
    await server.stop();
  }

  async function open(): Promise<void> {
    const { path, shown } = contender;
    const url = `http://127.0.0.1:${port}${path}`;
    while (
      !(await page.goto(url).then(
        (answer) => answer?.ok() ?? false,
        () => false,
      ))
    ) {
      if (performance.now() - begun > LONGEST) throw new Error(`${contender.name} does not answer at ${url}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const place = "text" in shown ? page.getByText(shown.text) : page.locator(shown.selector);
    await place.first().waitFor({ timeout: LONGEST, state: "attached" });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
