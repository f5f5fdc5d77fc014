import {
  decodingOf,
  defineImporter,
  disagreement,
  Fields,
  type FileSet,
  type Imported,
  type ImportedRequest,
  type ImportedRun,
  type ImportFile,
  leftOut,
  nameOf,
  TOLERANCE,
} from "paretograph/plugin";
import { parse } from "yaml";
import { z } from "zod";
import { type Graded, gradedOf, requestsOf, sampleOf } from "./samples.ts";

/** `…/reports/[model/]dataset.json`, beside `…/predictions/` and `…/reviews/`. */
const REPORT = /^(.*?)reports\/((?:[^/]+\/)?)([^/]+)\.json$/;
const ACCURACY = /(?:^|_|@|mean|average)(?:acc(?:uracy)?|pass@1|exact_match|em|correct)(?:$|_)/i;

/** The reports of evalscope, each of a model on a data set with its subsets. */
export const evalscope = defineImporter({
  name: "evalscope",
  version: "1.0.0",
  apiVersion: "1.5.0",
  title: "evalscope",
  versions: "1.0 and later",
  description: "Reads the reports of evalscope with their predictions and reviews.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    const reports: ImportFile[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".json")) continue;
      const head = await file.head();
      if (!/"dataset_name"\s*:/.test(head) || !/"model_name"\s*:/.test(head)) continue;
      if (/"metrics"\s*:\s*\[/.test(head)) reports.push(file);
    }
    const beside = besides(reports, files);
    sets.push(...reports.map((file) => ({ name: file.path, files: [file, ...(beside.get(file) ?? [])] })));
    return sets;
  },
  async *read({ files: [file, ...others] }, _options, { requests = false }) {
    const report = new Fields(await file!.json(), file!.path);
    const graded = await gradedOf(others, REPORT.exec(file!.path)?.[3] ?? "");
    const config = await configIn(others);
    const asked = requests ? graded.map(requestsOf) : undefined;
    for (const metric of report.listOf("metrics")) yield* metricOf(report, metric, { graded, config, asked });
  },
});

/**
 * The answers and verdicts of the same model and data set, and the settings of the task. A file belongs to the data set
 * with the longest name that it begins with: `math_500_default.jsonl` is of `math_500` and not of `math`.
 */
function besides(reports: readonly ImportFile[], files: readonly ImportFile[]): Map<ImportFile, ImportFile[]> {
  const byFolder = new Map<string, ImportFile[]>();
  for (const file of files) {
    const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
    const own = byFolder.get(folder) ?? [];
    byFolder.set(folder, own);
    own.push(file);
  }
  const named = reports.map((file) => ({ file, parts: REPORT.exec(file.path) }));
  const found = new Map<ImportFile, ImportFile[]>();
  for (const { file, parts } of named) {
    if (!parts) continue;
    const [, base, model, dataset] = parts as unknown as [string, string, string, string];
    const longer = named
      .filter((one) => one.parts?.[1] === base && one.parts[2] === model && one.parts[3]!.startsWith(`${dataset}_`))
      .map((one) => `${one.parts![3]}_`);
    const rows = ["predictions", "reviews"].flatMap((kind) =>
      (byFolder.get(`${base}${kind}/${model}`) ?? []).filter((one) => {
        const name = nameOf(one);
        return (
          name.startsWith(`${dataset}_`) && name.endsWith(".jsonl") && !longer.some((other) => name.startsWith(other))
        );
      }),
    );
    const settings = (byFolder.get(`${base}configs/`) ?? []).filter((one) =>
      /^task_config.*\.ya?ml$/.test(nameOf(one)),
    );
    found.set(file, [...rows, ...settings]);
  }
  return found;
}

/** How the model was asked to sample. The settings also hold addresses and keys, which are not read. */
async function configIn(files: readonly ImportFile[]): Promise<Pick<ImportedRun, "decoding" | "toolVersion">> {
  const file = files.find(({ path }) => /\.ya?ml$/.test(path));
  if (!file) return {};
  let config: unknown;
  try {
    config = parse(await file.text(), { maxAliasCount: 100, logLevel: "silent" });
  } catch {
    return {};
  }
  if (!(config instanceof Object)) return {};
  const fields = new Fields(config, file.path);
  const generation = fields.value("generation_config");
  const toolVersion = fields.label("evalscope_version");
  return {
    ...(toolVersion !== undefined && { toolVersion }),
    ...(generation instanceof Object && {
      decoding: decodingOf(generation as Record<string, unknown>, `${file.path}: generation_config`),
    }),
  };
}

interface Answers {
  graded: Graded[];
  config: Pick<ImportedRun, "decoding" | "toolVersion">;
  /** The requests of each answer, where they are wanted. */
  asked: ImportedRequest[][] | undefined;
}

function* metricOf(report: Fields, metric: Fields, { graded, config, asked }: Answers): Generator<Imported> {
  // In later versions the name stands in the identity of the metric.
  const name = metric.label("name") ?? metric.within("identity")?.label("name") ?? "";
  if (!ACCURACY.test(name)) {
    yield leftOut(metric.place(), `${name} is no accuracy: ${metric.number("score") ?? "without a score"}.`);
    return;
  }
  const value = metric.share("score");
  const dataset = report.label("dataset_name") ?? "";
  const subsets = metric
    .listOf("categories")
    .flatMap((category) => category.listOf("subsets").map((subset) => subset.label("name")));
  const only = subsets.length === 1 && subsets[0] !== "default" ? subsets[0] : undefined;
  const samples = graded.map((one, i) => ({
    ...sampleOf(one, name, subsets.length > 1),
    ...(asked && { requests: asked[i]! }),
  }));
  const problems = metric.count("num");
  yield {
    kind: "run",
    run: {
      place: metric.place(),
      model: report.model("model_name") ?? { name: "" },
      benchmark: { name: dataset, ...(only !== undefined && { subset: only }) },
      protocol: { harness: "evalscope", task: dataset, metric: name },
      ...config,
      ...(problems && { problemCount: problems }),
      measures: {
        ...(value !== undefined && { accuracy: { value, ...(problems !== undefined && { count: problems }) } }),
        ...speedOf(report),
      },
      ...(samples.length > 0 && { samples }),
    },
  };
  const verdicts = samples.flatMap(({ correct, score }) =>
    typeof correct === "boolean" ? Number(correct) : (score ?? []),
  );
  const mean = verdicts.reduce((sum, one) => sum + one, 0) / verdicts.length;
  if (value !== undefined && verdicts.length > 0 && Math.abs(mean - value) > TOLERANCE) {
    yield disagreement(
      metric.place("score"),
      `The report says ${value}, and ${verdicts.length} reviews have the mean ${mean}.`,
    );
  }
  const macro = metric.number("macro_score");
  if (macro !== undefined && macro !== value)
    yield leftOut(metric.place("macro_score"), `It is the mean of the subsets' means: ${macro}.`);
}

/** The means of all answers, which a report states even where its answers were cut. */
function speedOf(report: Fields): NonNullable<ImportedRun["measures"]> {
  const summary = report.within("perf_metrics")?.within("summary");
  const count = summary?.count("n_samples");
  const mean = (fields: Fields | undefined) => {
    const value = fields?.amount("mean");
    return value === undefined ? undefined : { value, ...(count !== undefined && { count }) };
  };
  const usage = summary?.within("usage");
  const measures = {
    latency: mean(summary?.within("latency")),
    ttft: mean(summary?.within("ttft")),
    prompt_tokens: mean(usage?.within("input_tokens")),
    output_tokens: mean(usage?.within("output_tokens")),
  };
  return Object.fromEntries(Object.entries(measures).filter(([, measure]) => measure !== undefined)) as NonNullable<
    ImportedRun["measures"]
  >;
}
