import { dollarsOf } from "../analysis/candidates/tokenPrices.ts";
import { typicalPromptTokens } from "../analysis/candidates/typicalPrompt.ts";
import { deploymentReader } from "../analysis/deployment/deployedAnswer.ts";
import { readModelDeployment } from "../analysis/deployment/modelDeployment.ts";
import { requireDeployment } from "../analysis/request/deploymentPlan.ts";
import { findAcceleratorByName } from "../compute/accelerators/accelerators.ts";
import { precisionCalled } from "../compute/accelerators/precision.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { computeEstimate } from "../recording/answerCompute.ts";
import { gpusNeeded, splitOfLaunch } from "../runners/launch/gpusNeeded.ts";
import type { Catalogue } from "../store/catalogue.ts";
import { slugOfVariant, variantOf } from "../store/experiment.ts";
import { originOf, priceInForce } from "../store/prices.ts";
import { readArchitectures } from "../store/reading/architectures.ts";
import type { Store } from "../store/store.ts";
import { openingOf } from "./permission/chosenPlugin.ts";
import { hardware } from "./plan/runParameters.ts";
import type { PlannedRun } from "./planRuns.ts";
import { expectedLength, type Figure, type KnownLength } from "./setup/expectedLength.ts";
import { launchOf } from "./setup/gpuSet.ts";

/** The hardware for which costs are estimated where the engine does not say it, and its price. */
export interface AssumedHardware {
  /** The name of an accelerator, such as `H100-SXM`. */
  hardware?: string | undefined;
  /** US dollars for an hour of one accelerator. */
  dollarsPerGpuHour?: number | undefined;
}

/** The cost that is expected of all answers of a planned run. */
export interface ExpectedCost {
  problems: Figure;
  answers: Figure;
  outputTokens: Figure;
  flops: Figure;
  gpuHours: Figure;
  /** In joules. */
  energy: Figure;
  /** In US dollars. */
  dollars: Figure;
}

/** The cost that is expected of a planned run, each figure with its source, or with the reason that it is unknown. */
export async function readExpectedCost(
  store: Store,
  plugins: PluginRegistry,
  planned: PlannedRun,
  assumed: AssumedHardware = {},
): Promise<ExpectedCost> {
  const { model, mode, recipe } = planned;
  const benchmark = storedBenchmark(plugins, planned);
  const { benchmarks, models } = await store.catalogue();
  const row = benchmarks.bySlug.get(benchmark);
  const stored = row?.problemCount ?? null;
  const problems: Figure =
    stored !== null
      ? { value: Math.min(stored, recipe.limit ?? stored), note: "the problems of the benchmark" }
      : recipe.limit !== undefined
        ? { value: recipe.limit, note: "the limit: the number of problems of the benchmark is not known" }
        : { value: null, note: "the store does not know how many problems the benchmark has" };
  const answers = times(problems, recipe.repeats);
  const length = expectedLength(await readLengths(store, benchmark), model, mode);
  const modelId = models.bySlug.get(model)!.id;
  const architecture = (await readArchitectures(store, [modelId])).get(modelId)?.architecture;
  const flops: Figure = !architecture
    ? { value: null, note: "the architecture of the model is not known" }
    : length.value === null || !row
      ? { value: null, note: length.note }
      : { value: computeEstimate(architecture, row, { measures: {} }).flops(null, length.value), note: length.note };
  const served = await servedCost(store, plugins, planned, { modelId, benchmarkId: row?.id, length, answers, assumed });
  return {
    ...{ problems, answers, outputTokens: product(length, answers), flops: product(flops, answers) },
    gpuHours: product(times(served.gpuTime, 1 / 3600), answers),
    energy: product(served.energy, answers),
    dollars: product(
      served.dollars.value === null
        ? tokenDollars(await store.catalogue(), modelId, row?.id, length, served.dollars)
        : served.dollars,
      answers,
    ),
  };
}

/** The US dollars of one answer at the price of the model's tokens in force, where it has one. */
function tokenDollars(
  catalogue: Catalogue,
  modelId: number,
  benchmarkId: number | undefined,
  length: Figure,
  otherwise: Figure,
): Figure {
  const price = priceInForce(catalogue.prices.byModel.get(modelId));
  if (!price || benchmarkId === undefined || length.value === null) return otherwise;
  const prompt = typicalPromptTokens(catalogue, [benchmarkId]);
  return { value: dollarsOf(price, prompt, length.value), note: `tokens at the price of ${originOf(price)}` };
}

/** The slug under which the store has the problems: options can change them. */
function storedBenchmark(plugins: PluginRegistry, { benchmark, recipe }: PlannedRun): string {
  const plugin = plugins.find("benchmark", benchmark);
  return slugOfVariant(variantOf(plugin, recipe.benchmark.options, plugin.options.safeParse({}).data));
}

interface Serving {
  modelId: number;
  benchmarkId: number | undefined;
  length: Figure;
  answers: Figure;
  assumed: AssumedHardware;
}

/** The GPU seconds, joules and US dollars of one answer, while the GPUs are full with answers like it. */
async function servedCost(
  store: Store,
  plugins: PluginRegistry,
  { recipe }: PlannedRun,
  { modelId, benchmarkId, length, answers, assumed }: Serving,
): Promise<Record<"gpuTime" | "energy" | "dollars", Figure>> {
  const none = (note: string) => {
    const unknown = { value: null, note };
    return { gpuTime: unknown, energy: unknown, dollars: unknown };
  };
  const opening = await openingOf(recipe.runner, recipe.byOperator, plugins);
  const launch = launchOf(opening);
  const stated = recipe.hardware ?? hardware.optional().safeParse(opening.declared?.hardware).data;
  const name = stated?.name ?? assumed.hardware;
  if (name === undefined) return none("no hardware is stated for which it could be estimated");
  if (!findAcceleratorByName(name)) return none(`no data sheet of ${name} is known`);
  const count = launch ? gpusNeeded(launch) : (stated?.count ?? 1);
  if (count === 0) return none("the engine uses no GPU");
  if (length.value === null || benchmarkId === undefined) return none(length.note);
  const precision = precisionCalled(launch?.quantization ?? launch?.dtype ?? "") ?? null;
  const dollarsPerHour = assumed.dollarsPerGpuHour ?? null;
  const catalogue = await store.catalogue();
  const split = launch && gpusNeeded({ ...launch, gpus: undefined }) === count ? splitOfLaunch(launch) : undefined;
  const deployment = { hardware: name, count, ...split, precision, batch: 1, dollarsPerHour };
  const plan = requireDeployment(deployment, catalogue.prices.byAccelerator);
  const single = await readModelDeployment(
    store,
    modelId,
    plan,
    length.value + typicalPromptTokens(catalogue, [benchmarkId]),
  );
  const most = single?.maxBatch ?? Number.POSITIVE_INFINITY;
  const asked = Math.min(recipe.mostConcurrent, launch?.maxSequences ?? recipe.mostConcurrent);
  const inFlight = Math.ceil(Math.min(asked, answers.value ?? asked) / (split?.replicas ?? 1));
  const batch = Math.max(1, Math.min(inFlight, most));
  const answerOn = await deploymentReader(store, { ...plan, batch }, { benchmarkIds: [benchmarkId] }, [{ modelId }]);
  const answer = answerOn({ modelId }, { output_tokens: { value: length.value } });
  if ("reason" in answer) return none(answer.message);
  const figure = (metric: string, missing: string): Figure => {
    const measure = answer.measures[metric];
    return measure ? { value: measure.value, note: measure.note ?? "" } : { value: null, note: missing };
  };
  return {
    gpuTime: figure("gpu_time", "the speed of the model there is not known"),
    energy: figure("energy", `the power of ${name} is not known`),
    dollars: figure("cost", "no price of an hour of a GPU is stated"),
  };
}

const times = ({ value, note }: Figure, factor: number): Figure => ({
  value: value === null ? null : value * factor,
  note,
});

function product(each: Figure, answers: Figure): Figure {
  return each.value === null || answers.value === null
    ? { value: null, note: each.value === null ? each.note : answers.note }
    : { value: each.value * answers.value, note: each.note };
}

async function readLengths(store: Store, benchmark: string): Promise<KnownLength[]> {
  const rows = await store.rows(
    `select m.slug, s.mode, s.output_tokens
     from pooled_results s join benchmarks b on b.id = s.benchmark_id join models m on m.id = s.model_id
     where b.slug = $1 and s.output_tokens is not null`,
    [benchmark],
  );
  return rows.map(([model, mode, outputTokens]) => ({
    model: model as string,
    mode: mode as string,
    outputTokens: outputTokens as number,
  }));
}
