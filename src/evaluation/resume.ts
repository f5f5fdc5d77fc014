import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Principal } from "../access/principal.ts";
import { RequestError } from "../errors/requestError.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import {
  changeRecipe,
  type MeasuredRun,
  type QueuedRun,
  readRunsOfRequest,
  reopenRun,
} from "../recording/measuredRuns.ts";
import { namedRun } from "../recording/namedRun.ts";
import { readStoredSamples } from "../recording/storedSamples.ts";
import { fateOf } from "../store/sampleFate.ts";
import type { Store } from "../store/store.ts";
import { type Recipe, recipe as recipeSchema } from "./plan/recipe.ts";
import type { RunQueue } from "./queue.ts";
import { badRun, recipeOf, usableNow } from "./rerun.ts";

/** What is needed to put a run into the queue again. */
export interface Resuming {
  store: Store;
  queue: RunQueue;
  plugins: PluginRegistry;
}

const RESUMABLE = ["QUEUED", "RUNNING", "FAILED", "CANCELED"];

/**
 * Lets a run that failed or was canceled go on from its stored answers: only requests that failed are asked again. A run
 * that waits goes on now, and one that is measured is left as it is. Gives its row number.
 *
 * @param name the row number, the name of a run that has not ended, or its content hash.
 * @param waitEngine the seconds for which it waits for its engine from now on, instead of those that it was asked with.
 * @throws RequestError `BAD_RUN` for a run that has a result, that was not measured here, or whose plugins are gone or ask
 *   in another way by now; `FORBIDDEN` for what this caller may not ask for.
 */
export async function resumeRun(
  { store, queue, plugins }: Resuming,
  name: number | string,
  principal: Principal,
  waitEngine?: number,
): Promise<number> {
  const run = await namedRun(store, name);
  if (!RESUMABLE.includes(run.status)) {
    throw badRun(`the run is ${run.status}. Only a run without a result can go on; rerun measures it again`);
  }
  const recipe = recipeOf(run, plugins, principal);
  usableNow("runner", recipe.runner, plugins);
  await requireSameBenchmark(store, run, recipe, plugins);
  if (waitEngine !== undefined) await changeRecipe(store, run.id, { waitEngine: patience(waitEngine) });
  await reopenRun(store, run.id);
  if (run.status !== "RUNNING") await queue.send(run.runner!, run.id);
  return run.id;
}

/** Checks a patience. Throws `BAD_RUN`. */
function patience(seconds: number): number {
  const checked = recipeSchema.shape.waitEngine.safeParse(seconds);
  if (checked.success) return seconds;
  throw new RequestError("BAD_RUN", `waitEngine: ${checked.error.issues[0]!.message}.`, "waitEngine");
}

/** Answers to two versions of a benchmark's problems, or prompts, are no run. */
async function requireSameBenchmark(store: Store, run: MeasuredRun, { benchmark }: Recipe, plugins: PluginRegistry) {
  const { version } = usableNow("benchmark", benchmark, plugins);
  if (version === benchmark.version) return;
  const samples = await readStoredSamples(store, run.id);
  if (samples.every((sample) => fateOf(sample) === "ERROR")) return;
  const versions = `version ${benchmark.version} of ${benchmark.name}, and version ${version} is installed`;
  throw badRun(`the stored answers of the run are to ${versions}: rerun measures it again`);
}

/** The name of a request: what its runs ask, of which model, in which order. How long they wait for an engine is no part of it. */
export function digestOf(queued: readonly QueuedRun[]): string {
  const asked = queued.map(({ recipe: { waitEngine, ...recipe }, ...run }) => ({ ...run, recipe }));
  return createHash("sha256").update(canonicalize(asked)!).digest("hex");
}

/**
 * Goes on with the runs of the latest request of this digest. Gives the row numbers of all of its runs in its order, also of
 * those that have results; null where there are none, or all have results.
 */
export async function goOnWith(
  resuming: Resuming,
  requestDigest: string,
  queued: readonly QueuedRun[],
  principal: Principal,
): Promise<number[] | null> {
  const found = await readRunsOfRequest(resuming.store, requestDigest, queued.length);
  const left = found.filter(({ status }) => RESUMABLE.includes(status));
  if (left.length === 0) return null;
  const waitEngine = queued[0]!.recipe.waitEngine as number | undefined;
  for (const { id } of left) await resumeRun(resuming, id, principal, waitEngine);
  return found.map(({ id }) => id);
}
