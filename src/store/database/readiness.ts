import type { Database } from "./database.ts";
import { runWithin } from "./requestScope.ts";

/** Whether the database answers within a time. Probes that come together share one question. */
export function createReadiness(database: Pick<Database, "rows">, limitMs = 2_000): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= runWithin(AbortSignal.timeout(limitMs), () => database.rows("select 1", []))
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
}
