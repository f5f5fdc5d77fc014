import { and, eq, isNull, sql } from "drizzle-orm";
import type { Drizzle } from "./database/database.ts";
import { protocolIdOf, type RunFacts, servedAsOf, slugOfVariant, variantOf } from "./experiment.ts";
import { benchmarks, runs } from "./tables.ts";

/**
 * The options of benchmarks of earlier versions that changed their problems, with their default values. Of other
 * benchmarks all options count: whether they changed problems is not known any more.
 */
const PROBLEM_OPTIONS: Record<string, Record<string, unknown>> = {
  arithmetic: { seed: 0 },
  ...Object.fromEntries(["aime25", "gpqa-diamond", "gsm8k", "hmmt-feb25", "math500"].map((name) => [name, {}])),
};

/**
 * Gives runs that were measured before there were protocols their protocol, and moves those that answered other problems to
 * variants of their own. Afterwards there are no such runs, so that it does nothing. One process at a time may call it.
 */
export async function splitStoredRuns(drizzle: Drizzle): Promise<void> {
  const old = await drizzle
    .select({ run: runs, benchmark: benchmarks })
    .from(runs)
    .innerJoin(benchmarks, eq(benchmarks.id, runs.benchmarkId))
    .where(and(isNull(runs.protocolId), sql`jsonb_typeof(${runs.recipe} -> 'benchmark') = 'object'`));
  for (const { run, benchmark } of old) {
    const { recipe } = run as unknown as {
      recipe: { benchmark: { name?: string; version?: string; options?: unknown } };
    };
    const { name = benchmark.slug, version = benchmark.version, options } = recipe.benchmark;
    const known = PROBLEM_OPTIONS[name];
    const plugin = { name, version, ...(known && { problemsVersion: "1", problemOptions: Object.keys(known) }) };
    const variant = variantOf(plugin, options, known);
    const slug = slugOfVariant(variant);
    let benchmarkId = benchmark.id;
    if (slug !== benchmark.slug && benchmark.plugin !== null) {
      const { id: _, ...columns } = benchmark;
      await drizzle
        .insert(benchmarks)
        .values({
          ...columns,
          ...variant,
          slug,
          name: `${benchmark.name} (${slug})`,
          problemCount: null,
          subsetOf: benchmark.id,
        })
        .onConflictDoNothing();
      const [row] = await drizzle.select({ id: benchmarks.id }).from(benchmarks).where(eq(benchmarks.slug, slug));
      benchmarkId = row!.id;
    }
    const facts = { ...run, ...run.submission } as RunFacts;
    await drizzle
      .update(runs)
      .set({ protocolId: protocolIdOf(facts), servedAs: servedAsOf(facts), benchmarkId })
      .where(eq(runs.id, run.id));
  }
}
