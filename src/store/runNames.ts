import type { Database } from "./database/database.ts";

/** The modes and the runners of all runs, also of those that wait or have failed, each list in order. */
export interface RunNames {
  mode: string[];
  runner: string[];
}

/** The names of runs now. It skips through an index from each pair of names to the next, so that the number of runs does not matter. */
export async function readRunNames(rows: Database["rows"]): Promise<RunNames> {
  const pairs = await rows(
    `with recursive pairs as (
      (select r.mode, coalesce(r.runner, '') as runner from runs r order by 1, 2 limit 1)
      union all
      select n.mode, n.runner from pairs p cross join lateral (
        select r.mode, coalesce(r.runner, '') as runner from runs r
        where (r.mode, coalesce(r.runner, '')) > (p.mode, p.runner) order by 1, 2 limit 1) n
    ) select mode, runner from pairs`,
    [],
  );
  const sorted = (names: unknown[]) => [...new Set(names as string[])].filter((name) => name !== "").sort();
  return { mode: sorted(pairs.map(([mode]) => mode)), runner: sorted(pairs.map(([, runner]) => runner)) };
}
