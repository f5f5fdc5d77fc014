import type { Store } from "../../src/store/store.ts";
import { readNoted } from "./askedLog.ts";
import type { StoredRun } from "./findings.ts";
import { idOf } from "./problems.ts";
import { EXPERIMENT } from "./scene.ts";

/** Notes when answers are seen in the store for the first time, so that it shows whether one is asked for after that. */
export function watchStored(store: Pick<Store, "rows">) {
  const seenAt = new Map<string, number>();
  const keyOf = (run: number, problem: string) => `${run} ${problem}`;
  return {
    /** Looks into the store, which may be away. */
    async look(): Promise<void> {
      const rows = await store.rows(
        `select s.run_id, s.problem_id from samples s join runs r on r.id = s.run_id
         where r.recipe #>> '{experiment,name}' = $1 and s.error_code is null`,
        [EXPERIMENT],
      );
      const now = Date.now();
      for (const [run, problem] of rows) {
        const key = keyOf(run as number, problem as string);
        if (!seenAt.has(key)) seenAt.set(key, now);
      }
    },
    /** The requests for answers that were stored already, in a sentence each. */
    askedAgain(runs: StoredRun[], folder: string): string[] {
      return runs.flatMap(({ id, name, benchmark, way }) =>
        readNoted(folder, name).flatMap((noted) => {
          if (noted.what !== "asked" || noted.benchmark !== benchmark || noted.way !== way) return [];
          const stored = seenAt.get(keyOf(id, idOf(noted)));
          if (stored === undefined || noted.at <= stored) return [];
          const seconds = (noted.at - stored) / 1000;
          return [`Run ${id} (${name}) asked for ${idOf(noted)} ${seconds} s after its answer was stored.`];
        }),
      );
    },
  };
}
