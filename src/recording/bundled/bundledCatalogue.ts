import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Store } from "../../store/store.ts";
import { benchmarks, bundles, hardware, labs, models } from "../../store/tables.ts";
import {
  type BundledModel,
  readBundledBenchmarks,
  readBundledHardware,
  readBundledModels,
  readBundledSource,
} from "./bundledFiles.ts";

/** Stores the models, benchmarks and hardware that are bundled with the package, or brings them up to date. */
export async function storeBundledCatalogue(store: Store): Promise<void> {
  await store.drizzle.transaction(async (transaction) => {
    await transaction
      .insert(models)
      .values(readBundledModels().map(modelRow))
      .onConflictDoUpdate({ target: models.slug, set: allOf(models) });
    await transaction
      .insert(hardware)
      .values(readBundledHardware())
      .onConflictDoUpdate({ target: hardware.slug, set: allOf(hardware) });
    const bundled = readBundledBenchmarks();
    const rows = await transaction
      .insert(benchmarks)
      .values(
        bundled.map(({ subsetOf, promptTokens, ...benchmark }) => ({
          ...{ ...benchmark, ...variantOfSlug(benchmark.slug, subsetOf) },
          promptTokens: promptTokens?.mean ?? null,
          promptTokensSource: promptTokens?.source ?? null,
        })),
      )
      .onConflictDoUpdate({
        target: benchmarks.slug,
        set: {
          ...allOf(benchmarks, "subsetOf", "plugin"),
          // A plugin may have stated it where the bundled data do not.
          optionCount: sql`coalesce(excluded.option_count, ${benchmarks.optionCount})`,
          chanceLevel: sql`coalesce(excluded.chance_level, ${benchmarks.chanceLevel})`,
        },
      })
      .returning({ id: benchmarks.id, slug: benchmarks.slug });
    const idOf = new Map(rows.map(({ id, slug }) => [slug, id]));
    for (const { slug, subsetOf } of bundled) {
      if (!subsetOf) continue;
      await transaction
        .update(benchmarks)
        .set({ subsetOf: idOf.get(subsetOf)! })
        .where(eq(benchmarks.slug, slug));
    }
  });
  await store.refresh();
}

/** A part that is named after its whole, such as `gsm8k/mip`, is a subset of it. */
function variantOfSlug(slug: string, whole: string | null) {
  return whole !== null && slug.startsWith(`${whole}/`)
    ? { benchmark: whole, subset: slug.slice(whole.length + 1) }
    : { benchmark: slug, subset: null };
}

/** Stores the lab of a folder of results, and the folder as a bundle that is not complete yet. */
export async function storeBundledLab(store: Store, folder: string): Promise<void> {
  const { lab } = readBundledSource(folder);
  await store.drizzle
    .insert(labs)
    .values(lab)
    .onConflictDoUpdate({ target: labs.slug, set: allOf(labs) });
  await store.drizzle
    .insert(bundles)
    .values({ name: folder, digest: "" })
    .onConflictDoUpdate({ target: bundles.name, set: { digest: "" } });
  await store.refresh();
}

function modelRow(model: BundledModel): typeof models.$inferInsert {
  const { slug, name, developer, family, architecture, contextLength, config } = model;
  const sourced = {
    totalParameters: model.totalParameters,
    activeParameters: model.activeParameters,
    releasedOn: model.releasedOn,
    license: model.weightsLicense,
    generationDefaults: model.generationDefaults,
  };
  const sources = Object.entries(sourced).flatMap(([field, figure]) => (figure ? [[field, figure.source]] : []));
  return {
    ...{ slug, name, developer, family, architecture, contextLength, config },
    openWeights: model.openWeights ?? false,
    totalParameters: model.totalParameters?.value,
    activeParameters: model.activeParameters?.value,
    releasedOn: model.releasedOn?.value,
    license: model.weightsLicense?.value,
    generationDefaults: model.generationDefaults?.value ?? null,
    sources: Object.fromEntries(sources),
  };
}

/** Sets every column but the id and the kept ones to the value of the conflicting insert. */
function allOf(table: PgTable, ...kept: string[]): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key !== "id" && !kept.includes(key));
  return Object.fromEntries(columns.map(([key, column]) => [key, sql.raw(`excluded.${column.name}`)]));
}
