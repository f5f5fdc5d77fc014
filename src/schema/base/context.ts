import type { Evaluation } from "../../evaluation/evaluation.ts";
import type { BenchmarkRow, Catalogue, HardwareRow, LabRow, ModelRow } from "../../store/catalogue.ts";
import { createLoaders, type Loaders } from "../../store/reading/loaders.ts";
import type { Store } from "../../store/store.ts";

/** What every resolver of one request shares. */
export interface Context {
  store: Store;
  catalogue: Catalogue;
  loaders: Loaders;
  /** Null where the server only answers. */
  evaluation: Evaluation | Promise<Evaluation> | null;
}

export async function createContext(store: Store, evaluation: Context["evaluation"]): Promise<Context> {
  return { store, catalogue: await store.catalogue(), loaders: createLoaders(store), evaluation };
}

interface ShelfRows {
  models: ModelRow;
  benchmarks: BenchmarkRow;
  labs: LabRow;
  hardware: HardwareRow;
}

/**
 * The row that a run refers to. Another process may have stored both after this request took its catalogue: then it is
 * read anew.
 */
export function resolveRow<Kind extends keyof ShelfRows>(
  context: Context,
  kind: Kind,
  id: number,
): ShelfRows[Kind] | Promise<ShelfRows[Kind]> {
  const row = context.catalogue[kind].byId.get(id) as ShelfRows[Kind] | undefined;
  return row ?? readAnew(context, kind, id);
}

async function readAnew<Kind extends keyof ShelfRows>(context: Context, kind: Kind, id: number) {
  await context.store.refresh();
  context.catalogue = await context.store.catalogue();
  return context.catalogue[kind].byId.get(id) as ShelfRows[Kind];
}
