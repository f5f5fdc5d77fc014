// Takes the picture of the page that the README shows, from a server that runs: `npm run picture -- http://127.0.0.1:4000`.
import { noBrowserBecause, startBrowser } from "../test/support/browser.ts";

const [, , origin = "http://127.0.0.1:4000"] = process.argv;
const reason = noBrowserBecause();
if (reason) throw new Error(`There is no browser: ${reason}`);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, colorScheme: "light" });
  await page.goto(`${origin}/?benchmark=gpqa-diamond&budget=2e14&size=active_parameters`);
  await page.locator(".notes").waitFor();
  await page.locator("aside details.filter").first().locator("summary").click();
  await page.screenshot({ path: "docs/page.png" });
} finally {
  await browser.close();
}
