import {
  defineImporter,
  disagreement,
  Fields,
  type FileSet,
  type Imported,
  type ImportFile,
  leftOut,
  nameOf,
  statedAccuracy,
  TOLERANCE,
} from "paretograph/plugin";
import { z } from "zod";
import { type Details, detailsOf } from "./details.ts";
import { ACCURACY, sampleOf } from "./samples.ts";
import { benchmarkOf, setupOf, type Task, tasksOf } from "./tasks.ts";

/** lighteval: a file of results, and a Parquet file with the details of each task, named after the same time. */
export default defineImporter({
  name: "lighteval",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "lighteval",
  versions: "0.6 to 0.13",
  description: "Reads the results of lighteval with the details of its tasks.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    const details = new Map<string, ImportFile[]>();
    for (const file of files) {
      const stamp = /^details_.*_(\d{4}-\d{2}-\d{2}T[^/]+)\.parquet$/.exec(nameOf(file))?.[1];
      const key = stamp ?? (/^details_.*\.parquet$/.test(nameOf(file)) ? file.path : undefined);
      if (key !== undefined) details.set(key, [...(details.get(key) ?? []), file]);
    }
    for (const file of files) {
      const stamp = /^results_(.+)\.json$/.exec(nameOf(file))?.[1];
      if (stamp === undefined) continue;
      const head = await file.head();
      if (!/"config_general"\s*:/.test(head) || !/"lighteval_sha"\s*:/.test(head)) continue;
      sets.push({ name: file.path, files: [file, ...(details.get(stamp) ?? [])] });
      details.delete(stamp);
    }
    sets.push(...[...details.values()].flat().map((file) => ({ name: file.path, files: [file] })));
    return sets;
  },
  async *read({ files }) {
    const results = files.find(({ path }) => path.endsWith(".json"));
    const details: Details[] = [];
    for (const file of files) if (file !== results) details.push(await detailsOf(file));
    if (results) yield* resultsOf(results, details);
    else for (const one of details) yield* detailsAlone(one);
  },
});

async function* resultsOf(file: ImportFile, details: Details[]): AsyncGenerator<Imported> {
  const content = new Fields(await file.json(), file.path);
  const setup = setupOf(content, file);
  for (const task of tasksOf(content)) {
    if (task.isAggregate) {
      yield leftOut(task.scores.place(), "It is the mean of tasks that stand beside it.");
      continue;
    }
    const own = details.find(
      (one) => one.task === task.key || one.task === `${task.name}|${task.shots}` || one.task === task.name,
    );
    const names = task.scores.keys().filter((name) => !name.endsWith("_stderr"));
    for (const name of names) yield* metricOf(task, name, setup, own);
  }
  for (const one of details) {
    if (tasksOf(content).every(({ key, name, shots }) => ![key, name, `${name}|${shots}`].includes(one.task))) {
      yield leftOut(one.path, "The results state no task of these details.");
    }
  }
}

function* metricOf(
  task: Task,
  name: string,
  setup: ReturnType<typeof setupOf>,
  details: Details | undefined,
): Generator<Imported> {
  const place = task.scores.place(name);
  if (!ACCURACY.test(name)) {
    yield leftOut(place, `${name} is no accuracy: ${task.scores.number(name) ?? "without a figure"}.`);
    return;
  }
  const value = task.scores.share(name);
  const samples = (details?.rows ?? []).flatMap((row) => sampleOf(row, name));
  if (value === undefined && samples.length === 0) {
    yield leftOut(place, "It has no figure.");
    return;
  }
  const problems = new Set(samples.map(({ problem }) => problem)).size;
  const asked = task.asked ?? (problems > 0 ? problems : undefined);
  yield {
    kind: "run",
    run: {
      ...setup,
      place,
      benchmark: benchmarkOf(task),
      protocol: {
        harness: "lighteval",
        task: task.name,
        metric: name,
        ...(task.version !== undefined && { taskVersion: task.version }),
        ...(task.shots !== undefined && { shots: task.shots }),
        ...(task.prompt !== undefined && { prompt: task.prompt }),
      },
      ...(asked && { problemCount: asked }),
      ...(value !== undefined && {
        measures: { accuracy: statedAccuracy(value, task.scores.amount(`${name}_stderr`), asked) },
      }),
      ...(samples.length > 0 && { samples }),
    },
  };
  const scores = samples.flatMap(({ correct, score }) =>
    typeof correct === "boolean" ? Number(correct) : (score ?? []),
  );
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  if (value !== undefined && scores.length > 0 && Math.abs(mean - value) > TOLERANCE) {
    yield disagreement(place, `The results say ${value}, and ${scores.length} answers have the mean ${mean}.`);
  }
}

/** Details that are given without their results name no model but by their folder, `details/<model>/<time>/`. */
function* detailsAlone(details: Details): Generator<Imported> {
  const metrics = new Set(
    details.rows.flatMap((row) => row.within("metric")?.keys() ?? row.within("metrics")?.keys() ?? []),
  );
  const [name, shots] = details.task.split("|");
  const folder = /(?:^|\/)details\/(.+)\/[^/]+\/[^/]+$/.exec(details.path)?.[1];
  for (const metric of metrics) {
    if (!ACCURACY.test(metric)) {
      yield leftOut(`${details.path}: ${metric}`, `${metric} is no accuracy.`);
      continue;
    }
    const samples = details.rows.flatMap((row) => sampleOf(row, metric));
    yield {
      kind: "run",
      run: {
        place: details.path,
        model: { name: folder ?? "" },
        benchmark: { name: name! },
        protocol: {
          harness: "lighteval",
          task: name!,
          metric,
          ...(shots && /^\d+$/.test(shots) && { shots: Number(shots) }),
        },
        problemCount: Math.max(1, new Set(samples.map(({ problem }) => problem)).size),
        samples,
      },
    };
  }
}
