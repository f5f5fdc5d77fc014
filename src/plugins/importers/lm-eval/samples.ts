import { ImportError } from "../../contract/importError.ts";
import type { ImportedSample, ImportFile } from "../../contract/importer.ts";
import type { OutputBudget } from "../fields/outputBudget.ts";
import { shortened, textOf } from "../fields/texts.ts";
import { verdictOf } from "./metrics.ts";
import { requestsOf } from "./requests.ts";
import { type Row, rowsOf } from "./rows.ts";

/** The samples of a task under one filter and one metric. */
export interface MetricSamples {
  /** Undefined where the rows hold no verdict of their own under this metric, such as lists. */
  samples?: ImportedSample[];
  /** The rows that lack the metric, which the harness leaves out of its mean. */
  lacking: number;
}

interface Wanted {
  filter: string;
  inOrder: readonly string[];
  metrics: readonly string[];
  /** Whether the answers are texts; a choice between options has probabilities instead. */
  withOutput: boolean;
  outputs: OutputBudget;
  withRequests: boolean;
  /** The model as an API was asked for it. */
  askedModel?: string;
}

/**
 * The samples of one filter under each metric. A row holds one verdict, however many answers were asked for.
 *
 * @throws ImportError for a row that is damaged, or a second one of the same problem.
 */
export async function readSamples(
  file: ImportFile,
  { filter, inOrder, metrics, withOutput, outputs, withRequests, askedModel }: Wanted,
): Promise<Map<string, MetricSamples>> {
  const found = new Map(metrics.map((metric) => [metric, { samples: [], lacking: 0 } as MetricSamples]));
  const problems = new Set<string>();
  for await (const row of rowsOf(file, filter, inOrder)) {
    if (problems.has(row.problem)) {
      throw new ImportError(
        "BAD_FILE",
        row.place,
        `it is a second row of the problem ${row.problem} under one filter.`,
      );
    }
    problems.add(row.problem);
    const { output, ...texts } = textsOf(row, withOutput);
    const kept = outputs.keep(output, metrics.length);
    const shared = {
      problem: shortened(row.problem, 1000),
      repeat: 0,
      ...texts,
      ...(withRequests && { requests: requestsOf(row.fields, withOutput, askedModel) }),
      ...(kept !== undefined && { output: kept }),
    };
    for (const [metric, { samples }] of found) {
      const value = Object.hasOwn(row.fields, metric) ? row.fields[metric] : undefined;
      if (value === undefined) found.get(metric)!.lacking++;
      else {
        const verdict = verdictOf(value, `${row.place}: ${metric}`);
        if (verdict) samples?.push({ ...shared, ...verdict });
        else delete found.get(metric)!.samples;
      }
    }
  }
  return found;
}

/** The texts of a row: what was expected, what the model wrote, and what the filter found in it. */
function textsOf({ fields }: Row, withOutput: boolean) {
  const { target, resps, filtered_resps, prompt_hash } = fields;
  const [answers, ...others] = Array.isArray(resps) ? resps : [];
  const isSingle = withOutput && others.length === 0 && Array.isArray(answers) && answers.length === 1;
  const output = isSingle ? textOf(answers[0]) : undefined;
  const answer = withOutput && Array.isArray(filtered_resps) ? textOf(filtered_resps[0]) : undefined;
  const expected = typeof target === "number" ? String(target) : textOf(target);
  return {
    ...(output !== undefined && { output }),
    ...(answer !== undefined && answer !== output && { answer }),
    ...(expected !== undefined && { expected }),
    ...(typeof prompt_hash === "string" && /^[0-9a-f]{16,128}$/.test(prompt_hash) && { promptHash: prompt_hash }),
  };
}
