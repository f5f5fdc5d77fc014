import { sql } from "drizzle-orm";
import type { MetricCatalogue } from "../frontier/metricCatalogue.ts";
import type { Database } from "./database/database.ts";
import { addedMetrics } from "./tables.ts";

/** Takes the metrics that plugins added earlier into a catalogue. */
export async function rememberMetrics({ drizzle }: Pick<Database, "drizzle">, metrics: MetricCatalogue): Promise<void> {
  const hasValues = sql<boolean>`exists (select 1 from runs r where r.measures ? ${addedMetrics.name})`;
  const rows = await drizzle.select({ row: addedMetrics, hasValues }).from(addedMetrics).orderBy(addedMetrics.name);
  for (const { row, hasValues } of rows) {
    const { provider, ...metric } = row;
    metrics.remember(metric, provider, hasValues);
  }
}

/** Keeps the metrics that plugins add now, so that the store knows them when the plugins are gone. */
export async function keepMetrics({ drizzle }: Pick<Database, "drizzle">, metrics: MetricCatalogue): Promise<void> {
  const added = metrics
    .list()
    .flatMap(({ provider, name, title, unit, direction, scale, description }) =>
      provider === null || provider === "built in"
        ? []
        : [{ name, title, unit, direction, scale, description, provider }],
    );
  if (added.length === 0) return;
  const given = (column: string) => sql.raw(`excluded.${column}`);
  await drizzle
    .insert(addedMetrics)
    .values(added)
    .onConflictDoUpdate({
      target: addedMetrics.name,
      set: {
        ...{ title: given("title"), unit: given("unit"), direction: given("direction"), scale: given("scale") },
        ...{ description: given("description"), provider: given("provider") },
      },
    });
}
