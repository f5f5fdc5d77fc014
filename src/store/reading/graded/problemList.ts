import { sql } from "drizzle-orm";
import { runStatement } from "../../database/statement.ts";
import type { Store } from "../../store.ts";
import { oncePerVersion } from "../../versionedCache.ts";
import type { ProblemKey } from "./problemResults.ts";
import { SCORE } from "./sampleValues.ts";

/**
 * The problems of a benchmark that have graded answers, the hardest first: those with the lowest mean, over models in their
 * modes, of the mean score of their answers. Equally hard ones are in the order of their ids. It is read once for each
 * version of the data, by one statement over all samples of the benchmark.
 */
export const hardestProblems = (store: Store, benchmarkId: number): Promise<ProblemKey[]> =>
  oncePerVersion(store, "hardestProblems", benchmarkId, async () => {
    const rows = await runStatement(store, "hardest problems", compose, { benchmark: benchmarkId });
    return rows.map(([problemId]) => ({ benchmarkId, problemId: problemId as string }));
  });

const compose = () => sql`
  select problem_id from (
    select problem_id, avg(${SCORE}) as score from samples join runs r on r.id = samples.run_id
    where r.benchmark_id = ${sql.placeholder("benchmark")}::integer and r.status = 'SUCCEEDED'
    group by problem_id, r.model_id, r.mode having count(${SCORE}) > 0
  ) candidates
  group by problem_id order by avg(score), problem_id`;
