import { readRuns } from "../../store/reading/rowsByKey.ts";
import type { Store } from "../../store/store.ts";
import type { Ask } from "./ask.ts";

/** A run whose progress is shown. */
export interface FollowedRun {
  /** As it is called here: `Run 12` by its number in the store, or by its place among those that a server measures. */
  title: string;
  /** The global id, as the API had it when the run was queued. It stays valid. */
  id: string;
  model: string;
  mode: string;
  benchmark: string;
}

/** A model in a mode in words, such as `Qwen/Qwen3-8B (on)`. */
export const candidateOf = ({ model, mode }: Pick<FollowedRun, "model" | "mode">) =>
  mode === "default" ? model : `${model} (${mode})`;

/** The run in words, such as `gsm8k, Qwen/Qwen3-8B (on)`. */
export const nameOf = (run: FollowedRun) => `${run.benchmark}, ${candidateOf(run)}`;

const QUERY = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Run { model { slug } mode benchmark { slug } } } }";

/** What the runs are that have these global ids, 100 at most. Throws the error of the question. */
export async function readFollowed(
  ask: Ask,
  ids: readonly string[],
  titles: readonly string[],
): Promise<FollowedRun[]> {
  const { nodes } = await ask(QUERY, { ids });
  return ids.map((id, i) => {
    const { model, mode, benchmark } = nodes[i];
    return { title: titles[i]!, id, model: model.slug, mode, benchmark: benchmark.slug };
  });
}

/** The global ids of runs by their numbers in the store. */
export async function globalIdsOf(store: Store, numbers: readonly number[]): Promise<string[]> {
  const rows = await readRuns(store, numbers);
  return rows.map((row) => Buffer.from(`Run:${row!.contentHash}`).toString("base64"));
}
