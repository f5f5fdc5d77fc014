import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listAccelerators } from "../../compute/accelerators/accelerators.ts";
import type { Sampling } from "../../decoding/decoding.ts";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { RunSubmission, SampleSubmission } from "../submitted/submission.ts";
import { readJsonLines } from "./jsonLines.ts";

/** A figure and its source. */
export interface Sourced<T> {
  value: T;
  source: string;
}

/** A line of `data/models/*.jsonl`. */
export interface BundledModel {
  slug: string;
  name: string;
  developer?: string | null;
  family?: string | null;
  architecture?: string | null;
  totalParameters?: Sourced<number> | null;
  activeParameters?: Sourced<number> | null;
  contextLength?: number | null;
  openWeights?: boolean;
  releasedOn?: Sourced<string> | null;
  /** An SPDX expression. */
  weightsLicense?: Sourced<string> | null;
  config?: Record<string, unknown> | null;
  /** The sampling that its makers state in its `generation_config.json`. */
  generationDefaults?: Sourced<Sampling> | null;
  /** A model with the same dimensions, where its own config is not published, and how that is known. */
  configOf?: { slug: string; reason: string } | null;
}

/** An entry of `data/benchmarks.json`. */
export interface BundledBenchmark {
  slug: string;
  name: string;
  domain: string | null;
  problemCount: number | null;
  /** How many options each question has, where answers are letters of options. */
  optionCount?: number;
  /** The accuracy of guessing, where it is not one of `optionCount` options. */
  chanceLevel?: number;
  version: string;
  subsetOf: string | null;
  url: string | null;
  promptTokens: { mean: number; source: string } | null;
}

/** The content of `source.json` in a folder of results: who published them, where, when, and under which licence. */
export interface BundledSource {
  lab: { slug: string; name: string; url: string | null };
  /** Null for results that were measured by this software. */
  url: string | null;
  license: string;
  publishedOn: string | null;
  notes: string;
}

const folder = packageFolder("data");

/** Reads all models: those of the registry, and those that only results refer to. */
export function readBundledModels(): BundledModel[] {
  const registry = readJsonLines<BundledModel>(join(folder, "models/registry.jsonl"));
  const others = ["models/others.jsonl", "models/fineTunes.jsonl"].flatMap((file) =>
    readJsonLines<BundledModel>(join(folder, file)),
  );
  const bySlug = new Map(registry.map((model) => [model.slug, model]));
  return [
    ...registry.map((model) => ({ openWeights: true, ...model })),
    ...others.map((model) => {
      const twin = bySlug.get(model.configOf?.slug ?? "");
      return twin ? withDimensionsOf(twin, model) : model;
    }),
  ];
}

/** Completes a model by the figures of another that has the same dimensions. */
function withDimensionsOf(twin: BundledModel, model: BundledModel): BundledModel {
  const { architecture, config, totalParameters, activeParameters, contextLength } = twin;
  return {
    ...{ architecture, config, contextLength },
    ...model,
    totalParameters: model.totalParameters ?? ofTwin(totalParameters, twin.slug),
    activeParameters: model.activeParameters ?? ofTwin(activeParameters, twin.slug),
  };
}

const ofTwin = (figure: Sourced<number> | null | undefined, slug: string) =>
  figure && { value: figure.value, source: `${figure.source}, of ${slug}, which has the same dimensions` };

export function readBundledBenchmarks(): BundledBenchmark[] {
  return JSON.parse(readFileSync(join(folder, "benchmarks.json"), "utf8"));
}

/** Lists all accelerators whose data sheets are known, and other hardware that results were measured on. */
export function readBundledHardware(): { slug: string; name: string; vendor: string | null }[] {
  const accelerators = listAccelerators().map(({ slug, name, vendor }) => ({ slug, name, vendor }));
  return [...accelerators, ...JSON.parse(readFileSync(join(folder, "hardware.json"), "utf8"))];
}

/** The names of the folders of results, one a lab. */
export function listBundledLabs(): string[] {
  return readdirSync(join(folder, "results")).sort();
}

export function readBundledSource(lab: string): BundledSource {
  return JSON.parse(readFileSync(join(folder, "results", lab, "source.json"), "utf8"));
}

/** Reads a lab's runs with their samples, as submissions. A run that states no source has that of its folder. */
export function readBundledRuns(lab: string): RunSubmission[] {
  const source = readBundledSource(lab);
  const samples = readSamples(join(folder, "results", lab, "samples.jsonl.gz"));
  const runs = readJsonLines<RunSubmission & { key: string }>(join(folder, "results", lab, "runs.jsonl"));
  return runs.map(({ key, ...run }) => ({
    ...run,
    lab: source.lab.slug,
    mode: run.mode ?? "default",
    provenance: run.provenance ?? "IMPORTED",
    sourceUrl: run.sourceUrl ?? source.url ?? undefined,
    license: run.license ?? source.license,
    decoding: run.decoding ?? {},
    measures: run.measures ?? {},
    ...(samples.has(key) && { samples: samples.get(key) }),
  }));
}

/** Reads samples by the key of their run. Each line of the file is a table, so that the names of columns occur once. */
function readSamples(file: string): Map<string, SampleSubmission[]> {
  const tables = readJsonLines<{ run: string; columns: string[]; rows: unknown[][] }>(file, true);
  return new Map(
    tables.map(({ run, columns, rows }) => [
      run,
      rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])) as SampleSubmission),
    ]),
  );
}

/** The SHA-256 of files of the data folder, which shows whether they have changed. */
export function digestOf(paths: string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(join(folder, path)));
  return hash.digest("hex");
}

export const CATALOGUE_FILES = [
  "models/registry.jsonl",
  "models/others.jsonl",
  "models/fineTunes.jsonl",
  "benchmarks.json",
  "hardware.json",
  "token-spread.json",
];

export function filesOfLab(lab: string): string[] {
  return readdirSync(join(folder, "results", lab))
    .sort()
    .map((file) => join("results", lab, file));
}
