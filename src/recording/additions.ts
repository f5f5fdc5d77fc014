import { findAcceleratorByName } from "../compute/accelerators/accelerators.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, hardware, labs } from "../store/tables.ts";

/** The row id of a lab, which is added if the store does not hold it. */
export async function findOrAddLab(store: Store, slug: string): Promise<number> {
  const known = (await store.catalogue()).labs.bySlug.get(slug);
  if (known) return known.id;
  await store.drizzle.insert(labs).values({ slug, name: slug }).onConflictDoNothing();
  await store.refresh();
  return (await store.catalogue()).labs.bySlug.get(slug)!.id;
}

/**
 * The row id of the benchmark of a plugin, which is added, or marked as one that this system can run. The number of
 * options that the plugin states holds from now on, since answers are stored with its letters.
 */
export async function findOrAddBenchmark(
  store: Store,
  plugin: { slug: string; name: string; domain: string; version: string; url: string | null; optionCount?: number },
): Promise<number> {
  const known = (await store.catalogue()).benchmarks.bySlug.get(plugin.slug);
  const optionCount = plugin.optionCount ?? known?.optionCount ?? null;
  if (known?.plugin === plugin.slug && known.optionCount === optionCount) return known.id;
  await store.drizzle
    .insert(benchmarks)
    .values({ ...plugin, plugin: plugin.slug })
    .onConflictDoUpdate({ target: benchmarks.slug, set: { plugin: plugin.slug, optionCount } });
  await store.refresh();
  return (await store.catalogue()).benchmarks.bySlug.get(plugin.slug)!.id;
}

/** The slug of an accelerator with the name that its driver reports. It is added if the store does not hold it. */
export async function findOrAddHardware(store: Store, name: string): Promise<string> {
  const accelerator = findAcceleratorByName(name);
  const own = accelerator ?? { slug: slugOf(name), name, vendor: null };
  const { all } = (await store.catalogue()).hardware;
  const known = all.find((row) => row.slug === own.slug || row.name === name || row.slug === name);
  if (known) return known.slug;
  await store.drizzle
    .insert(hardware)
    .values({ slug: own.slug, name: own.name, vendor: own.vendor })
    .onConflictDoNothing();
  await store.refresh();
  return own.slug;
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/\(r\)|\(tm\)/g, "")
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^-|-$/g, "");
}
