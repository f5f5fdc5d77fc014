import { eq, or } from "drizzle-orm";
import { RequestError } from "../errors/requestError.ts";
import type { Store } from "../store/store.ts";
import { runs } from "../store/tables.ts";
import type { MeasuredRun } from "./measuredRuns.ts";

/** The run of a row number, a content hash, or the name of a run that has not ended. Throws `BAD_RUN` where there is none. */
export async function namedRun(store: Store, name: number | string): Promise<MeasuredRun> {
  const isNamed =
    typeof name === "number" ? eq(runs.id, name) : or(eq(runs.contentHash, name), eq(runs.provisionalHash, name));
  const [run] = await store.drizzle.select().from(runs).where(isNamed);
  if (run) return run;
  throw new RequestError("BAD_RUN", `id: there is no run ${name}.`, "id");
}
