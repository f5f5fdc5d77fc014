import { type AssumedHardware, type ExpectedCost, readExpectedCost } from "../../evaluation/expectedCost.ts";
import type { PlannedRun } from "../../evaluation/planRuns.ts";
import { type ResolvedDecoding, resolveDecoding } from "../../evaluation/setup/resolveDecoding.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { findBySlug } from "../../store/catalogue.ts";
import type { Store } from "../../store/store.ts";

/** A planned run with the cost that is expected of it. */
export interface CostedRun {
  planned: PlannedRun;
  cost: ExpectedCost;
  /** The settings with which it will sample, unless its engine states others. */
  sampling: ResolvedDecoding;
  /** Whether it has its result already; such a run is shown without a cost. */
  isDone: boolean;
}

/** What is expected of a planned run, before its engine is open. */
export async function costRun(
  store: Store,
  plugins: PluginRegistry,
  planned: PlannedRun,
  isDone: boolean,
  assumed?: AssumedHardware,
): Promise<CostedRun> {
  const model = findBySlug(await store.catalogue(), "models", planned.model, "model");
  return {
    ...{ planned, isDone },
    cost: await readExpectedCost(store, plugins, planned, assumed),
    sampling: resolveDecoding(planned.decoding, planned.recipe, null, model),
  };
}
