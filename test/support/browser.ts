import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

/**
 * Why no browser can be started here, or undefined. Chromium comes with the package `@sparticuz/chromium`, for Linux on
 * x64, and needs the libraries of Debian's packages libnss3 and libnspr4.
 */
export function noBrowserBecause(): string | undefined {
  if (process.env.BROWSER) return undefined;
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `the bundled Chromium is for Linux on x64; set BROWSER to the path of another`;
  }
  const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib/x86_64-linux-gnu"];
  const missing = ["libnss3.so", "libnspr4.so"].filter(
    (name) => !folders.some((folder) => existsSync(`${folder}/${name}`)),
  );
  return missing.length === 0 ? undefined : `${missing.join(" and ")} missing (apt-get install libnss3 libnspr4)`;
}

/** Starts Chromium without a window: the bundled one, or that of `BROWSER`. */
export async function startBrowser(): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  if (process.env.BROWSER) return chromium.launch({ executablePath: process.env.BROWSER });
  const { default: bundled } = await import("@sparticuz/chromium");
  // Its own arguments switch off what keeps the pages of different origins apart, and let one page end all others.
  const args = bundled.args.filter(
    (arg) => !/web-security|insecure-content|isolat|site-per-process|single-process/i.test(arg),
  );
  return chromium.launch({ executablePath: await bundled.executablePath(), args });
}
