import { type ArchitectureKind, architectureKind } from "../../../src/compute/architecture/architectureKind.ts";
import { ComputeError } from "../../../src/compute/computeError.ts";
import { neededFields } from "../../../src/compute/config/neededFields.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";
import { countParameters, type ParameterCount } from "../../../src/compute/cost/parameters.ts";
import { PUBLISHED_DIFFERENCES } from "./differences.ts";
import { generationDefaults } from "./generationDefaults.ts";
import { statedLicense } from "./licenses.ts";
import type { RegisteredModel, Sourced } from "./model.ts";
import { RELEASE_DATES, WRONG_DATES } from "./releaseDates.ts";
import { REMARKS } from "./remarks.ts";
import type { ConfigFile, ModelRow } from "./sourceFolder.ts";
import { spdxOf } from "./spdx.ts";

/** Where a count is from: the model's own config, or dimensions that were taken from elsewhere (`configSource` says). */
const COMPUTED = { own: "computed from config.json", taken: "computed from the dimensions in configSource" };

/** Published and counted figures that are further apart than this are noted. */
const TOLERANCE = 0.02;

/** What a note says of a difference that `differences.ts` does not know. */
export const UNEXPLAINED = "unexplained";

/** A model's line in the registry, from its row of `models.csv` and the dimensions that stand for it. */
export function registerModel(row: ModelRow, file: ConfigFile | undefined): RegisteredModel {
  const read = file ? readConfig(file) : null;
  const notes = REMARKS.filter(({ slug }) => slug === row.id).map(({ note }) => note);
  if (read?.problem) notes.push(read.problem);
  const total = figure(row, "total", read, notes);
  return {
    slug: row.id,
    name: row.id.slice(row.id.indexOf("/") + 1),
    developer: row.developer,
    family: row.family,
    architecture: read?.kind ?? publishedKind(row),
    totalParameters: total,
    activeParameters: figure(row, "active", read, notes) ?? (isDense(row) ? total : null),
    contextLength: Number(row.context_length) || read?.contextLength || null,
    releasedOn: releaseDate(row, notes),
    weightsLicense: weightsLicense(row),
    generationDefaults: generationDefaults(row.id),
    config: read?.config ?? null,
    configSource: file && read?.config ? configSource(file) : null,
    notes,
  };
}

interface ReadConfig {
  config: Record<string, unknown> | null;
  counted: ParameterCount | null;
  /** What to say where a count is used. */
  computed: string;
  kind: ArchitectureKind | null;
  contextLength: number | null;
  problem: string | null;
}

/** What a config says; one that lacks a field is left out, and why is noted. */
function readConfig({ config, from }: ConfigFile): ReadConfig {
  const computed = from === undefined ? COMPUTED.own : COMPUTED.taken;
  try {
    const architecture = readArchitecture(config);
    return {
      config: neededFields(config),
      counted: countParameters(architecture),
      computed,
      kind: architectureKind(architecture),
      contextLength: architecture.contextLength,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof ComputeError && error.code === "INCOMPLETE_CONFIG")) throw error;
    const problem = `No config: ${error.message}`;
    return { config: null, counted: null, computed, kind: null, contextLength: null, problem };
  }
}

/**
 * The published figure where there is one, else the count; a published one that the count contradicts gets a note. A
 * dense model with a published total has no active count of its own.
 */
function figure(
  row: ModelRow,
  which: "total" | "active",
  read: ReadConfig | null,
  notes: string[],
): Sourced<number> | null {
  const published = Number(row[`${which}_parameters`]);
  const count = read?.counted?.[which];
  if (published) {
    if (count !== undefined && Math.abs(count / published - 1) > TOLERANCE)
      notes.push(difference(row.id, which, published, count));
    return { value: published, source: row.parameters_source };
  }
  if (!read || count === undefined || (which === "active" && isDense(row) && row.total_parameters !== "")) return null;
  return { value: count, source: read.computed };
}

function difference(slug: string, which: "total" | "active", published: number, count: number): string {
  const why =
    PUBLISHED_DIFFERENCES.find((known) => known.slug === slug && known.figure === which)?.reason ?? UNEXPLAINED;
  const percent = (100 * (published / count - 1)).toFixed(1);
  return `The published ${which} parameters differ by ${percent} % from the ${count} that the config counts to: ${why}.`;
}

function isDense(row: ModelRow): boolean {
  return row.architecture === "dense" || row.architecture === "hybrid";
}

function publishedKind(row: ModelRow): ArchitectureKind | null {
  return row.architecture === "" ? null : (row.architecture.toUpperCase() as ArchitectureKind);
}

/** The date of `models.csv` unless it is known to be wrong, else that of another source. A wrong one gets a note. */
function releaseDate(row: ModelRow, notes: string[]): Sourced<string> | null {
  const mistake = WRONG_DATES.find(({ slug, wrong }) => slug === row.id && wrong === row.released_on);
  if (mistake) notes.push(`The release date ${mistake.wrong} of ${row.released_source} is not used: ${mistake.why}.`);
  else if (row.released_on !== "") return { value: row.released_on, source: row.released_source };
  const known = RELEASE_DATES.find(({ slug }) => slug === row.id);
  return known ? { value: known.value, source: known.source } : null;
}

/** The licence as an SPDX expression. The source says under which name it is stated, where that is another. */
function weightsLicense(row: ModelRow): Sourced<string> | null {
  const { license, source } = statedLicense(row.id) ?? { license: row.weights_license, source: "models.csv" };
  const value = spdxOf(license);
  return value === null ? null : { value, source: value === license ? source : `${source}: ${license}` };
}

function configSource({ source, license_of_source, from }: ConfigFile) {
  return { ...source, license: license_of_source, ...(from === undefined ? {} : { from }) };
}
