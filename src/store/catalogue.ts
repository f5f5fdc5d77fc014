import { getTableColumns } from "drizzle-orm";
import { meantValue } from "../errors/meantValue.ts";
import type { RequestErrorCode } from "../errors/requestError.ts";
import { unknownValue } from "../errors/unknownValue.ts";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import type { Drizzle } from "./database/database.ts";
import type { AcceleratorPrice, Prices, TokenPrice } from "./prices.ts";
import type { RunNames } from "./runNames.ts";
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
export interface Catalogue extends CatalogueRows {
  names: Names;
}

/** What is read of the catalogue where a row of it has changed. */
export interface CatalogueRows extends Indexes {
  metrics: MetricCatalogue;
  prices: KnownPrices;
  names: ModelNames;
}

/** The prices of a store, each list in the order of its table. */
export interface KnownPrices {
  /** The prices of tokens by the row id of the model. Models that the store does not hold have none. */
  byModel: ReadonlyMap<number, readonly TokenPrice[]>;
  /** The prices of an hour of an accelerator, by its slug. */
  byAccelerator: ReadonlyMap<string, readonly AcceleratorPrice[]>;
}

/** The texts that models and runs have in the fields that a filter asks about by their values, each list in order. */
export interface Names extends ModelNames, RunNames {}

const MODEL_NAMES = ["developer", "family", "license"] as const;
type ModelNames = Record<(typeof MODEL_NAMES)[number], string[]>;

export async function readCatalogue(
  drizzle: Drizzle,
  metrics: MetricCatalogue,
  prices: Prices,
): Promise<CatalogueRows> {
  const [modelRows, benchmarkRows, labRows, hardwareRows] = await Promise.all([
    drizzle.select(modelColumns).from(models),
    drizzle.select().from(benchmarks),
    drizzle.select().from(labs),
    drizzle.select().from(hardware),
  ]);
  const modelIndex = indexOf(modelRows);
  const bySlug = Map.groupBy(prices.tokens, ({ model }) => model);
  return {
    models: modelIndex,
    benchmarks: indexOf(benchmarkRows),
    labs: indexOf(labRows),
    hardware: indexOf(hardwareRows),
    metrics,
    prices: {
      byModel: new Map(
        [...bySlug].flatMap(([slug, own]) => {
          const model = modelIndex.bySlug.get(slug);
          return model ? [[model.id, own] as const] : [];
        }),
      ),
      byAccelerator: Map.groupBy(prices.accelerators, ({ accelerator }) => accelerator),
    },
    names: Object.fromEntries(MODEL_NAMES.map((field) => [field, distinct(modelRows, field)])) as ModelNames,
  };
}

function distinct(rows: ModelRow[], field: keyof ModelNames): string[] {
  return [...new Set(rows.flatMap((row) => row[field] ?? []))].sort();
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
  models: { noun: "model", code: "UNKNOWN_MODEL", listedBy: "models" },
  benchmarks: { noun: "benchmark", code: "UNKNOWN_BENCHMARK", listedBy: "benchmarks" },
  labs: { noun: "lab", code: "UNKNOWN_LAB", listedBy: "labs" },
  hardware: { noun: "accelerator", code: "UNKNOWN_HARDWARE", listedBy: "accelerators" },
} as const satisfies Record<CatalogueKind, { noun: string; code: RequestErrorCode; listedBy: string }>;

/** The row of a slug. Throws a `RequestError` that names the argument and the slugs that are nearest to it. */
export function findBySlug<Kind extends CatalogueKind>(
  catalogue: Catalogue,
  kind: Kind,
  slug: string,
  argument: string,
): Catalogue[Kind]["all"][number] {
  const row = catalogue[kind].bySlug.get(slug) ?? (kind === "benchmarks" ? onlyVariant(catalogue, slug) : undefined);
  if (row) return row as Catalogue[Kind]["all"][number];
  const { code, ...about } = KINDS[kind];
  throw unknownValue(code, { ...about, argument, value: slug, known: catalogue[kind].all.map((other) => other.slug) });
}

/**
 * The row that a caller names: by its slug, or by a text that can mean no other row (`meantValue`). Throws as `findBySlug`.
 * What is stored names its rows by their slugs alone.
 */
export function findByName<Kind extends CatalogueKind>(
  catalogue: Catalogue,
  kind: Kind,
  name: string,
  argument: string,
): Catalogue[Kind]["all"][number] {
  const { all, bySlug } = catalogue[kind];
  const slug = bySlug.has(name) ? name : meantValue(name, [...bySlug.keys()]);
  return slug === undefined ? findBySlug(catalogue, kind, name, argument) : (bySlug.get(slug) as (typeof all)[number]);
}

/** The only variant of a benchmark that has no variant of that plain name. */
function onlyVariant({ benchmarks }: Catalogue, name: string): BenchmarkRow | undefined {
  const variants = benchmarks.all.filter(({ benchmark }) => benchmark === name);
  return variants.length === 1 ? variants[0] : undefined;
}

const NAMES = {
  developer: { noun: "developer", listedBy: "developers" },
  family: { noun: "family", listedBy: "families" },
  license: { noun: "licence", listedBy: "licenses" },
  mode: { noun: "mode", listedBy: "modes" },
  runner: { noun: "runner", listedBy: "runners" },
} as const satisfies Record<keyof Names, { noun: string; listedBy: string }>;

export function isNamed(field: string): field is keyof Names {
  return Object.hasOwn(NAMES, field);
}

/**
 * The value of the field that a text names (`meantValue`). Throws `UNKNOWN_VALUE` where no model or run has it, with the
 * values that are nearest to it.
 */
export function requireName({ names }: Catalogue, field: keyof Names, value: string, argument: string): string {
  const meant = meantValue(value, names[field]);
  if (meant !== undefined) return meant;
  throw unknownValue("UNKNOWN_VALUE", { ...NAMES[field], argument, value, known: names[field] });
}
