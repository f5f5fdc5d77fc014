import type { Principal } from "../../access/principal.ts";
import { createTokens, type Tokens } from "../../access/tokens.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import { type AdditionPolicy, DEFAULT_ADDITIONS } from "../../exchange/submitting/additionPolicy.ts";
import type { Following } from "../../federation/peers/pull.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import type { BenchmarkRow, Catalogue, HardwareRow, LabRow, ModelRow } from "../../store/catalogue.ts";
import { createLoaders, type Loaders } from "../../store/reading/loaders.ts";
import type { Store } from "../../store/store.ts";

/** The objects that all resolvers of one request share. */
export interface Context {
  store: Store;
  catalogue: Catalogue;
  loaders: Loaders;
  principal: Principal;
  tokens: Tokens;
  /** Throws if the caller's token does not hold any more, for what goes on longer than a request. Null without a token. */
  stillHolds: (() => Promise<unknown>) | null;
  submitting: Submitting;
  /** What the server says about the feeds of other labs that it follows. */
  following: () => Promise<Following>;
  /**
   * Runs a task of a subscription in its turn, and charges it as the whole operation each time. Throws as the server refuses
   * an expensive request.
   */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Measures runs. Null on a server that only answers. */
  evaluation: Evaluation | Promise<Evaluation> | null;
  /** Its plugins where there is no evaluation, as in a command that only asks. */
  plugins?: Pick<PluginRegistry, "list" | "declared">;
}

/** What the server says about submitted runs. */
export interface Submitting {
  additions: AdditionPolicy;
  /** Charges points to the caller and to its lab. Throws `RATE_LIMITED` where one of them has too few left. */
  charge(points: number): void;
}

const NO_LABS: Context["following"] = async () => ({ policy: DEFAULT_ADDITIONS, ownLabs: [] });
const UNLIMITED: Submitting = { additions: DEFAULT_ADDITIONS, charge: () => {} };

export async function createContext(
  store: Store,
  evaluation: Context["evaluation"],
  principal: Principal,
  tokens: Tokens = createTokens(store),
  stillHolds: Context["stillHolds"] = null,
  submitting: Submitting = UNLIMITED,
  following: Context["following"] = NO_LABS,
): Promise<Context> {
  const catalogue = await store.catalogue();
  return {
    store,
    catalogue,
    loaders: createLoaders(store),
    evaluation,
    principal,
    tokens,
    stillHolds,
    submitting,
    following,
    inTurn: (task) => task(),
  };
}

/** The types of rows that runs refer to, by the name of their index in the catalogue. */
interface Rows {
  models: ModelRow;
  benchmarks: BenchmarkRow;
  labs: LabRow;
  hardware: HardwareRow;
}

/**
 * The row with this id. If the catalogue of the request does not have it, the catalogue is read again, because another
 * process may have stored the row after the request began.
 */
export function resolveRow<Kind extends keyof Rows>(
  context: Context,
  kind: Kind,
  id: number,
): Rows[Kind] | Promise<Rows[Kind]> {
  const row = context.catalogue[kind].byId.get(id) as Rows[Kind] | undefined;
  return row ?? readAgain(context, kind, id);
}

async function readAgain<Kind extends keyof Rows>(context: Context, kind: Kind, id: number) {
  await context.store.refresh();
  context.catalogue = await context.store.catalogue();
  return context.catalogue[kind].byId.get(id) as Rows[Kind];
}
