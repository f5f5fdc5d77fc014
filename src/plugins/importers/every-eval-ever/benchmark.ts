import { ImportError } from "../../contract/importError.ts";
import type { ImportedBenchmark } from "../../contract/importer.ts";
import { addressIn } from "../fields/addresses.ts";
import { countAt } from "../fields/figures.ts";
import { labelAt } from "../fields/texts.ts";
import type { AggregateFile, EvaluationResult } from "./layout.ts";
import { known, stated } from "./stated.ts";

/**
 * The task of a result. Filters of lm-evaluation-harness become a part of its name, which the description repeats, and so
 * do metrics and scorers of Inspect.
 */
export function taskOf(result: EvaluationResult): { name: string; filter?: string; scorer?: string } {
  const name = labelAt(result.evaluation_name ?? result.source_data?.dataset_name, "evaluation_name");
  if (name === undefined) throw new ImportError("BAD_FILE", "evaluation_name", "it is missing.");
  const [, task, scorer] = / on (.+) for scorer (.+)$/.exec(name) ?? [];
  if (task !== undefined && scorer !== undefined) return { name: task.trim(), scorer: scorer.trim() };
  const filter = /\(filter: (.+)\)\s*$/.exec(result.metric_config.evaluation_description ?? "")?.[1];
  if (filter === undefined) return { name };
  return { name: name.endsWith(`/${filter}`) ? name.slice(0, -filter.length - 1) : name, filter };
}

/**
 * The benchmark. Only an id of the hub names a data set: other names are those of a task. Results of the same data set with
 * other names are its parts.
 */
export function benchmarkOf(
  file: AggregateFile,
  result: EvaluationResult,
  name: string,
  place: string,
): ImportedBenchmark {
  const data = result.source_data;
  const urls = [data?.url].flat().flatMap((one) => addressIn(one) ?? []);
  const onHub = urls.map((one) => /^https:\/\/huggingface\.co\/datasets\/([\w.-]+\/[\w.-]+)\/?$/.exec(one)?.[1]);
  // The repository can be that of a leaderboard's table, which then names the data set of its problems beside it.
  const ofProblems = known(data?.additional_details?.benchmark_hf_repo);
  const repo = ofProblems ?? known(data?.hf_repo) ?? onHub.find((id) => id !== undefined);
  const dataset = labelAt(repo, `${place}.source_data.hf_repo`);
  const set = data?.dataset_name;
  const named = file.evaluation_results.filter((one) => set && one.source_data?.dataset_name === set);
  const isPart = new Set(named.map((one) => taskOf(one).name)).size > 1 && name !== set && !/\boverall\b/i.test(name);
  return {
    name,
    ...stated("dataset", dataset),
    ...(isPart && { subset: name.replace(`${set} - `, "") }),
    ...stated("split", labelAt(ofProblems ? undefined : known(data?.hf_split), `${place}.source_data.hf_split`)),
    ...stated("problemCount", countAt(data?.samples_number, `${place}.source_data.samples_number`) || undefined),
    ...stated("url", urls[0]),
  };
}
