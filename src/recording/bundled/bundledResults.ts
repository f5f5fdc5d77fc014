import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { Store } from "../../store/store.ts";
import { bundles, runs } from "../../store/tables.ts";
import { recordRuns } from "../record.ts";
import type { RunSubmission } from "../submitted/submission.ts";
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

/** What is paid for a run, in samples: storing a run without samples takes as long as storing so many samples. */
const SAMPLES_A_RUN = 70;

interface Loading {
  /** Called when the models, benchmarks and hardware are stored, which takes a moment. The runs follow when it ends. */
  onCatalogue?: () => void | Promise<void>;
  /** Ends the loading between two batches of runs. */
  stopping?: AbortSignal;
}

/** Called with the number of runs that are stored, of those that will be, and the share of the work that is done. */
type OnProgress = (done: number, total: number, share: number) => void;

/**
 * Brings the results that are bundled with the package into the store: nothing where they are there already, all of a
 * lab's runs anew where its files, the models or the package itself have changed. Where it is interrupted, it begins that
 * lab again at the next start. Meanwhile `store.loading` says how far it is.
 *
 * @throws DOMException where it is stopped.
 */
export async function loadBundledResults(
  store: Store,
  onProgress: OnProgress = () => {},
  { onCatalogue = () => {}, stopping }: Loading = {},
): Promise<void> {
  if ((await changedLabs(store)).length === 0) return;
  const release = await waitForTurn(store);
  try {
    // Another process may have loaded them meanwhile.
    const changed = await changedLabs(store);
    await (changed.length === 0 ? store.refresh() : load(store, changed, onProgress, onCatalogue, stopping));
  } finally {
    await release();
  }
}

/** The lock of loading. The other locks have the row ids of runs, which begin at 1. */
const LOADING = 0;
const POLL_MS = 200;

/** One process at a time loads: two at once would wait for each other's rows. */
async function waitForTurn(store: Store): Promise<() => Promise<void>> {
  for (;;) {
    const release = await store.tryLock(LOADING);
    if (release) return release;
    await setTimeout(POLL_MS);
  }
}

interface ChangedLab {
  lab: string;
  digest: string;
}

/** The labs whose results the store does not have as the package has them. */
async function changedLabs(store: Store): Promise<ChangedLab[]> {
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const known = new Map((await store.drizzle.select().from(bundles)).map(({ name, digest }) => [name, digest]));
  const catalogueDigest = combined(version, digestOf(CATALOGUE_FILES), JSON.stringify(readBundledHardware()));
  return listBundledLabs()
    .map((lab) => ({ lab, digest: combined(catalogueDigest, digestOf(filesOfLab(lab))) }))
    .filter(({ lab, digest }) => known.get(lab) !== digest);
}

async function load(
  store: Store,
  changed: readonly ChangedLab[],
  onProgress: OnProgress,
  onCatalogue: () => void | Promise<void>,
  stopping: AbortSignal | undefined,
): Promise<void> {
  await storeBundledCatalogue(store);
  const labs = changed.map(({ lab, digest }) => ({ lab, digest, submissions: readBundledRuns(lab) }));
  const total = labs.reduce((sum, { submissions }) => sum + submissions.length, 0);
  const work = (runs: readonly RunSubmission[]) =>
    runs.reduce((sum, { samples }) => sum + SAMPLES_A_RUN + (samples?.length ?? 0), 0);
  const wholeWork = labs.reduce((sum, { submissions }) => sum + work(submissions), 0);
  let [done, doneWork] = [0, 0];
  store.loading = { done, total };
  await onCatalogue();
  for (const { lab, digest, submissions } of labs) {
    await storeBundledLab(store, lab);
    await store.drizzle.delete(runs).where(eq(runs.bundle, lab));
    for (let start = 0; start < submissions.length; start += BATCH) {
      stopping?.throwIfAborted();
      const batch = submissions.slice(start, start + BATCH);
      done += batch.length;
      doneWork += work(batch);
      // Answers that are kept under the version of the data that the last batch makes must not say that more will come.
      const also = async () => {
        store.loading = done < total ? { done, total } : null;
      };
      await recordRuns(store, batch, lab, also);
      onProgress(done, total, doneWork / wholeWork);
    }
    await store.drizzle.update(bundles).set({ digest }).where(eq(bundles.name, lab));
  }
  store.loading = null;
}

const combined = (...digests: string[]) => createHash("sha256").update(digests.join("\n")).digest("hex");
