import { inArray } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Architecture } from "../compute/architecture.ts";
import { ComputeError } from "../compute/errors.ts";
import { readArchitecture } from "../compute/readArchitecture.ts";
import type { Database } from "./database.ts";
import { models } from "./tables.ts";

/** A model's architecture with the config that it was read from. */
export interface KnownArchitecture {
  architecture: Architecture;
  config: Record<string, unknown>;
}

/** Reading a config costs more than asking for it; configs of one text are one architecture. */
const readConfigs = new LRUCache<string, { known: KnownArchitecture | null }>({ max: 1_000 });

/** The architectures of models by id; what has no config, or one that can't be read, is absent. */
export async function readArchitectures(
  { drizzle }: Pick<Database, "drizzle">,
  modelIds: readonly number[],
): Promise<Map<number, KnownArchitecture>> {
  const rows = await drizzle
    .select({ id: models.id, config: models.config })
    .from(models)
    .where(inArray(models.id, [...new Set(modelIds)]));
  return new Map(
    rows.flatMap(({ id, config }) => {
      const known = config && knownOf(config);
      return known ? [[id, known] as const] : [];
    }),
  );
}

function knownOf(config: Record<string, unknown>): KnownArchitecture | null {
  const text = JSON.stringify(config);
  const entry = readConfigs.get(text) ?? { known: readOrNull(config) };
  readConfigs.set(text, entry);
  return entry.known;
}

function readOrNull(config: Record<string, unknown>): KnownArchitecture | null {
  try {
    return { architecture: readArchitecture(config), config };
  } catch (error) {
    if (error instanceof ComputeError) return null;
    throw error;
  }
}
