import { createMetricCatalogue, type MetricCatalogue } from "../frontier/metricCatalogue.ts";
import { type Catalogue, type CatalogueRows, readCatalogue } from "./catalogue.ts";
import type { Database } from "./database/database.ts";
import { inLane } from "./database/oneAtATime.ts";
import { type DatabaseLocation, openDatabase } from "./database/openDatabase.ts";
import { runOutside } from "./database/requestScope.ts";
import { keepPoolingIndex } from "./poolingIndex.ts";
import { followRunNames, type RunNames } from "./runNames.ts";
import { splitStoredRuns } from "./splitStoredRuns.ts";

/** The database of results, with the version and the catalogue of its data in memory. */
export interface Store extends Database {
  /** The metrics that its runs may have: the built-in ones and those that plugins add to it. */
  metrics: MetricCatalogue;
  /** The version of the data: a digest of everything that an answer can depend on, as 16 hexadecimal digits. */
  version(): string;
  /** The models, benchmarks, labs and hardware of this version. */
  catalogue(): Promise<Catalogue>;
  /** Reads the version anew. Call it after a write, so that the writer sees its own change at once. */
  refresh(): Promise<void>;
}

/** The version is also read this often, should a notification be lost in a way that nobody notices. */
const POLL_MS = 30_000;

/** Opens the results and follows the changes that this and other processes make to them. */
export async function openStore(location: DatabaseLocation): Promise<Store> {
  const database = await openDatabase(location, async (drizzle) => {
    await keepPoolingIndex(drizzle);
    await splitStoredRuns(drizzle);
  });
  const metrics = createMetricCatalogue();
  let version = "";
  let catalogueVersion = "";
  let known: { version: string; rows: Promise<CatalogueRows> } | undefined;
  let shown: { rows: CatalogueRows; names: RunNames; catalogue: Catalogue } | undefined;
  const runNames = followRunNames(database.rows);

  // Reads and notifications come on different connections, so that an older state may arrive after a newer one.
  let clock = 0;
  let newest = 0;

  /** `digests`: both digests of `data_version` as PostgreSQL prints them, with a blank between. */
  const adopt = (digests: string) => {
    [version = "", catalogueVersion = ""] = digests.split(" ").map(versionText);
  };
  const store: Store = {
    ...database,
    rows: inLane(database.rows),
    metrics,
    version: () => version,
    catalogue: async () => {
      if (known?.version !== catalogueVersion) {
        // Other requests share it, so that it does not end with the one that needs it first.
        const reading = { version: catalogueVersion, rows: runOutside(() => readCatalogue(database.drizzle, metrics)) };
        known = reading;
        reading.rows.catch(() => {
          if (known === reading) known = undefined;
        });
      }
      const [rows, names] = await Promise.all([known.rows, runOutside(() => runNames.current(version))]);
      if (shown?.rows !== rows || shown.names !== names) {
        shown = { rows, names, catalogue: { ...rows, names: { ...rows.names, ...names } } };
      }
      return shown.catalogue;
    },
    refresh: async () => {
      let begun: number;
      do {
        begun = ++clock;
        const [row] = await database.rows("select digest || ' ' || catalogue_digest from data_version", []);
        if (begun < newest) continue;
        newest = begun;
        adopt(row![0] as string);
        runNames.readAnew();
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
