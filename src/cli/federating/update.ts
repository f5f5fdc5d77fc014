import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { Ask } from "../progress/ask.ts";
import { CommandError, readSettings } from "../settings.ts";
import { pull } from "./pull.ts";
import { withAsk } from "./withStore.ts";

/** The feed of newer published results, with the id of its key. */
interface Updates {
  url: string;
  key: string;
}

/** `paretograph update`: newer published results than those that came with the package. */
export function declare(command: Command): void {
  command
    .option("--from <url>", "the address of the feed, instead of UPDATE_FEED and of that of the package")
    .option("--key <id>", "the id of its key, instead of UPDATE_KEY and of that of the package")
    .action(({ from, key }: { from?: string; key?: string }) => {
      const { updates } = readSettings(process.env);
      const chosen = updatesOf({ url: from ?? updates.url, key: key ?? updates.key });
      return withAsk((ask) => update(ask, chosen));
    });
}

/** Flags and settings come before the package. Without a key nothing is read: whoever answers at an address could name one. */
function updatesOf(given: { url: string | undefined; key: string | undefined }): Updates {
  const bundled: { url: string | null; key: string | null } = JSON.parse(
    readFileSync(packageFolder("data/updates.json"), "utf8"),
  );
  const url = given.url ?? bundled.url;
  const key = given.key ?? bundled.key;
  if (!url) {
    throw new CommandError(
      "This version knows no feed of newer published results, and those that came with it are here. Give the address of one and the id of its key: paretograph update --from URL --key ID (or UPDATE_FEED and UPDATE_KEY).",
    );
  }
  if (!key)
    throw new CommandError(
      `Give the id of the key of ${url}, as its publisher says it elsewhere: --key ID (or UPDATE_KEY).`,
    );
  return { url, key };
}

/** Follows the feed, where it is not followed yet, and takes what is new. */
export async function update(ask: Ask, { url, key }: Updates): Promise<void> {
  const { peers } = await ask("{ peers { url } }", {});
  if (!peers.some((peer: { url: string }) => peer.url === url)) {
    await ask("mutation ($url: String!, $key: String) { addPeer(url: $url, key: $key) { lab } }", { url, key });
  }
  await pull(ask, url);
}
