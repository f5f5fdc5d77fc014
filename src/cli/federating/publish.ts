import { type Command, Option } from "commander";
import { ASSURANCES } from "../../federation/feed/statement.ts";
import { readLabKey, takeNextKey } from "../../federation/keys/labKey.ts";
import { publish } from "../../federation/publishing/publish.ts";
import type { Assurance } from "../../store/tables.ts";
import { CommandError } from "../settings.ts";
import { withStore } from "./withStore.ts";

interface PublishFlags {
  to: string;
  lab: string;
  assurance: Assurance;
  revoke?: boolean;
}

/** `paretograph publish`: a lab's results as a signed feed in a folder. */
export function declare(command: Command): void {
  command
    .requiredOption("--to <folder>", "the folder of the feed, which any static host can serve")
    .requiredOption("--lab <slug>", "the lab whose runs are published, which has a key (`paretograph key create`)")
    .addOption(
      new Option("--assurance <level>", "what the lab says of its new runs").choices(ASSURANCES).default(ASSURANCES[0]),
    )
    .option("--revoke", "revoke the key at the end: peers then take nothing more until they pin the next one")
    .action(write);
}

async function write({ to, lab, assurance, revoke = false }: PublishFlags): Promise<void> {
  await withStore(async (store, { dataFolder }) => {
    const key = readLabKey(dataFolder, lab);
    if (!key) throw new CommandError(`The lab "${lab}" has no key: paretograph key create ${lab}`);
    const next = revoke ? null : readLabKey(dataFolder, lab, "next");
    const published = await publish(store, dataFolder, to, { key, next, revoked: revoke }, assurance, new Date());
    if (next) takeNextKey(dataFolder, lab);
    const { sequence, added, leftOut } = published;
    console.log(`${added} records added. The feed ends with manifest ${sequence}. Key ${(next ?? key).keyId}.`);
    if (leftOut.length > 0) {
      console.error(`Not published, since texts or samples of them were deleted: ${leftOut.join(", ")}`);
    }
  });
}
