import { createHash } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { everyEvalEverRecord } from "../../exchange/exporting/formats/everyEvalEver.ts";
import type { ModelFiles } from "../../recording/submitted/modelFiles.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import { benchmarkProblems } from "../../store/tables.ts";
import { digestOf } from "../feed/canonicalJson.ts";
import type { Predicates } from "../feed/statement.ts";
import type { OwnRun } from "./publicRun.ts";

/** What a record says of a run beside who says it, and the Every Eval Ever record that it names. */
export interface AboutRun {
  predicate: Omit<Predicates["result"], "assurance">;
  everyEvalEver: Buffer | undefined;
}

/** The most characters of the options of a harness, as JSON. */
const MOST_OF_OPTIONS = 16_000;

/**
 * @param shown the run as it is published, with its content hash.
 * @param modelFiles the files of models, by slug, of runs that name none themselves.
 */
export async function aboutRun(
  store: Store,
  run: OwnRun,
  shown: { run: RunSubmission; subject: string },
  by: { lab: string; statedAt: string },
  modelFiles: ReadonlyMap<string, ModelFiles>,
): Promise<AboutRun> {
  const catalogue = await store.catalogue();
  const model = catalogue.models.byId.get(run.modelId)!;
  const benchmark = catalogue.benchmarks.byId.get(run.benchmarkId)!;
  const { developer, family, releasedOn, openWeights } = model;
  const measures = Object.entries(run.measures).map(([name, measure]) => [name, measure!.value] as const);
  const files = shown.run.modelFiles ?? modelFiles.get(model.slug);
  const dataset = await datasetOf(store, run, shown.run, benchmark.slug);
  const harness = harnessOf(shown.run);
  const text = everyEvalEverRecord(
    {
      ...{ ...run, contentHash: shown.subject, recipe: shown.run.recipe ?? null },
      ...{ model, benchmark, lab: catalogue.labs.byId.get(run.labId)! },
      hardware: run.hardwareId === null ? null : catalogue.hardware.byId.get(run.hardwareId)!,
      ...{ submission: shown.run, hasSamples: (shown.run.samples?.length ?? 0) > 0 },
    },
    { catalogue, since: new Date(by.statedAt) },
  );
  const everyEvalEver = text === null ? undefined : Buffer.from(text);
  return {
    predicate: {
      ...by,
      ...{ model: model.slug, mode: run.mode, benchmark: benchmark.slug },
      measures: Object.fromEntries(measures.slice(0, 100)),
      newModel: withoutNulls({ openWeights, developer, family, releasedOn }),
      ...(benchmark.url && benchmark.license && { newBenchmark: newBenchmarkOf(benchmark) }),
      ...(harness && { harness }),
      ...(dataset && { dataset }),
      ...(files && { modelFiles: files }),
      ...(everyEvalEver && { everyEvalEver: digestOf(everyEvalEver) }),
    },
    everyEvalEver,
  };
}

type Named = { name?: unknown; version?: unknown; options?: Record<string, unknown> } | undefined;

/** What asked and graded: the benchmark of this software with its options, or the harness that the protocol names. */
function harnessOf({ recipe, protocol }: RunSubmission): Predicates["result"]["harness"] {
  const { name, version, options } = (recipe?.benchmark ?? {}) as NonNullable<Named>;
  if (typeof name === "string") return sized({ name, version, options });
  const { harness, ...asked } = protocol ?? {};
  return typeof harness === "string" && harness !== "" ? sized({ name: harness, options: asked }) : undefined;
}

function sized({ name, version, options }: { name: string; version?: unknown; options?: object | undefined }) {
  const isShort = options && JSON.stringify(options).length <= MOST_OF_OPTIONS;
  return {
    name: name.slice(0, 1000),
    ...(typeof version === "string" && version !== "" && { version: version.slice(0, 1000) }),
    ...(isShort && { options: options as Record<string, unknown> }),
  };
}

/**
 * The data set: by the checksum of its file where the run read one, otherwise of the problems that runs here answered. A run
 * from elsewhere says nothing of its problems.
 */
async function datasetOf(store: Store, { benchmarkId, provenance }: OwnRun, { recipe }: RunSubmission, slug: string) {
  const { sha256, source } = (recipe?.dataset ?? {}) as { sha256?: string; source?: string };
  if (sha256 && /^[0-9a-f]{64}$/.test(sha256)) return { name: (source ?? slug).slice(0, 1000), sha256 };
  if (provenance !== "MEASURED") return undefined;
  const problems = await store.drizzle
    .select()
    .from(benchmarkProblems)
    .where(eq(benchmarkProblems.benchmarkId, benchmarkId))
    .orderBy(asc(benchmarkProblems.problemId));
  if (problems.length === 0) return { name: slug };
  const lines = problems.map(({ problemId, digest }) => `${problemId},${digest}`).sort();
  return { name: slug, sha256: createHash("sha256").update(lines.join("\n")).digest("hex") };
}

const withoutNulls = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));

function newBenchmarkOf({
  name,
  domain,
  url,
  license,
  chanceLevel,
  problemCount,
}: {
  name: string;
  domain: string | null;
  url: string | null;
  license: string | null;
  chanceLevel: number | null;
  problemCount: number | null;
}) {
  return withoutNulls({ name, domain, sourceUrl: url, license, chanceLevel, problemCount });
}
