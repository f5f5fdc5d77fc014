import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { Imported, ImporterPlugin } from "../../contract/importer.ts";
import { leftOut } from "../fields/found.ts";
import { nameOf } from "../fields/givenTogether.ts";
import { OutputBudget } from "../fields/outputBudget.ts";
import { type MetricsFile, partsOf, readMetrics } from "./metricsFile.ts";
import { readOutputs } from "./outputs.ts";
import { runsOf } from "./runsOf.ts";
import { benchmarkOf, isChunk, OUTPUT, setsOf } from "./sets.ts";

/** Outputs and metrics of NVIDIA's NeMo-Skills, which name no model. */
export const nemoSkillsImporter: ImporterPlugin = defineImporter({
  name: "nemo-skills",
  version: "1.0.0",
  apiVersion: "1.4.0",
  description: "Outputs and metrics of NVIDIA's NeMo-Skills.",
  options: z.object({}),
  title: "NeMo-Skills",
  versions: "the layout of 2025: output-rs*.jsonl and metrics.json",
  find: setsOf,
  async *read({ files }, _options, { signal }): AsyncGenerator<Imported> {
    const metrics: MetricsFile[] = [];
    for (const file of files) if (!OUTPUT.test(nameOf(file))) metrics.push(await readMetrics(file));
    const whole = metrics.find(({ longest }) => longest === undefined);
    const budget = new OutputBudget();
    const done = new Set<string>();
    for (const [folder, all] of Map.groupBy(
      files.filter((file) => OUTPUT.test(nameOf(file))),
      benchmarkOf,
    )) {
      signal.throwIfAborted();
      const benchmark = folder || soleBenchmark(whole);
      const { used, unused } = usable(all);
      for (const { path, reason } of unused) yield leftOut(path, reason);
      if (used.length === 0) continue;
      const outputs = await readOutputs(used, budget);
      done.add(benchmark);
      yield* runsOf({ benchmark, place: used[0]!.path, outputs, metrics: whole });
      for (const part of whole ? partsOf(whole, benchmark, outputs.parts) : []) {
        done.add(part);
        yield leftOut(`${whole!.path}: ${part}`, `It is a part of ${benchmark}, whose answers are imported whole.`);
      }
    }
    if (budget.leftOut > 0) {
      yield leftOut(files[0]!.path, "The outputs are larger together than a set of runs may be.", budget.leftOut);
    }
    for (const file of metrics) yield* metricsAlone(file, file === whole ? done : new Set());
  },
});

/** The benchmarks of a file of metrics whose outputs are not given. */
function* metricsAlone(file: MetricsFile, done: ReadonlySet<string>): Generator<Imported> {
  const parts = new Map(
    Object.keys(file.benchmarks).flatMap((name) => partsOf(file, name).map((part) => [part, name])),
  );
  for (const benchmark of Object.keys(file.benchmarks)) {
    if (done.has(benchmark)) continue;
    const place = `${file.path}: ${benchmark}`;
    const of = parts.get(benchmark);
    if (of === undefined) yield* runsOf({ benchmark, place, metrics: file });
    else yield leftOut(place, `It is a part of ${of}, which is imported whole.`);
  }
}

/** The benchmark of a file of metrics that has one. */
function soleBenchmark(file: MetricsFile | undefined): string {
  const names = Object.keys(file?.benchmarks ?? {});
  const whole = names.filter((name) => !names.some((other) => partsOf(file!, other).includes(name)));
  return whole.length === 1 ? whole[0]! : "";
}

function usable(files: readonly Parameters<typeof isChunk>[0][]) {
  const whole = files.filter((file) => !isChunk(file));
  const repeats = whole.filter((file) => /-rs\d+/.test(nameOf(file)));
  const used = repeats.length > 0 ? repeats : whole;
  const reasonOf = (file: (typeof files)[number]) =>
    isChunk(file)
      ? "It is a chunk of an output, which is whole when all of them are done."
      : "It is another way of sampling than the repeats beside it, and the metrics are those of only one of them.";
  return {
    used,
    unused: files.filter((file) => !used.includes(file)).map((file) => ({ path: file.path, reason: reasonOf(file) })),
  };
}
