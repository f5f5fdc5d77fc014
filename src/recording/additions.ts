import { findAcceleratorByName } from "../compute/accelerators/accelerators.ts";
import { slugOfVariant, type Variant } from "../store/experiment.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, hardware, labs, models } from "../store/tables.ts";

/** The row id of a lab, which is added if the store does not hold it. */
export async function findOrAddLab(store: Store, slug: string): Promise<number> {
  const known = (await store.catalogue()).labs.bySlug.get(slug);
  if (known) return known.id;
  await store.drizzle.insert(labs).values({ slug, name: slug }).onConflictDoNothing();
  await store.refresh();
  return (await store.catalogue()).labs.bySlug.get(slug)!.id;
}

/**
 * The row id of a variant of the benchmark of a plugin, which is added, or marked as one that this system can run. The number of
 * options and the chance level that the plugin states hold from now on, since answers are stored with its letters.
 */
export async function findOrAddBenchmark(
  store: Store,
  plugin: {
    slug: string;
    name: string;
    domain: string;
    version: string;
    url: string | null;
    optionCount?: number;
    chanceLevel?: number;
  },
  variant: Variant = { benchmark: plugin.slug, subset: null, language: null, problemsVersion: "1" },
): Promise<number> {
  const slug = slugOfVariant(variant);
  const { bySlug } = (await store.catalogue()).benchmarks;
  const known = bySlug.get(slug);
  const optionCount = plugin.optionCount ?? known?.optionCount ?? null;
  const chanceLevel = plugin.chanceLevel ?? known?.chanceLevel ?? null;
  const isKnown = known?.optionCount === optionCount && known.chanceLevel === chanceLevel;
  if (known?.plugin === plugin.slug && isKnown) return known.id;
  const whole = slug === plugin.slug ? undefined : bySlug.get(plugin.slug);
  await store.drizzle
    .insert(benchmarks)
    .values({
      ...{ ...plugin, ...variant, slug, plugin: plugin.slug, subsetOf: whole?.id },
      name:
        slug === plugin.slug ? plugin.name : `${plugin.name} (${slug.slice(plugin.slug.length).replace(/^\//, "")})`,
    })
    .onConflictDoUpdate({ target: benchmarks.slug, set: { plugin: plugin.slug, optionCount, chanceLevel } });
  await store.refresh();
  return (await store.catalogue()).benchmarks.bySlug.get(slug)!.id;
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

/** A model of which no more than the name is known: its compute cannot be derived until its config is added. */
export async function addNamedModel(store: Store, slug: string): Promise<void> {
  const [maker, own] = slug.includes("/") ? slug.split("/", 2) : [null, slug];
  await store.drizzle
    .insert(models)
    .values({ slug, name: own || slug, developer: maker, openWeights: false })
    .onConflictDoNothing();
}

/** A benchmark that no plugin here can run. */
export interface NamedBenchmark {
  slug: string;
  name: string;
  url: string | null;
  domain?: string | undefined;
  subset?: string | undefined;
  language?: string | undefined;
  version?: string | undefined;
  problemCount?: number | undefined;
  optionCount?: number | undefined;
  chanceLevel?: number | undefined;
}

/** Adds a benchmark that results of others are about, unless the store holds one of this slug. */
export async function addNamedBenchmark(store: Store, given: NamedBenchmark): Promise<void> {
  const { slug, name, url, domain, subset, language, version = "1", problemCount, optionCount, chanceLevel } = given;
  await store.drizzle
    .insert(benchmarks)
    .values({
      slug,
      name,
      url,
      domain,
      subset,
      language,
      version,
      problemCount,
      optionCount,
      chanceLevel,
      benchmark: slug,
    })
    .onConflictDoNothing();
}
