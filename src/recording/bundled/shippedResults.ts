import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { Store } from "../../store/store.ts";
import { runs, shipments } from "../../store/tables.ts";
import { recordRuns } from "../record.ts";
import { storeShippedCatalogue, storeShippedLab } from "./shippedCatalogue.ts";
import {
  CATALOGUE_FILES,
  digestOf,
  filesOfLab,
  listShippedLabs,
  readShippedHardware,
  readShippedRuns,
} from "./shippedFiles.ts";

/** Small enough for a smooth progress bar, large enough that the pooling after each batch does not count. */
const BATCH = 16;

/**
 * Brings what the package ships into the store: nothing where it is there already, all of a lab's runs anew where its
 * files, the models or the package itself have changed. Interrupted, it begins that lab again at the next start.
 *
 * @param onProgress is told how many of how many runs are stored.
 */
export async function loadShippedResults(
  store: Store,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const known = new Map((await store.drizzle.select().from(shipments)).map(({ name, digest }) => [name, digest]));
  const catalogueDigest = combined(version, digestOf(CATALOGUE_FILES), JSON.stringify(readShippedHardware()));
  const changed = listShippedLabs()
    .map((lab) => ({ lab, digest: combined(catalogueDigest, digestOf(filesOfLab(lab))) }))
    .filter(({ lab, digest }) => known.get(lab) !== digest);
  if (changed.length === 0) return;

  await storeShippedCatalogue(store);
  const labs = changed.map(({ lab, digest }) => ({ lab, digest, submissions: readShippedRuns(lab) }));
  const total = labs.reduce((sum, { submissions }) => sum + submissions.length, 0);
  let done = 0;
  for (const { lab, digest, submissions } of labs) {
    await storeShippedLab(store, lab);
    await store.drizzle.delete(runs).where(eq(runs.shipment, lab));
    for (let start = 0; start < submissions.length; start += BATCH) {
      const batch = submissions.slice(start, start + BATCH);
      await recordRuns(store, batch, lab);
      done += batch.length;
      onProgress(done, total);
    }
    await store.drizzle.update(shipments).set({ digest }).where(eq(shipments.name, lab));
  }
}

const combined = (...digests: string[]) => createHash("sha256").update(digests.join("\n")).digest("hex");
