import { inArray } from "drizzle-orm";
import { isErrorOf } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { modelRowOf } from "../../recording/addModel.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { BenchmarkRow, Catalogue } from "../../store/catalogue.ts";
import type { Drizzle } from "../../store/database/database.ts";
import { benchmarks, models } from "../../store/tables.ts";
import { fetchPublishedConfig } from "./publishedConfig.ts";
import type { NewBenchmark, NewModel, SubmittedRun } from "./submittedRun.ts";

/** A run with what the store lacks for it. At least one of the two is there. */
export interface Addition {
  run: RunSubmission;
  newModel?: NewModel | undefined;
  newBenchmark?: NewBenchmark | undefined;
  /** The address at which its config was read, where it did not come with the run. */
  configSource?: string;
  /** The text of its `generation_config.json`, where that was read beside it. */
  generationConfig?: string | undefined;
}

const HUB_ID = /^[\w.-]+\/[\w.-]+$/;
/** Variants of a benchmark, such as `sums/easy` and `sums@2`, are made by those who run it. */
const PLAIN_SLUG = /^[a-z0-9][a-z0-9._-]*$/;

/**
 * What a submitted run brings that the store lacks; null where it lacks nothing. A model that the store holds stays as it is.
 *
 * @throws RequestError `BAD_RUN` for a benchmark of another description than the one that the store has under its slug, and
 *   for a name that a new model or benchmark cannot have.
 */
export function additionOf({ newModel, newBenchmark, ...run }: SubmittedRun, catalogue: Catalogue): Addition | null {
  const addition: Addition = { run };
  if (newModel && !catalogue.models.bySlug.has(run.model)) {
    if (!HUB_ID.test(run.model))
      throw refused("model", "write a new model as its id on the hub, such as Qwen/Qwen3-8B");
    addition.newModel = newModel;
  }
  const known = catalogue.benchmarks.bySlug.get(run.benchmark);
  if (newBenchmark && known) requireSame(newBenchmark, known);
  else if (newBenchmark) {
    if (!PLAIN_SLUG.test(run.benchmark)) {
      throw refused("benchmark", "a new one has lower-case letters, digits, dots, dashes and underscores");
    }
    addition.newBenchmark = newBenchmark;
  }
  return addition.newModel || addition.newBenchmark ? addition : null;
}

function requireSame(given: NewBenchmark, known: BenchmarkRow): void {
  const row = benchmarkRowOf(known.slug, given);
  const described = ["name", "domain", "url", "license", "chanceLevel", "problemCount"] as const;
  const other = described.find((field) => row[field] !== known[field]);
  if (other === undefined) return;
  throw refused(
    "newBenchmark",
    `the store has another benchmark "${known.slug}" (its ${other} is ${JSON.stringify(known[other])}): leave newBenchmark out to submit to that one, or take another slug`,
  );
}

function benchmarkRowOf(slug: string, { name, domain, sourceUrl, license, chanceLevel, problemCount }: NewBenchmark) {
  return {
    ...{ slug, benchmark: slug, name, domain: domain ?? null, url: sourceUrl, license, version: "1" },
    ...{ chanceLevel: chanceLevel ?? null, problemCount: problemCount ?? null },
  };
}

/**
 * The same runs, in which the models with open weights that bring no config have that of the hub.
 *
 * @throws RequestError `BAD_VALUE` for a config that cannot be read.
 */
export async function withConfigs(additions: Addition[]): Promise<Addition[]> {
  const texts = new Map<string, ReturnType<typeof fetchPublishedConfig>>();
  const read = (id: string) => texts.get(id) ?? texts.set(id, fetchPublishedConfig(id, "public")).get(id)!;
  return Promise.all(
    additions.map(async (addition) => {
      const { newModel, run } = addition;
      if (!newModel?.openWeights || newModel.config) return addition;
      const { text, source, generationConfig } = await read(run.model).catch((error) => {
        throw new RequestError(
          "BAD_VALUE",
          `newModel.config: ${error.message} It can come with the run, or the model can be added with \`paretograph model add\` first, or be accepted without its architecture.`,
          "newModel.config",
        );
      });
      return { ...addition, newModel: { ...newModel, config: parsed(text) }, configSource: source, generationConfig };
    }),
  );
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError("BAD_VALUE", "newModel.config: the config on the hub is no JSON.", "newModel.config");
  }
}

/**
 * Stores the models and benchmarks of runs, in a transaction that is open, and gives the catalogue with them. What is there
 * by now is as `additionOf` says.
 *
 * @throws RequestError as `additionOf`, and `BAD_RUN` for a config that cannot be interpreted.
 */
export async function storeAdditions(
  transaction: Pick<Drizzle, "insert" | "select">,
  catalogue: Catalogue,
  additions: Addition[],
): Promise<Catalogue> {
  const ofModels = additions.filter(({ newModel }) => newModel);
  const ofBenchmarks = additions.filter(({ newBenchmark }) => newBenchmark);
  // The first of several descriptions counts.
  for (const addition of ofModels) await transaction.insert(models).values(modelRow(addition)).onConflictDoNothing();
  for (const { run, newBenchmark } of ofBenchmarks) {
    await transaction.insert(benchmarks).values(benchmarkRowOf(run.benchmark, newBenchmark!)).onConflictDoNothing();
  }
  const modelSlugs = ofModels.map(({ run }) => run.model);
  const modelRows = await transaction.select().from(models).where(inArray(models.slug, modelSlugs));
  const benchmarkSlugs = ofBenchmarks.map(({ run }) => run.benchmark);
  const benchmarkRows = await transaction.select().from(benchmarks).where(inArray(benchmarks.slug, benchmarkSlugs));
  const whole: Catalogue = {
    ...catalogue,
    models: withRows(catalogue.models, modelRows),
    benchmarks: withRows(catalogue.benchmarks, benchmarkRows),
  };
  for (const { run, newBenchmark } of ofBenchmarks) {
    requireSame(newBenchmark!, whole.benchmarks.bySlug.get(run.benchmark)!);
  }
  return whole;
}

function modelRow({ run, newModel, configSource, generationConfig }: Addition) {
  const { openWeights, config, developer, family, releasedOn } = newModel!;
  const slug = run.model;
  const [organisation, name] = slug.split("/");
  if (!config) {
    const optional = { ...(family && { family }), ...(releasedOn && { releasedOn }) };
    return { slug, name: name!, developer: developer ?? organisation!, openWeights, ...optional };
  }
  const source = configSource ?? `the config.json that the lab ${run.lab} submitted`;
  try {
    return {
      ...modelRowOf({ slug, config: JSON.stringify(config), generationConfig, source, developer, family, releasedOn }),
      openWeights,
    };
  } catch (error) {
    if (!isErrorOf("compute", error)) throw error;
    throw refused("newModel.config", error.message.replace(/\.$/, ""));
  }
}

function withRows<Row extends { id: number; slug: string }>(
  index: { all: Row[]; byId: Map<number, Row>; bySlug: Map<string, Row> },
  rows: Row[],
) {
  return {
    all: index.all,
    byId: new Map([...index.byId, ...rows.map((row) => [row.id, row] as const)]),
    bySlug: new Map([...index.bySlug, ...rows.map((row) => [row.slug, row] as const)]),
  };
}

const refused = (field: string, why: string) => new RequestError("BAD_RUN", `${field}: ${why}.`, field);
