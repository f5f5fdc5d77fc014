import type { Database } from "./database/database.ts";

/** The modes and the runners of all runs, also of those that wait or have failed, each list in order. */
export interface RunNames {
  mode: string[];
  runner: string[];
}

/**
 * The names of runs, held in memory for one version of the data, or until they are to be read anew: a run that waits does
 * not change the version. The same object is given as long as nothing has changed.
 */
export function followRunNames(rows: Database["rows"]): {
  current(version: string): Promise<RunNames>;
  readAnew(): void;
} {
  let held: { version: string; names: Promise<RunNames> } | undefined;
  let last: RunNames = { mode: [], runner: [] };
  const read = async () => {
    const names = await readRunNames(rows);
    if (JSON.stringify(names) !== JSON.stringify(last)) last = names;
    return last;
  };
  return {
    current(version) {
      if (held?.version !== version) {
        const reading = { version, names: read() };
        held = reading;
        reading.names.catch(() => {
          if (held === reading) held = undefined;
        });
      }
      return held.names;
    },
    readAnew: () => {
      held = undefined;
    },
  };
}

/** Skips through an index from each pair of names to the next, so that the number of runs does not matter. */
async function readRunNames(rows: Database["rows"]): Promise<RunNames> {
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
