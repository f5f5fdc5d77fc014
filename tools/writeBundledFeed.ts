// Writes the published results of the package as a signed feed of copies, or appends what is new to it:
// `npm run feed -- --to FOLDER`. The mirror's key is in DATA_DIR/keys: `paretograph key create paretograph-mirror`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readLabKey, takeNextKey } from "../src/federation/keys/labKey.ts";
import { mirror } from "../src/federation/publishing/mirror.ts";
import { filesOfLab, listBundledLabs, readBundledSource } from "../src/recording/bundled/bundledFiles.ts";
import { loadBundledResults } from "../src/recording/bundled/bundledResults.ts";
import { packageFolder } from "../src/store/database/packageFolder.ts";
import { openStore } from "../src/store/store.ts";
import { labs } from "../src/store/tables.ts";

const MIRROR = "paretograph-mirror";
/** The days on which the sources were carried over: those that are not named here on the first one. */
const FIRST_DAY = "2026-11-25";
const LATER = new Map(
  ["deer", "fathom-r1", "frugal-thinking", "pacore", "qfft", "sglang"].map((lab) => [lab, "2026-11-28"]),
);

const { values } = parseArgs({ options: { to: { type: "string" } } });
const dataFolder = process.env.DATA_DIR || ".paretograph";
const key = values.to === undefined ? null : readLabKey(dataFolder, MIRROR);
if (!key) throw new Error("Name the folder by --to, and make a key: paretograph key create paretograph-mirror");
const next = readLabKey(dataFolder, MIRROR, "next");

const store = await openStore({});
await loadBundledResults(store);
await store.drizzle.insert(labs).values({ slug: MIRROR, name: "Paretograph's mirror of published results" });
await store.refresh();
const sources = listBundledLabs().map((folder) => ({
  lab: readBundledSource(folder).lab.slug,
  sha256: digestOf(filesOfLab(folder)),
  retrievedOn: LATER.get(folder) ?? FIRST_DAY,
}));
const { sequence, added, leftOut } = await mirror(store, dataFolder, values.to!, { key, next }, sources, new Date());
if (next) takeNextKey(dataFolder, MIRROR);
await store.close();
console.log(`${added} records added. The feed ends with manifest ${sequence}. Key ${(next ?? key).keyId}.`);
for (const reason of new Set(leftOut.map((one) => one.reason))) {
  console.log(`Left out: ${leftOut.filter((one) => one.reason === reason).length}, since ${reason}.`);
}

/** The digest of the lines that `sha256sum` prints of the files of a lab in `data/`, in the order of their paths. */
function digestOf(files: string[]): string {
  const lines = files.map((file) => {
    const digest = createHash("sha256")
      .update(readFileSync(packageFolder(`data/${file}`)))
      .digest("hex");
    return `${digest}  data/${file}\n`;
  });
  return createHash("sha256").update(lines.join("")).digest("hex");
}
