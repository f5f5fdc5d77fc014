import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { Disagreement, ImportedBenchmark, ImportFile, LeftOut } from "../../plugins/contract/importer.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { addressOfDataset, foundBenchmark, newBenchmarkSlug } from "./foundBenchmark.ts";
import { foundModel } from "./foundModel.ts";
import type { CheckedRun } from "./importedShape.ts";
import type { KnownNames } from "./knownNames.ts";
import { readSet } from "./readSet.ts";
import { type Asked, recognise } from "./recognise.ts";
import { speedRun } from "./speedRun.ts";

/** What the person who imports says beside the files. */
export interface ImportWishes {
  lab: string;
  /** The format, where it is not to be recognised. */
  format?: string | undefined;
  /** Options of the importers, such as the file of a mapping. Each importer takes those that it knows. */
  options?: Record<string, unknown>;
  /** The model of all runs, or of those that the file names so. */
  models?: ReadonlyMap<string | null, string>;
  benchmarks?: ReadonlyMap<string | null, string>;
  /** The address and the licence of results that state none. */
  sourceUrl?: string | undefined;
  license?: string | undefined;
  /** Whether samples bring the requests that were made for them. Only `joinRuns` takes them; they can't be stored. */
  requests?: boolean;
}

/**
 * A run as it is to be stored, with the place from which it was read and what the store lacks for it. Its model is empty
 * where neither the files nor the person name it.
 */
export interface PlacedRun {
  place: string;
  run: Omit<CheckedRun, "place" | "model" | "benchmark" | "accelerator" | "toolVersion"> & {
    lab: string;
    model: string;
    benchmark: string;
  };
  toolVersion?: string;
  /** `IMPORTED` unless it is stated. */
  provenance?: "MEASURED";
  accelerator?: CheckedRun["accelerator"];
  newModel?: { name: string };
  newBenchmark?: Omit<ImportedBenchmark, "url"> & { slug: string; url: string | null };
}

/** What became of one set of files. */
export interface ReadFiles {
  format: string;
  name: string;
  files: string[];
  runs: PlacedRun[];
  leftOut: LeftOut[];
  disagreements: Disagreement[];
  /** Why nothing of it could be read; null where it could. */
  failure: { code: string; message: string } | null;
}

/**
 * Reads all results among files, set by set. A set that cannot be read says why, and the others are read.
 *
 * @returns the sets as they are read, and at last the files that no importer knows.
 * @throws ImportError `UNKNOWN_FORMAT` where no file is recognised, or one by two importers.
 */
export async function* readResults(
  files: readonly ImportFile[],
  plugins: PluginRegistry,
  names: () => Promise<KnownNames>,
  wishes: ImportWishes,
  signal: AbortSignal,
): AsyncGenerator<ReadFiles | { others: string[] }> {
  const asked = askedImporters(plugins, wishes);
  const { sets, others } = await recognise(files, asked);
  if (sets.length === 0) throw unknownFormat(files, asked);
  for (const set of sets) {
    const read = { format: set.importer.name, name: set.name, files: set.files.map(({ path }) => path) };
    try {
      const { runs, speeds, ...remarks } = await readSet(set, { signal, requests: wishes.requests === true });
      const known = await names();
      const placed = [...runs, ...speeds.map(speedRun)].map((run) => placedRun(run, known, wishes));
      yield { ...read, runs: placed, ...remarks, failure: null };
    } catch (error) {
      const failure = expectedFailure(error);
      if (!failure) throw error;
      yield { ...read, runs: [], leftOut: [], disagreements: [], failure };
    }
  }
  yield { others: others.map(({ path }) => path) };
}

/**
 * The importers to ask, each with those of the options that it knows.
 *
 * @throws RequestError `BAD_VALUE` for an option that none of them knows, or whose value is wrong.
 */
function askedImporters(plugins: PluginRegistry, { format, options = {} }: ImportWishes): Asked[] {
  const only = format === undefined ? null : plugins.find("importer", format);
  const asked = plugins.list().flatMap(({ plugin, optionsSchema }) => {
    if (plugin.kind !== "importer" || (only && plugin !== only)) return [];
    return [{ importer: plugin, known: Object.keys((optionsSchema.properties as object | undefined) ?? {}) }];
  });
  const stray = Object.keys(options).find((name) => !asked.some(({ known }) => known.includes(name)));
  if (stray !== undefined) {
    const all = [...new Set(asked.flatMap(({ known }) => known))].join(", ") || "none";
    throw new RequestError("BAD_VALUE", `${stray}: no importer has such an option. There are: ${all}.`, stray);
  }
  return asked.map(({ importer, known }) => {
    const own = Object.fromEntries(Object.entries(options).filter(([name]) => known.includes(name)));
    const { data, error, success } = importer.options.safeParse(own);
    if (success) return { importer, options: data };
    const { path, message } = error.issues[0]!;
    throw new RequestError(
      "BAD_VALUE",
      `${path.join(".") || "options"} of ${importer.name}: ${message}.`,
      path.join("."),
    );
  });
}

function unknownFormat(files: readonly ImportFile[], asked: readonly Asked[]): ImportError {
  const formats = asked.map(({ importer }) => `${importer.name} (${importer.title})`).join(", ");
  const place = files.length === 1 ? files[0]!.path : `${files.length} files`;
  return new ImportError(
    "UNKNOWN_FORMAT",
    place,
    `no importer recognises it. There are importers of: ${formats || "none"}.`,
  );
}

function placedRun(
  { place, accelerator, toolVersion, model, benchmark, ...run }: CheckedRun,
  names: KnownNames,
  wishes: ImportWishes,
): PlacedRun {
  const named = wishes.models?.get(model.name) ?? wishes.models?.get(null) ?? model.name;
  const known = foundModel(names, named);
  const url = addressOfDataset(benchmark);
  const wished = wishes.benchmarks?.get(benchmark.name) ?? wishes.benchmarks?.get(null);
  const task = wished === undefined ? benchmark : { ...benchmark, name: wished, dataset: undefined as never };
  const own = wished === undefined ? undefined : names.benchmarks.bySlug.get(wished);
  const asked = own ?? foundBenchmark(names, task);
  const slug = asked?.slug ?? newBenchmarkSlug(names, task, url);
  return {
    place,
    run: {
      ...run,
      lab: wishes.lab,
      model: known?.slug ?? named,
      benchmark: slug,
      ...(run.sourceUrl === undefined && wishes.sourceUrl !== undefined && { sourceUrl: wishes.sourceUrl }),
      ...(run.license === undefined && wishes.license !== undefined && { license: wishes.license }),
      ...(model.revision !== undefined && { deployment: { ...run.deployment, revision: model.revision } }),
    },
    ...(accelerator && { accelerator }),
    ...(toolVersion !== undefined && { toolVersion }),
    ...(!known && named !== "" && { newModel: { name: named } }),
    ...(!names.benchmarks.bySlug.has(slug) && { newBenchmark: { ...benchmark, slug, url } }),
  };
}
