import { z } from "zod";
import type { ImportFile } from "../../contract/importer.ts";
import { checkedAt } from "../fields/place.ts";

const row = z.looseObject({ doc_id: z.union([z.int(), z.string().min(1)]), filter: z.string().optional() });

/** A row of a file of samples: one problem under one filter. */
export interface Row {
  problem: string;
  filter: string;
  fields: Record<string, unknown>;
  place: string;
}

/** Lines, or before 0.4.3 one list in a file that is named as if it held lines. */
async function* valuesOf(file: ImportFile): AsyncGenerator<{ value: unknown; place: string }> {
  if (/^\s*\[/.test(await file.head())) {
    const list = checkedAt(z.array(z.unknown()), await file.json(), file.path);
    for (const [i, value] of list.entries()) yield { value, place: `${file.path}: ${i}` };
    return;
  }
  for await (const { number, value } of file.jsonLines()) yield { value, place: `${file.path}:${number}` };
}

/** What a file of samples holds. */
export interface Survey {
  rows: number;
  problems: number;
  /** The filters of the rows. Undefined where the rows don't name them and their order doesn't tell either. */
  filters?: Set<string>;
}

/**
 * Looks through a file of samples. Before 0.4.8 rows don't name their filter: the harness writes all problems under the
 * first filter, then all under the second, so that the k-th row of a problem is that of the k-th filter.
 *
 * @param inOrder the filters of the task, in the order of its settings.
 */
export async function survey(file: ImportFile, inOrder: readonly string[]): Promise<Survey> {
  const counts = new Map<string, number>();
  const filters = new Set<string>();
  let rows = 0;
  let unnamed = 0;
  for await (const { value, place } of valuesOf(file)) {
    const { doc_id, filter } = checkedAt(row, value, place);
    counts.set(String(doc_id), (counts.get(String(doc_id)) ?? 0) + 1);
    rows++;
    if (filter === undefined) unnamed++;
    else filters.add(filter);
  }
  const found = { rows, problems: counts.size };
  if (unnamed === 0) return { ...found, filters };
  const isEven = unnamed === rows && [...counts.values()].every((count) => count === inOrder.length);
  return isEven ? { ...found, filters: new Set(inOrder) } : found;
}

/** The rows of one filter, in the order of the file. `inOrder` is as for `survey`, which must have told the filters. */
export async function* rowsOf(file: ImportFile, wanted: string, inOrder: readonly string[]): AsyncGenerator<Row> {
  const seen = new Map<string, number>();
  for await (const { value, place } of valuesOf(file)) {
    const fields = checkedAt(row, value, place);
    const problem = String(fields.doc_id);
    const before = seen.get(problem) ?? 0;
    const filter = fields.filter ?? inOrder[before];
    if (fields.filter === undefined) seen.set(problem, before + 1);
    if (filter === wanted) yield { problem, filter, fields, place };
  }
}
