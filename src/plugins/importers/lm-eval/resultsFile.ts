import { z } from "zod";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import { checkedAt } from "../fields/place.ts";

const fields = z.record(z.string(), z.unknown());
const byTask = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .nullish()
    .transform((tasks) => tasks ?? {});

const resultsFile = z.looseObject({
  results: z.record(z.string(), fields),
  groups: byTask(fields),
  group_subtasks: byTask(z.array(z.string())),
  configs: byTask(fields),
  versions: byTask(z.unknown()),
  "n-shot": byTask(z.unknown()),
  "n-samples": byTask(z.looseObject({ original: z.unknown().optional(), effective: z.unknown().optional() })),
  higher_is_better: byTask(fields),
  config: z
    .looseObject({})
    .nullish()
    .transform((config): Record<string, unknown> => config ?? {}),
});

/** A file of results of lm-evaluation-harness 0.4, as `lm_eval/loggers/evaluation_tracker.py` writes it. */
export type ResultsFile = z.output<typeof resultsFile>;

/**
 * Reads a file of results.
 *
 * @throws ImportError `UNSUPPORTED_VERSION` for one of 0.3 and before, `BAD_FILE` for one that is laid out otherwise.
 */
export async function readResults(file: ImportFile): Promise<ResultsFile> {
  const value = await file.json();
  const read = checkedAt(resultsFile, value, file.path);
  const rows = Object.values(read.results);
  const hasFilters = rows.some((row) => Object.keys(row).some((key) => key.includes(",")));
  const isOld = !hasFilters && rows.some((row) => Object.keys(row).some((key) => key.endsWith("_stderr")));
  if (isOld || "no_cache" in read.config) {
    throw new ImportError(
      "UNSUPPORTED_VERSION",
      file.path,
      "it was written by lm-evaluation-harness 0.3 or before, whose prompts and metrics are others. " +
        "Files of 0.4 and later are read: evaluate the model again with one of these, or give the figures as CSV.",
    );
  }
  return read;
}

/** Whether a beginning is that of a file of results: tasks with metrics, or what stands beside them. */
export function isResults(head: string): boolean {
  if (!/^\s*\{\s*"results"\s*:\s*\{/.test(head)) return false;
  if (/"[\w@.: -]+_stderr,[^"\n]+"\s*:/.test(head) || /"[\w@.:-]+,none"\s*:/.test(head)) return true;
  const isBeside = (name: string) => new RegExp(`"${name}"\\s*:\\s*[{[]`).test(head);
  if (isBeside("n-shot") && isBeside("configs")) return true;
  return isBeside("versions") && /"no_cache"\s*:|"bootstrap_iters"\s*:/.test(head);
}
