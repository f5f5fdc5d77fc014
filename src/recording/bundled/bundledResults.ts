import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { Store } from "../../store/store.ts";
import { bundles, runs } from "../../store/tables.ts";
import { recordRuns } from "../record.ts";
import { storeBundledCatalogue, storeBundledLab } from "./bundledCatalogue.ts";
import {
  CATALOGUE_FILES,
  digestOf,
  filesOfLab,
  listBundledLabs,
  readBundledHardware,
  readBundledRuns,
} from "./bundledFiles.ts";

/** Runs in a batch: few enough for a smooth progress bar, and enough to make the pooling after each batch negligible. */
const BATCH = 16;

/**
 * Brings the results that are bundled with the package into the store: nothing where they are there already, all of a
 * lab's runs anew where its files, the models or the package itself have changed. Where it is interrupted, it begins that
 * lab again at the next start.
 *
 * @param onProgress is called with the number of runs that are stored, and of those that will be.
 */
export async function loadBundledResults(
  store: Store,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const known = new Map((await store.drizzle.select().from(bundles)).map(({ name, digest }) => [name, digest]));
  const catalogueDigest = combined(version, digestOf(CATALOGUE_FILES), JSON.stringify(readBundledHardware()));
  const changed = listBundledLabs()
    .map((lab) => ({ lab, digest: combined(catalogueDigest, digestOf(filesOfLab(lab))) }))
    .filter(({ lab, digest }) => known.get(lab) !== digest);
  if (changed.length === 0) return;

  await storeBundledCatalogue(store);
  const labs = changed.map(({ lab, digest }) => ({ lab, digest, submissions: readBundledRuns(lab) }));
  const total = labs.reduce((sum, { submissions }) => sum + submissions.length, 0);
  let done = 0;
  for (const { lab, digest, submissions } of labs) {
    await storeBundledLab(store, lab);
    await store.drizzle.delete(runs).where(eq(runs.bundle, lab));
    for (let start = 0; start < submissions.length; start += BATCH) {
      const batch = submissions.slice(start, start + BATCH);
      await recordRuns(store, batch, lab);
      done += batch.length;
      onProgress(done, total);
    }
    await store.drizzle.update(bundles).set({ digest }).where(eq(bundles.name, lab));
  }
}

const combined = (...digests: string[]) => createHash("sha256").update(digests.join("\n")).digest("hex");
