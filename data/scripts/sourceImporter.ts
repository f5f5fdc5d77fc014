import { z } from "zod";
import { givenFiles } from "../../src/exchange/importing/givenFiles.ts";
import { readResults } from "../../src/exchange/importing/importResults.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { defineImporter } from "../../src/plugins/contract/definePlugin.ts";
import type { Imported, ImporterPlugin, LeftOut } from "../../src/plugins/contract/importer.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import { readBundledBenchmarks, readBundledModels } from "../../src/recording/bundled/bundledFiles.ts";
import { type BundledRun, type BundledSource, sourceFolder, writeBundled } from "./bundledFormat.ts";

/** The texts of a source's files by their paths in the folder of source data, without the ending `.gz`. */
export type SourceFiles = ReadonlyMap<string, string>;

/**
 * An importer of the files of one source, whose paths are known.
 *
 * @param paths the files, or what the paths of several match. It reads the source where all of them are given.
 * @param read gives the runs of the source, and what of it has no place among them.
 */
export function sourceImporter(
  { lab, publishedOn }: BundledSource,
  paths: readonly (string | RegExp)[],
  read: (files: SourceFiles) => Iterable<BundledRun | LeftOut>,
): ImporterPlugin {
  const name = `published-${lab.slug}`;
  const is = (wanted: string | RegExp) => (file: { path: string }) =>
    typeof wanted === "string" ? file.path === wanted : wanted.test(file.path);
  return defineImporter({
    name,
    version: "1.0.0",
    apiVersion: "1.5.0",
    title: `results of ${lab.name}`,
    versions: publishedOn === null ? "as the source data have them" : `as published on ${publishedOn}`,
    description: `Reads what ${lab.name} published.`,
    options: z.strictObject({}),
    async find(files) {
      if (!paths.every((wanted) => files.some(is(wanted)))) return [];
      return [{ name, files: files.filter((file) => paths.some((wanted) => is(wanted)(file))) }];
    },
    async *read(set): AsyncGenerator<Imported> {
      const texts = new Map<string, string>();
      for (const file of set.files) texts.set(file.path, await file.text());
      for (const one of read(texts)) {
        if ("reason" in one) yield { kind: "leftOut", leftOut: one };
        else {
          const { key, model, benchmark, ...run } = one;
          yield {
            kind: "run",
            run: { ...run, place: `${name}: ${key}`, model: { name: model }, benchmark: { name: benchmark } },
          };
        }
      }
    },
  });
}

/**
 * Reads a source as `paretograph import` reads files, with the bundled models and benchmarks as those that are known.
 * Throws if the source cannot be read, or has a model or a benchmark that is not bundled.
 */
export async function readSource({ lab }: BundledSource, importer: ImporterPlugin, folder: string) {
  const registry = createPluginRegistry(createMetricCatalogue());
  registry.register(importer, "data/scripts");
  const names = {
    models: indexed(readBundledModels()),
    benchmarks: indexed(readBundledBenchmarks().map((benchmark) => ({ ...benchmark, plugin: null }))),
  };
  const runs: BundledRun[] = [];
  const leftOut: LeftOut[] = [];
  const wishes = { lab: lab.slug, format: importer.name };
  const { signal } = new AbortController();
  for await (const set of readResults(await givenFiles([folder]), registry, async () => names, wishes, signal)) {
    if ("others" in set) continue;
    if (set.failure) throw new Error(`${set.name}: ${set.failure.message}`);
    leftOut.push(...set.leftOut);
    for (const { place, run, newModel, newBenchmark } of set.runs) {
      const unknown = newModel?.name ?? newBenchmark?.slug;
      if (unknown !== undefined) throw new Error(`${place}: "${unknown}" is not in the bundled data.`);
      const { lab: _, ...rest } = run;
      runs.push({ key: place.slice(set.name.length + 2), ...rest });
    }
  }
  return { runs, leftOut };
}

const indexed = <Row extends { slug: string }>(all: readonly Row[]) => ({
  all,
  bySlug: new Map(all.map((row) => [row.slug, row])),
});

/** Reads a source in the folder that the script was given, and writes it as bundled data. Says what is left out of it. */
export async function carryOver(source: BundledSource, importer: ImporterPlugin): Promise<void> {
  const { runs, leftOut } = await readSource(source, importer, sourceFolder());
  writeBundled(source, runs);
  for (const { place, reason, count = 1 } of leftOut) console.log(`${place} (${count}): ${reason}`);
}
