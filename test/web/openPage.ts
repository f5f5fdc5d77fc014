import type { Browser, Page } from "playwright-core";
import type { Api } from "../support/api.ts";

/** What a page did that it should not have done. */
export interface Watched {
  page: Page;
  /** Errors of scripts, of the console and of the policy, and requests that failed or went to another host. */
  wrong: string[];
  /** The origin of the server. */
  origin: string;
}

/** Opens a page of the server in a window of its own, and watches what it does. */
export async function openPage(
  browser: Browser,
  api: Api,
  path: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const { origin } = new URL(api.url);
  const wrong: string[] = [];
  page.on("pageerror", (error) => void wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && void wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("blob:")) wrong.push(`asked ${request.url()}`);
  });
  await page.goto(origin + path);
  return { page, wrong, origin };
}

/** The rules of accessibility that a page breaks, with the elements that do. */
export async function accessibilityOf(page: Page): Promise<string[]> {
  const { default: axe } = await import("axe-core");
  // The page's policy forbids scripts that are written into it; one that the browser's tools run is not.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ["violations"] });
    return violations.map(
      ({ id, nodes }: any) => `${id}: ${nodes.map((node: any) => node.target.join(" ")).join(", ")}`,
    );
  });
}
