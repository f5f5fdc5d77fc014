import { createMetricCatalogue, type MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { rememberMetrics } from "./addedMetrics.ts";
import { type Catalogue, type CatalogueRows, readCatalogue } from "./catalogue.ts";
import type { Database } from "./database/database.ts";
import { inLane } from "./database/oneAtATime.ts";
import { type DatabaseLocation, openDatabase } from "./database/openDatabase.ts";
import { runOutside } from "./database/requestScope.ts";
import { keepPoolingIndex } from "./poolingIndex.ts";
import { bundledPrices, digestOf, type Prices } from "./prices.ts";
import { readRunNames } from "./runNames.ts";
import { splitStoredRuns } from "./splitStoredRuns.ts";

/** The database of results, with the version and the catalogue of its data in memory. */
export interface Store extends Database {
  /** The metrics that its runs may have: the built-in ones and those that plugins add to it. */
  metrics: MetricCatalogue;
  /** A text that changes with the prices that costs are computed with, which are no part of the data. */
  pricesDigest: string;
  /** How many of the published runs that come with the package are stored, while that goes on; else null. */
  loading: { done: number; total: number } | null;
  /** The version of the data: a digest of everything that an answer can depend on, as 16 hexadecimal digits. */
  version(): string;
  /** Waits until the version is another than this one. */
  changedSince(version: string): Promise<void>;
  /** The models, benchmarks, labs and hardware of this version. */
  catalogue(): Promise<Catalogue>;
  /** Reads the version anew. Call it after a write, so that the writer sees its own change at once. */
  refresh(): Promise<void>;
}

/** The version is also read this often, should a notification be lost in a way that nobody notices. */
const POLL_MS = 30_000;

/**
 * Opens the results and follows the changes that this and other processes make to them.
 *
 * @param prices the prices that costs are computed with; by default those that come with the package.
 */
export async function openStore(location: DatabaseLocation, prices: Prices = bundledPrices()): Promise<Store> {
  const database = await openDatabase(location, async (drizzle) => {
    await keepPoolingIndex(drizzle);
    await splitStoredRuns(drizzle);
  });
  const metrics = createMetricCatalogue();
  await rememberMetrics(database, metrics);
  let version = "";
  let catalogueVersion = "";
  let rows: { version: string; read: Promise<CatalogueRows> } | undefined;
  let known: { version: string; catalogue: Promise<Catalogue> } | undefined;

  /** The rows of the catalogue, read where one of them has changed. */
  const readRows = () => {
    if (rows?.version !== catalogueVersion) {
      const reading = { version: catalogueVersion, read: readCatalogue(database.drizzle, metrics, prices) };
      rows = reading;
      reading.read.catch(() => {
        if (rows === reading) rows = undefined;
      });
    }
    return rows.read;
  };
  /** The whole catalogue. The names of runs can be others in each version of the data. */
  const composeCatalogue = async (): Promise<Catalogue> => {
    const [own, names] = await Promise.all([readRows(), readRunNames(database.rows)]);
    return { ...own, names: { ...own.names, ...names } };
  };

  /** Resolved with the next change. */
  let changed = Promise.withResolvers<void>();

  // Reads and notifications come on different connections, so that an older state may arrive after a newer one.
  let clock = 0;
  let newest = 0;

  /** `digests`: both digests of `data_version` as PostgreSQL prints them, with a blank between. */
  const adopt = (digests: string) => {
    const before = version;
    [version = "", catalogueVersion = ""] = digests.split(" ").map(versionText);
    if (version === before) return;
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const store: Store = {
    ...database,
    rows: inLane(database.rows),
    metrics,
    pricesDigest: digestOf(prices),
    loading: null,
    version: () => version,
    changedSince: async (known) => {
      while (version === known) await changed.promise;
    },
    catalogue: () => {
      const current = `${version} ${catalogueVersion}`;
      if (known?.version !== current) {
        // Other requests share it, so that it does not end with the one that needs it first.
        const reading = { version: current, catalogue: runOutside(composeCatalogue) };
        known = reading;
        reading.catalogue.catch(() => {
          if (known === reading) known = undefined;
        });
      }
      return known.catalogue;
    },
    refresh: async () => {
      let begun: number;
      do {
        begun = ++clock;
        const [row] = await database.rows("select digest || ' ' || catalogue_digest from data_version", []);
        if (begun < newest) continue;
        newest = begun;
        adopt(row![0] as string);
        // Runs that wait do not change the version, but may have new names.
        known = undefined;
      } while (begun < newest);
    },
    close: async () => {
      clearInterval(poll);
      await database.close();
    },
  };
  // A failure here is that of the database, which the next request reports, and the next poll mends.
  const refreshLater = () => void store.refresh().catch(() => {});
  const poll = setInterval(refreshLater, POLL_MS);
  poll.unref();
  const hear = (digests: string) => {
    newest = ++clock;
    adopt(digests);
  };
  await database.listen("paretograph_data", hear, refreshLater);
  await store.refresh();
  return store;
}

/** A signed 64-bit digest, as PostgreSQL prints it, as 16 hexadecimal digits. */
export function versionText(digest: string): string {
  return BigInt.asUintN(64, BigInt(digest)).toString(16).padStart(16, "0");
}
