import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { slugOfVariant } from "../store/experiment.ts";
import type { Store } from "../store/store.ts";
import { benchmarkProblems, benchmarks } from "../store/tables.ts";

/** A problem as a benchmark loads it. */
export interface LoadedProblem {
  id: string;
  question: string;
  /** The gold answer. */
  expected: string;
}

/** The benchmark whose problems a run answered, and a note where the data were not those of the runs before. */
export interface FoundBenchmark {
  slug: string;
  note: string | null;
}

/**
 * Holds the problems that a run loaded against those of the runs before, and remembers them. Where questions or gold answers
 * differ, or some problems are new and others are gone, the run belongs to a variant of its own, which is added. Where one
 * set is a part of the other, it is the same benchmark: the run has answered a part of it.
 */
export async function settleProblems(
  store: Store,
  benchmarkId: number,
  problems: readonly LoadedProblem[],
): Promise<FoundBenchmark> {
  const row = (await store.catalogue()).benchmarks.byId.get(benchmarkId)!;
  const own = new Map(problems.map((problem) => [problem.id, digestOf(problem)]));
  const known = await readKnown(store, benchmarkId);
  if (known.size === 0 || isPartOfOther(own, known)) {
    await remember(store, benchmarkId, own);
    if (own.size > (row.problemCount ?? 0)) await countProblems(store, benchmarkId, own.size);
    return { slug: row.slug, note: null };
  }
  const sha256 = createHash("sha256")
    .update([...own].sort().join("\n"))
    .digest("hex");
  const variant = { ...row, problemsVersion: `${row.problemsVersion}+${sha256.slice(0, 12)}` };
  const slug = slugOfVariant(variant);
  const { id: _, ...columns } = variant;
  await store.drizzle
    .insert(benchmarks)
    .values({ ...columns, slug, name: `${row.name} (other data)`, problemCount: own.size, subsetOf: null })
    .onConflictDoNothing();
  await store.refresh();
  await remember(store, (await store.catalogue()).benchmarks.bySlug.get(slug)!.id, own);
  return { slug, note: `the problems differ from those of earlier runs of ${row.slug}, so that it counts as ${slug}` };
}

/** Whether all problems that both have are alike, and one of the two has no others. */
function isPartOfOther(own: Map<string, string>, known: Map<string, string>): boolean {
  const shared = [...own].filter(([id]) => known.has(id));
  return shared.length === Math.min(own.size, known.size) && shared.every(([id, digest]) => known.get(id) === digest);
}

const digestOf = ({ question, expected }: LoadedProblem) =>
  createHash("sha256")
    .update(JSON.stringify([question, expected]))
    .digest("hex");

async function readKnown({ drizzle }: Store, benchmarkId: number): Promise<Map<string, string>> {
  const rows = await drizzle.select().from(benchmarkProblems).where(eq(benchmarkProblems.benchmarkId, benchmarkId));
  return new Map(rows.map(({ problemId, digest }) => [problemId, digest]));
}

async function remember({ drizzle }: Store, benchmarkId: number, problems: Map<string, string>): Promise<void> {
  await drizzle.execute(sql`
    insert into benchmark_problems (benchmark_id, problem_id, digest)
    select ${benchmarkId}::integer, p.key, p.value from json_each_text(${JSON.stringify(Object.fromEntries(problems))}::text::json) p
    on conflict do nothing`);
}

async function countProblems(store: Store, benchmarkId: number, problemCount: number): Promise<void> {
  await store.drizzle.update(benchmarks).set({ problemCount }).where(eq(benchmarks.id, benchmarkId));
  await store.refresh();
}
