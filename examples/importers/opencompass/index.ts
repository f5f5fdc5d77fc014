import {
  defineImporter,
  disagreement,
  Fields,
  type FileSet,
  type Imported,
  type ImportFile,
  leftOut,
  nameOf,
  TOLERANCE,
} from "paretograph/plugin";
import { z } from "zod";
import { predictionsOf, samplesOf } from "./samples.ts";
import { type Row, summaryOf } from "./summary.ts";

/** `<base>results/<model>/<dataset>.json`, beside `<base>predictions/` and `<base>summary/`. */
const RESULT = /^(.*?)results\/([^/]+)\/([^/]+)\.json$/;
const PREDICTION = /^(.*?)predictions\/([^/]+)\/([^/]+)\.json$/;
const SUMMARY = /^(.*?)summary\/summary_[^/]*\.csv$/;
/** Metrics that are a share of right answers. All are percentages. */
export const ACCURACY = /^(?:accuracy.*|acc(?:_.*)?|score|exact_match|em|.*pass@1|avg@\d+.*)$/i;

/** OpenCompass: a folder of one evaluation, with predictions, results and a summary. All its figures are percentages. */
export default defineImporter({
  name: "opencompass",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "OpenCompass",
  versions: "0.2 to 0.5 (by the source of the tool)",
  description: "Reads the results of OpenCompass with its predictions and the summary.",
  options: z.strictObject({}),
  async find(files) {
    return setsIn(files);
  },
  async *read({ files }) {
    const summary = files.find(({ path }) => path.endsWith(".csv"));
    const rows = summary ? await summaryOf(summary) : [];
    const told = new Set<string>();
    for (const file of files) {
      if (file === summary || PREDICTION.test(file.path)) continue;
      yield* resultOf(file, files, rows, told);
    }
    for (const row of rows) if (!told.has(`${row.model} ${row.dataset}`)) yield* rowOf(row);
  },
});

/** The sets of what was given at once: each folder of an evaluation, and files of results that stand alone. */
async function setsIn(files: readonly ImportFile[]): Promise<FileSet[]> {
  const folders = new Map<string, { own: ImportFile[]; predictions: ImportFile[] }>();
  const folderAt = (base: string) => {
    const folder = folders.get(base) ?? { own: [], predictions: [] };
    folders.set(base, folder);
    return folder;
  };
  const predicted = new Set<string>();
  for (const file of files) {
    const [, base, model] = PREDICTION.exec(file.path) ?? [];
    if (base === undefined) continue;
    predicted.add(`${base} ${model}`);
    folderAt(base).predictions.push(file);
  }
  for (const file of files) {
    const [, base, model] = RESULT.exec(file.path) ?? [];
    const isTable = SUMMARY.test(file.path);
    if (!isTable && (!file.path.endsWith(".json") || PREDICTION.test(file.path))) continue;
    const head = await file.head();
    const isKnown = predicted.has(`${base} ${model}`);
    if (isTable && isSummary(head)) folderAt(SUMMARY.exec(file.path)![1]!).own.push(file);
    else if (base !== undefined && isResult(head, isKnown)) folderAt(base).own.push(file);
    else if (isAlone(file, head)) folderAt(file.path).own.push(file);
  }
  return [...folders.values()]
    .filter(({ own }) => own.length > 0)
    .map(({ own, predictions }) => ({ name: own[0]!.path, files: [...own, ...predictions] }));
}

/** Other tools have folders of results too. Those of OpenCompass have details, or predictions of the same model beside them. */
const isResult = (head: string, hasPredictions: boolean) =>
  /^\s*\{/.test(head) &&
  (/"details"\s*:/.test(head) || (hasPredictions && /"(?:accuracy|score|error)"\s*:/.test(head)));
const isSummary = (head: string) => /^dataset,version,metric,mode,/.test(head);
/** A file of results that is given without its folders. */
const isAlone = (file: ImportFile, head: string) =>
  !RESULT.test(file.path) &&
  /^\s*\{\s*"accuracy"\s*:/.test(head) &&
  /"origin_prediction"\s*:|"references"\s*:/.test(head);

async function* resultOf(
  file: ImportFile,
  files: readonly ImportFile[],
  rows: Row[],
  told: Set<string>,
): AsyncGenerator<Imported> {
  const [, base = "", model = "", dataset = nameOf(file).replace(/\.json$/, "")] = RESULT.exec(file.path) ?? [];
  const result = new Fields(await file.json(), file.path);
  if (result.has("error")) {
    yield leftOut(result.place("error"), "The evaluation failed.");
    return;
  }
  const predictions = await predictionsOf(files, `${base}predictions/${model}/`, dataset);
  for (const metric of result.keys()) {
    if (metric === "details" || metric === "type") continue;
    if (!ACCURACY.test(metric)) {
      yield leftOut(result.place(metric), `${metric} is no accuracy.`);
      continue;
    }
    const row = rows.find((one) => one.model === model && one.dataset === dataset);
    const value = result.share(metric, 100);
    const samples = samplesOf(result, predictions);
    const problems = new Set(samples.map(({ problem }) => problem)).size;
    told.add(`${model} ${dataset}`);
    yield {
      kind: "run",
      run: {
        place: result.place(metric),
        model: { name: model },
        benchmark: { name: dataset },
        protocol: protocolOf(dataset, metric, row),
        ...dateOf(base),
        ...(problems > 0 && { problemCount: problems }),
        ...(samples.some(({ outputTokens }) => typeof outputTokens === "number") && {
          estimated: { output_tokens: "Counted by OpenCompass with the tokenizer of the model, not by the engine." },
        }),
        ...(value !== undefined && { measures: { accuracy: { value } } }),
        ...(samples.length > 0 && { samples }),
      },
    };
    const verdicts = samples.flatMap(({ correct }) => (typeof correct === "boolean" ? Number(correct) : []));
    const mean = verdicts.reduce((sum, one) => sum + one, 0) / verdicts.length;
    // A figure of the summary is rounded, and the figure of the results is not.
    if (value !== undefined && verdicts.length > 0 && Math.abs(mean - value) > TOLERANCE) {
      yield disagreement(
        result.place(metric),
        `It states ${value * 100} %, and ${verdicts.length} details have the mean ${mean * 100} %.`,
      );
    }
  }
}

/** A row of the summary whose results are not at hand. Means of several data sets stand beside their parts. */
function* rowOf({ place, model, dataset, metric, version, mode, share }: Row): Generator<Imported> {
  if (/_average$/.test(metric) || version === undefined)
    yield leftOut(place, `${metric} is a mean of data sets that stand beside it.`);
  else if (!ACCURACY.test(metric)) yield leftOut(place, `${metric} is no accuracy.`);
  else if (share === undefined) yield leftOut(place, "It has no figure.");
  else {
    const run = {
      place,
      model: { name: model },
      benchmark: { name: dataset },
      protocol: protocolOf(dataset, metric, { version, mode }),
      measures: { accuracy: { value: share } },
    };
    yield { kind: "run", run };
  }
}

/** `version` is the hash of the prompt's settings, so that another prompt is another way of asking. */
function protocolOf(
  dataset: string,
  metric: string,
  row: Pick<Row, "version" | "mode"> | undefined,
): Record<string, string> {
  return {
    harness: "opencompass",
    task: dataset,
    metric,
    ...(row?.version !== undefined && { promptHash: row.version }),
    ...(row?.mode !== undefined && { mode: row.mode }),
  };
}

function dateOf(base: string): { notes?: string } {
  const at = /(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})\d{2}\/$/.exec(base);
  return at ? { notes: `The folder is of ${at[1]}-${at[2]}-${at[3]} ${at[4]}:${at[5]}, local time.` } : {};
}
