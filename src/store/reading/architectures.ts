import { inArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Precision } from "../../compute/accelerators/precision.ts";
import type { Architecture } from "../../compute/architecture/architecture.ts";
import { ComputeError } from "../../compute/computeError.ts";
import { publishedPrecision } from "../../compute/config/publishedPrecision.ts";
import { readArchitecture } from "../../compute/config/readArchitecture.ts";
import { byteSize } from "../byteSize.ts";
import type { Database } from "../database/database.ts";
import { models } from "../tables.ts";

/** A model's architecture, and the precision in which its weights were published. */
export interface KnownArchitecture {
  /** The published `config.json`. */
  config: Readonly<Record<string, unknown>>;
  architecture: Architecture;
  precision: Precision;
}

/** Architectures by config: interpreting a config takes longer than reading it from the database. At most 32 MiB are kept. */
const readConfigs = new LRUCache<string, { known: KnownArchitecture | null }>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: (entry, key) => 2 * key.length + byteSize(entry),
});

/** The architectures of models by id. A model without a config that can be interpreted is absent. */
export async function readArchitectures(
  { drizzle }: Pick<Database, "drizzle">,
  modelIds: readonly number[],
): Promise<Map<number, KnownArchitecture>> {
  const rows = await drizzle
    .select({ id: models.id, slug: models.slug, config: models.config })
    .from(models)
    .where(inArray(models.id, [...new Set(modelIds)]));
  return new Map(
    rows.flatMap(({ id, slug, config }) => {
      const known = config && knownOf(slug, config);
      return known ? [[id, known] as const] : [];
    }),
  );
}

function knownOf(slug: string, config: Record<string, unknown>): KnownArchitecture | null {
  const key = slug + JSON.stringify(config);
  const kept = readConfigs.get(key);
  if (kept) return kept.known;
  const known = readOrNull(slug, config);
  readConfigs.set(key, { known });
  return known;
}

function readOrNull(slug: string, config: Record<string, unknown>): KnownArchitecture | null {
  try {
    return { config, architecture: readArchitecture(config), precision: publishedPrecision(config, slug) };
  } catch (error) {
    if (error instanceof ComputeError) return null;
    throw error;
  }
}
