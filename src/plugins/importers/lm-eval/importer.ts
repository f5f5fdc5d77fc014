import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { Imported, ImporterPlugin } from "../../contract/importer.ts";
import { leftOut } from "../fields/found.ts";
import { OutputBudget } from "../fields/outputBudget.ts";
import { readTask } from "./readTask.ts";
import { isResults, readResults } from "./resultsFile.ts";
import { samplesOfTask, setsOf } from "./sets.ts";
import { tasksOf } from "./tasks.ts";

/**
 * Results and samples of EleutherAI's lm-evaluation-harness. Each task gives one run for each of its metrics that is a
 * share of right answers, under each of its filters.
 */
export const lmEvalImporter: ImporterPlugin = defineImporter({
  name: "lm-eval",
  version: "1.0.0",
  apiVersion: "1.4.0",
  description: "Results and samples of EleutherAI's lm-evaluation-harness.",
  options: z.object({}),
  title: "lm-evaluation-harness",
  versions: "0.4.0 to 0.4.13",
  find: setsOf,
  async *read({ files }, _options, { signal, requests }): AsyncGenerator<Imported> {
    const [first, ...others] = files;
    if (!first || !isResults(await first.head())) {
      for (const { path } of files) {
        yield leftOut(
          path,
          "The file of results that belongs to these samples is not given, and only it names the model.",
        );
      }
      return;
    }
    const file = await readResults(first);
    const { tasks, groups } = tasksOf(file);
    for (const group of groups) {
      yield leftOut(
        `${first.path}: results.${group}`,
        "It is a group, the mean of tasks that are imported themselves.",
      );
    }
    const unused = new Set(others);
    const outputs = new OutputBudget();
    for (const task of tasks) {
      signal.throwIfAborted();
      const samples = samplesOfTask(file, task.name, others);
      if (samples) unused.delete(samples);
      yield* readTask({ file, path: first.path, outputs, withRequests: requests === true }, task, samples);
    }
    for (const { path } of unused)
      yield leftOut(path, `There is no task in ${first.path} to which these samples belong.`);
  },
});
