import {
  byFolder,
  defineImporter,
  disagreement,
  Fields,
  type FileSet,
  type Imported,
  type ImportedRun,
  type ImportFile,
  leftOut,
  nameOf,
  TOLERANCE,
} from "paretograph/plugin";
import { z } from "zod";
import { answersOf } from "./answers.ts";
import { benchmarkOf, protocolOf, setupOf } from "./runSpec.ts";
import { samplesOf } from "./samples.ts";
import { ACCURACY, type Stat, statsOf } from "./stats.ts";

const FILES = ["run_spec.json", "scenario.json", "scenario_state.json", "stats.json", "per_instance_stats.json"];

/** A run of HELM is a folder. Each metric that is an accuracy, and each split, makes a run of ours. */
export default defineImporter({
  name: "helm",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "HELM",
  versions: "0.2 to 0.5",
  description: "Reads the folders of HELM's runs: `run_spec.json` with its statistics and requests.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const folder of byFolder(files)) {
      const spec = folder.files.find((file) => nameOf(file) === "run_spec.json");
      if (!spec || !/"adapter_spec"\s*:/.test(await spec.head())) continue;
      sets.push({ name: spec.path, files: folder.files.filter((file) => FILES.includes(nameOf(file))) });
    }
    return sets;
  },
  async *read({ files }) {
    const named = (name: string) => files.find((file) => nameOf(file) === name);
    const read = async (file: ImportFile | undefined) => (file ? await file.json() : undefined);
    const specFile = named("run_spec.json")!;
    const spec = new Fields(await read(specFile), specFile.path);
    const stats = statsOf(await read(named("stats.json")), named("stats.json")?.path ?? "stats.json");
    const details = named("per_instance_stats.json");
    const state = named("scenario_state.json");
    const scenario =
      named("scenario.json") && new Fields(await read(named("scenario.json")), named("scenario.json")!.path);
    const answers = answersOf(await read(state), state?.path ?? "");
    const samples = samplesOf(await read(details), details?.path ?? "", answers.byInstance);
    const common = {
      ...setupOf(spec),
      ...(answers.startedAt && { startedAt: answers.startedAt, finishedAt: answers.finishedAt }),
    };
    const accuracies = new Map<string, Stat | undefined>();
    for (const stat of stats)
      if (ACCURACY.test(stat.name) && !stat.perturbed) accuracies.set(`${stat.name} ${stat.split}`, stat);
    for (const { metric, split } of samples.keys())
      if (!accuracies.has(`${metric} ${split}`)) accuracies.set(`${metric} ${split}`, undefined);
    for (const [key, stat] of accuracies) {
      const [metric, split] = key.split(" ") as [string, string];
      yield* runOf(spec, common, benchmarkOf(spec, scenario, split), metric, stat, stats, samples.of(metric, split));
    }
    yield* othersOf(stats);
  },
});

function* runOf(
  spec: Fields,
  common: Omit<ImportedRun, "place" | "benchmark">,
  benchmark: ImportedRun["benchmark"],
  metric: string,
  stat: Stat | undefined,
  stats: readonly Stat[],
  samples: NonNullable<ImportedRun["samples"]>,
): Generator<Imported> {
  if (stat?.mean === undefined && samples.length === 0) return;
  const problems = new Set(samples.map(({ problem }) => problem)).size;
  const measures = {
    ...(stat?.mean !== undefined && { accuracy: { value: stat.mean } }),
    ...(samples.length === 0 && tokensOf(stats, benchmark.split)),
  };
  yield {
    kind: "run",
    run: {
      ...common,
      place: stat?.place ?? spec.place(),
      benchmark,
      protocol: protocolOf(spec, metric),
      ...(problems > 0 && { problemCount: problems }),
      measures,
      ...(samples.length > 0 && { samples }),
    },
  };
  const scores = samples.flatMap(({ correct, score }) =>
    typeof correct === "boolean" ? Number(correct) : (score ?? []),
  );
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  if (stat?.mean !== undefined && scores.length > 0 && Math.abs(mean - stat.mean) > TOLERANCE) {
    yield disagreement(
      stat.place,
      `${metric} is stated as ${stat.mean}, and ${scores.length} instances have the mean ${mean}.`,
    );
  }
}

/** The means of tokens that the statistics of a split state, for a run whose answers are not at hand. */
function tokensOf(stats: readonly Stat[], split: string | undefined): NonNullable<ImportedRun["measures"]> {
  const mean = (...names: string[]) => {
    const found = stats.find((stat) => names.includes(stat.name) && stat.split === split && !stat.perturbed);
    return found?.raw === undefined ? undefined : { value: found.raw };
  };
  const prompt = mean("num_prompt_tokens");
  const output = mean("num_output_tokens") ?? mean("num_completion_tokens");
  return { ...(prompt && { prompt_tokens: prompt }), ...(output && { output_tokens: output }) };
}

const TOKENS = ["num_prompt_tokens", "num_output_tokens", "num_completion_tokens"];

/** The statistics that are no accuracy, by name, and those of perturbed instances as one. */
function* othersOf(stats: readonly Stat[]): Generator<Imported> {
  const perturbed = stats.filter((stat) => stat.perturbed);
  for (const stat of stats) {
    if (stat.perturbed || ACCURACY.test(stat.name) || TOKENS.includes(stat.name) || stat.raw === undefined) continue;
    yield leftOut(stat.place, `${stat.name} is no accuracy of the answers: ${stat.raw}.`);
  }
  if (perturbed.length === 0) return;
  yield leftOut(
    perturbed[0]!.place,
    "Statistics of instances that were perturbed are of other problems.",
    perturbed.length,
  );
}
