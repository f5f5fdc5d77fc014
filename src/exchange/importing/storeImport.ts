import type { Principal } from "../../access/principal.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import { addNamedBenchmark, addNamedModel, findOrAddHardware } from "../../recording/additions.ts";
import { runSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import { firstFault } from "../submitting/fault.ts";
import { type Outcome, submitRuns } from "../submitting/submitRuns.ts";
import type { PlacedRun } from "./importResults.ts";

/**
 * Stores the runs of a set, each whole or refused for itself. The models, benchmarks and accelerators that the store lacks
 * are added before: of a model no more than its name is known then.
 *
 * @returns one outcome for each run, in their order.
 */
export async function storeImport(store: Store, placed: readonly PlacedRun[], who: Principal): Promise<Outcome[]> {
  for (const name of new Set(placed.flatMap(({ newModel }) => newModel?.name ?? []))) await addNamedModel(store, name);
  for (const { newBenchmark } of placed) if (newBenchmark) await addNamedBenchmark(store, newBenchmark);
  await store.refresh();
  const outcomes: Outcome[] = [];
  const submissions = [];
  for (const [i, { place, run, accelerator, provenance = "IMPORTED" }] of placed.entries()) {
    if (run.model === "") {
      outcomes[i] = { status: "REFUSED", error: modelless(place) };
      continue;
    }
    const hardware = accelerator && {
      hardware: { slug: await findOrAddHardware(store, accelerator.name), count: accelerator.count },
    };
    const { data, error } = runSubmission.safeParse({ ...run, ...hardware, provenance });
    if (data) submissions.push(data);
    else outcomes[i] = { status: "REFUSED", error: firstFault(error, place) };
  }
  const stored = await submitRuns(store, submissions, who, "at-once");
  return placed.map((_, i) => outcomes[i] ?? stored.shift()!);
}

/** The refusal of a run whose model neither the files nor the person name. */
export const modelless = (place: string) =>
  new ImportError("BAD_FILE", place, "the files do not say which model it was. Name it with --model.");
