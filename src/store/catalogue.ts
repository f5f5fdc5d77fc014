import { getTableColumns } from "drizzle-orm";
import { RequestError, type RequestErrorCode } from "../errors/requestError.ts";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import type { Drizzle } from "./database/database.ts";
import { benchmarks, hardware, labs, models } from "./tables.ts";

const { config: _, ...modelColumns } = getTableColumns(models);

export type ModelRow = Omit<typeof models.$inferSelect, "config">;
export type BenchmarkRow = typeof benchmarks.$inferSelect;
export type LabRow = typeof labs.$inferSelect;
export type HardwareRow = typeof hardware.$inferSelect;

/** The rows of one small table, in order of their slugs. */
export interface SlugIndex<Row> {
  all: Row[];
  byId: Map<number, Row>;
  bySlug: Map<string, Row>;
}

interface Indexes {
  models: SlugIndex<ModelRow>;
  benchmarks: SlugIndex<BenchmarkRow>;
  labs: SlugIndex<LabRow>;
  hardware: SlugIndex<HardwareRow>;
}

/** A table that runs refer to. */
export type CatalogueKind = keyof Indexes;

/**
 * The tables that runs refer to, held in memory for one version of the data: they have thousands of rows at most and are
 * shown beside every run, so looking one up must not cost a statement. The metrics are those of the store.
 */
export interface Catalogue extends Indexes {
  metrics: MetricCatalogue;
}

export async function readCatalogue(drizzle: Drizzle, metrics: MetricCatalogue): Promise<Catalogue> {
  const [modelRows, benchmarkRows, labRows, hardwareRows] = await Promise.all([
    drizzle.select(modelColumns).from(models),
    drizzle.select().from(benchmarks),
    drizzle.select().from(labs),
    drizzle.select().from(hardware),
  ]);
  return {
    models: indexOf(modelRows),
    benchmarks: indexOf(benchmarkRows),
    labs: indexOf(labRows),
    hardware: indexOf(hardwareRows),
    metrics,
  };
}

function indexOf<Row extends { id: number; slug: string }>(rows: Row[]): SlugIndex<Row> {
  const all = rows.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return {
    all,
    byId: new Map(all.map((row) => [row.id, row])),
    bySlug: new Map(all.map((row) => [row.slug, row])),
  };
}

const KINDS = {
  models: { noun: "model", code: "UNKNOWN_MODEL" },
  benchmarks: { noun: "benchmark", code: "UNKNOWN_BENCHMARK" },
  labs: { noun: "lab", code: "UNKNOWN_LAB" },
  hardware: { noun: "accelerator", code: "UNKNOWN_HARDWARE" },
} as const satisfies Record<CatalogueKind, { noun: string; code: RequestErrorCode }>;

/** The row of a slug. Throws a `RequestError` that names the argument and the slugs that are allowed or similar. */
export function findBySlug<Kind extends CatalogueKind>(
  catalogue: Catalogue,
  kind: Kind,
  slug: string,
  argument: string,
): Catalogue[Kind]["all"][number] {
  const row = catalogue[kind].bySlug.get(slug) ?? (kind === "benchmarks" ? onlyVariant(catalogue, slug) : undefined);
  if (row) return row as Catalogue[Kind]["all"][number];
  const { noun, code } = KINDS[kind];
  const known = catalogue[kind].all.map((other) => other.slug);
  throw new RequestError(code, `${argument}: there is no ${noun} "${slug}". ${alternatives(slug, known)}`, argument);
}

/** The only variant of a benchmark that has no variant of that plain name. */
function onlyVariant({ benchmarks }: Catalogue, name: string): BenchmarkRow | undefined {
  const variants = benchmarks.all.filter(({ benchmark }) => benchmark === name);
  return variants.length === 1 ? variants[0] : undefined;
}

const LISTED_WHOLE = 24;

function alternatives(slug: string, known: string[]): string {
  if (known.length === 0) return "The store holds none yet.";
  if (known.length <= LISTED_WHOLE) return `Known: ${known.join(", ")}.`;
  const words = slug.toLowerCase().match(/[a-z0-9.]{3,}/g) ?? [];
  const near = known.filter((other) => words.some((word) => other.toLowerCase().includes(word)));
  return near.length > 0 ? `Near it: ${near.slice(0, 8).join(", ")}.` : `The store holds ${known.length} others.`;
}
