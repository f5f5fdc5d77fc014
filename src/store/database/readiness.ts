import type { Database } from "./database.ts";
import { endingIn } from "./ending.ts";
import { runWithin, untilEnded } from "./requestScope.ts";

/**
 * Whether the database answers within a time. Probes share one question, and a database that hangs is not asked again until
 * that question has ended.
 */
export function createReadiness(database: Pick<Database, "rows">, limitMs = 2_000): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  const ask = () =>
    runWithin(endingIn(limitMs), async () => database.rows("select 1", []))
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = undefined;
      });
  return () => {
    asked ??= ask();
    return untilEnded(asked, endingIn(limitMs)).catch(() => false);
  };
}
