import { type Command, InvalidArgumentError, Option } from "commander";
import { printable } from "../../errors/printable.ts";
import { ASSURANCES } from "../../federation/feed/statement.ts";
import { type LabKey, readLabKey, takeNextKey } from "../../federation/keys/labKey.ts";
import { bundleBy } from "../../federation/publishing/bundleBy.ts";
import { type Published, publish } from "../../federation/publishing/publish.ts";
import { readModelFiles } from "../../recording/submitted/modelFiles.ts";
import type { Assurance } from "../../store/tables.ts";
import { CommandError } from "../settings.ts";
import { type MirrorFlags, mirrorLabs } from "./mirrorLabs.ts";
import { withStore } from "./withStore.ts";

interface PublishFlags extends MirrorFlags {
  to: string;
  lab: string;
  assurance: Assurance;
  assuranceOf?: [string, Assurance][];
  modelFiles?: [string, string][];
  bundleBy?: string;
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
    .option("--assurance-of <hash=level...>", "what it says of single runs, by their content hash", assuranceOf)
    .option(
      "--model-files <model=file...>",
      "the files of a model, by its signature of OpenSSF Model Signing (`model.sig`), where its runs name none",
      pair("the slug of a model and a file, as org/name=model.sig"),
    )
    .option(
      "--bundle-by <command>",
      "have a CI job sign, too: the command signs the in-toto statement in $STATEMENT and writes its Sigstore bundle to $BUNDLE",
    )
    .option("--revoke", "revoke the key at the end: peers then take nothing more until they pin the next one")
    .option(
      "--mirror <lab...>",
      "publish results of these labs instead, which were imported under an open licence: as copies, never as the labs",
    )
    .option("--file <path...>", "with --mirror: the files from which the results were imported")
    .option("--retrieved-on <day>", "with --mirror: the day on which these files were fetched, such as 2026-11-20")
    .option("--source-url <url>", "with --mirror: the address of the source; that which each run states without it")
    .action(write);
}

async function write({ to, lab, revoke = false, ...flags }: PublishFlags): Promise<void> {
  await withStore(async (store, { dataFolder }) => {
    const key = readLabKey(dataFolder, lab);
    if (!key) throw new CommandError(`The lab "${lab}" has no key: paretograph key create ${lab}`);
    const next = revoke ? null : readLabKey(dataFolder, lab, "next");
    const keys = { key, next, revoked: revoke, bundleBy: flags.bundleBy ? bundleBy(flags.bundleBy) : undefined };
    if (flags.mirror) {
      tell(await mirrorLabs(store, dataFolder, to, keys, flags), keys);
    } else {
      const said = {
        assurances: new Map(flags.assuranceOf),
        modelFiles: new Map((flags.modelFiles ?? []).map(([model, file]) => [model, readModelFiles(file)])),
        bundleBy: keys.bundleBy,
      };
      const published = await publish(store, dataFolder, to, keys, flags.assurance, new Date(), said);
      tell(published, keys);
    }
    if (next) takeNextKey(dataFolder, lab);
  });
}

function tell({ sequence, added, leftOut }: Published, { key, next }: { key: LabKey; next: LabKey | null }) {
  console.log(`${added} records added. The feed ends with manifest ${sequence}. Key ${(next ?? key).keyId}.`);
  for (const { run, reason } of leftOut) console.error(printable(`Not published: ${run}: ${reason}.`));
}

/** Options of two parts with an equals sign between them, of which the first one has none. */
const pair =
  (what: string) =>
  (given: string, before: [string, string][] = []): [string, string][] => {
    const at = given.indexOf("=");
    if (at < 1 || at === given.length - 1) throw new InvalidArgumentError(`Give ${what}.`);
    return [...before, [given.slice(0, at), given.slice(at + 1)]];
  };

function assuranceOf(given: string, before: [string, Assurance][] = []): [string, Assurance][] {
  const what = `a content hash and one of ${ASSURANCES.join(", ")}, as 12…ef=THIRD_PARTY`;
  const [[hash, level]] = pair(what)(given) as [[string, Assurance]];
  if (!/^[0-9a-f]{64}$/.test(hash) || !ASSURANCES.includes(level)) throw new InvalidArgumentError(`Give ${what}.`);
  return [...before, [hash, level]];
}
