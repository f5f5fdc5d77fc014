import { modeOf } from "../decoding/thinking.ts";
import type { BenchmarkCode } from "../plugins/boundary/benchmarkCode.ts";
import type { DatasetIdentity } from "../plugins/contract/benchmark.ts";
import type { Engine, EngineIdentity } from "../plugins/contract/runner.ts";
import { isRunnerError } from "../plugins/contract/runnerError.ts";
import { strataOf } from "../plugins/problemStrata.ts";
import { findOrAddHardware } from "../recording/additions.ts";
import { beginRun, changeRecipe, finishRun, type MeasuredRun, readMeasuredRun } from "../recording/measuredRuns.ts";
import { recordStrata } from "../recording/problemStrata.ts";
import { deleteFailedSamples, readStoredSamples } from "../recording/storedSamples.ts";
import type { MeasureSubmission, RunSubmission } from "../recording/submitted/submission.ts";
import { databaseFailure } from "../store/database/databaseFailure.ts";
import { fateOf } from "../store/sampleFate.ts";
import type { Store } from "../store/store.ts";
import { type AnswerFacts, answerAll } from "./answerAll.ts";
import type { Answering } from "./answerProblem.ts";
import { EngineAway } from "./answers/engineAway.ts";
import { asksForPause } from "./answers/retry.ts";
import { withoutWords } from "./answers/withoutTexts.ts";
import { addMetricsTo } from "./computing/addMetrics.ts";
import { closeMetrics, openMetrics } from "./computing/openMetrics.ts";
import { openingsOf } from "./enginesOfRun.ts";
import type { History } from "./history.ts";
import { judgeStoredAnswers } from "./judging/judgeStoredAnswers.ts";
import { planLoad } from "./loadPlan.ts";
import { type PeakLoad, watchLoad } from "./loadWatch.ts";
import { leftOut, type Metered, startMeter } from "./meter.ts";
import { isLaunched, type Opening, requireReach, runsElsewhere, useOf } from "./permission/chosenPlugin.ts";
import { phase } from "./phase.ts";
import { noteOnRepeats, type Recipe, recipe as recipeSchema } from "./plan/recipe.ts";
import { createProgressReporter, publishProgress } from "./progress.ts";
import { remainingTasks } from "./remainingTasks.ts";
import { drawProblems } from "./setup/drawProblems.ts";
import type { ExecutionContext } from "./setup/executionContext.ts";
import { loadProblems } from "./setup/loadProblems.ts";
import { type ResolvedDecoding, resolveDecoding, settledDecoding, withoutIgnored } from "./setup/resolveDecoding.ts";
import { requireSameEngine } from "./setup/sameEngine.ts";
import { requireServed, type ServedName } from "./setup/servedName.ts";

/**
 * Measures a run, or continues it: asks for the answers that are not stored yet, stores each answer when it is there, and
 * ends the run. A run that waits for its engine begins once the engine is there. Returns false if another worker holds the
 * run or the run has ended. Throws the failure that keeps the run from going on; the run can then be continued later.
 */
export async function executeRun(
  context: ExecutionContext,
  runId: number,
  signal: AbortSignal,
  { awaySince }: Pick<History, "awaySince">,
): Promise<boolean> {
  const lost = new AbortController();
  // Without the lock another worker may begin with the run at any time, so that this one ends its requests at once.
  const release = await context.store.tryLock(runId, () => lost.abort(lostLock()));
  if (!release) return false;
  try {
    const ending = AbortSignal.any([signal, lost.signal]);
    if (awaySince !== null) await lookForEngine(context, runId, ending);
    if (!(await beginRun(context.store, runId))) return false;
    const run = (await readMeasuredRun(context.store, runId))!;
    const recipe = recipeSchema.parse(run.recipe);
    const benchmark = context.plugins.openBenchmark(recipe.benchmark.name);
    try {
      await phase("run", runId, () => measure(context, run, recipe, benchmark, ending));
    } finally {
      await benchmark.close();
    }
    return true;
  } catch (error) {
    // An engine whose requests are ended reports just that.
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    await release();
  }
}

/** Opens the engine of a run that waits for it. Throws `EngineAway` where it is still not there. */
async function lookForEngine(context: ExecutionContext, runId: number, signal: AbortSignal): Promise<void> {
  const run = await readMeasuredRun(context.store, runId);
  if (run?.status !== "QUEUED") return;
  const recipe = recipeSchema.parse(run.recipe);
  await openEngine(context, recipe, (await openingsOf(recipe, context))[0]!, signal);
}

/** A server that hangs is given up for now after this time, so that other runs go on. */
const OPENING_MS = 60_000;

/**
 * The engine of a run. Throws `EngineAway` where it may still come: it does not answer, or not as one that is ready. A model
 * that it does not list may still come too, where somebody said for how long to wait.
 */
async function openEngine(context: ExecutionContext, recipe: Recipe, opening: Opening, signal: AbortSignal) {
  await requireReach(opening);
  try {
    const inTime = runsElsewhere(opening) ? AbortSignal.any([signal, AbortSignal.timeout(OPENING_MS)]) : signal;
    const [engine] = await context.engines.open([opening], inTime);
    return engine!;
  } catch (error) {
    context.engines.rest();
    if (signal.aborted || !isRunnerError(error) || isLaunched(opening) || asksForPause(error)) throw error;
    const isStated = (recipe.waitEngine ?? context.waitEngine) !== undefined;
    const mayCome = (error.retry && error.code !== "LAUNCH_FAILED") || (isStated && error.code === "MODEL_NOT_FOUND");
    throw mayCome ? new EngineAway(error, Date.now()) : error;
  }
}

const lostLock = () =>
  Object.assign(new Error("The connection that holds the lock of the run was lost."), { code: "CONNECTION_CLOSED" });

async function measure(
  context: ExecutionContext,
  run: MeasuredRun,
  recipe: Recipe,
  benchmark: BenchmarkCode,
  signal: AbortSignal,
): Promise<void> {
  const { plugins, store } = context;
  const { problems: all, dataset } = await phase("load problems", run.id, () =>
    loadProblems(context, benchmark, recipe, signal),
  );
  const problems = drawProblems(all, recipe.limit, recipe.sampleSeed ?? null);
  const samples = await readStoredSamples(store, run.id);
  const [failed, stored] = [samples.filter((s) => fateOf(s) === "ERROR"), samples.filter((s) => fateOf(s) !== "ERROR")];
  if (failed.length > 0) await deleteFailedSamples(store, run.id);
  const tasks = remainingTasks(problems, recipe.repeats, stored, failed);
  const progress = createProgressReporter(store, run.id, problems.length * recipe.repeats, stored);
  await progress.running(0, `${stored.length} of ${problems.length * recipe.repeats} answers are stored already`);

  // What a judge may not reach is refused before the answers are paid for.
  const [first, ...judges] = await openingsOf(recipe, context);
  const opening = first!;
  const engine = await phase("open engine", run.id, () => openEngine(context, recipe, opening, signal));
  const declared = plugins.find("benchmark", recipe.benchmark.name);
  const isPrivate = recipe.benchmark.private || declared.data?.private === true;
  try {
    const model = (await store.catalogue()).models.byId.get(run.modelId)!;
    const served = requireServed(model.slug, engine.identity, recipe.allowNameMismatch);
    const before = stored.length > 0 ? (recipe.engine as Partial<EngineIdentity> | undefined) : undefined;
    const change = before ? requireSameEngine(before, engine.identity) : null;
    // The makers' defaults may have changed in the store while the run was stopped.
    const settled = before ? settledDecoding(recipe.sampling) : null;
    const resolved = settled ?? resolveDecoding(run.decoding, recipe, engine.identity, model);
    if (!before) await changeRecipe(store, run.id, { engine: engine.identity, sampling: resolved });
    const { decoding } = resolved;
    const answering: Answering = {
      ...{ engine: isPrivate ? withoutWords(engine) : engine, benchmark, recipe, decoding, signal, isPrivate },
      onRetry: (error) => context.log(`${error.code}, trying again: ${error.message}`),
    };
    const meter = await startMeter(recipe, opening, engine, plugins);
    const load = watchLoad(engine, useOf(opening).sampled !== false);
    // An engine that was launched here and is gone does not come back by itself.
    const patience = isLaunched(opening) ? 0 : Math.min(OUTAGE_MS, 1000 * enginePatience(recipe, context.waitEngine));
    const plan = planLoad(recipe, opening.options, engine, meter.isRunning);
    const answers = { tasks, stored: stored.length, patience, plan, watch: load };
    const facts = await phase("answer", run.id, () => answerAll(store, run, answers, answering, progress)).catch(
      async (error) => {
        load.stop();
        await meter.stop(null);
        throw error;
      },
    );
    const metered = await meter.stop(facts);
    const sampled = withoutIgnored(resolved, facts.ignored);
    const found = {
      dataset: isPrivate ? withoutCanary(dataset) : dataset,
      facts,
      metered,
      load: load.stop(),
      served,
      change,
      sampled,
    };
    const submission = await submissionOf(store, recipe, engine, found);
    if (judges.length > 0) {
      const questions = new Map(all.map(({ id, question }) => [id, question]));
      const grader = declared.asksJudge
        ? { benchmark, options: recipe.benchmark.options, problems: new Map(all.map((one) => [one.id, one])) }
        : undefined;
      const note = await phase("judge", run.id, () =>
        judgeStoredAnswers(context, run.id, { recipe, openings: [opening], judges, questions, grader, signal }),
      );
      submission.notes = [submission.notes, note].filter(Boolean).join("; ") || undefined;
    }
    await finishRun(store, run, submission, all);
    const strata = all.flatMap((one) => strataOf(declared, one).map((part) => ({ problem: one.id, ...part })));
    await recordStrata(store, run.id, strata);
    await computeMetrics(context, run.id);
    // Judges have changed what the progress had counted.
    await (judges.length > 0 ? publishProgress(store, run.id) : progress.ended("SUCCEEDED"));
    context.engines.rest();
  } catch (error) {
    // The engine itself may have failed, and an engine that was launched here must not be left running.
    if (databaseFailure(signal.aborted ? signal.reason : error)) context.engines.rest();
    else await context.engines.close();
    throw error;
  }
}

/** Computes the metrics of plugins. One that fails costs the run nothing else, and `paretograph backfill` tries it again. */
async function computeMetrics({ store, plugins, log }: ExecutionContext, runId: number): Promise<void> {
  const metrics = openMetrics(plugins);
  try {
    const added = await addMetricsTo(store, metrics, runId);
    for (const { metric, error } of added?.failures ?? []) log(`Run ${runId} has no ${metric}: ${error}`);
  } finally {
    await closeMetrics(metrics);
  }
}

/** An engine that answered before and is away is waited for so long in place, and then in the queue. */
const OUTAGE_MS = 10 * 60_000;

/** The seconds for which an engine that is not there is waited for where nobody says it. */
const WAIT_ENGINE = 600;

/** The seconds for which a run waits for its engine: as the run says, as the worker says, or ten minutes. */
export const enginePatience = ({ waitEngine }: Pick<Recipe, "waitEngine">, ofWorker: number | undefined) =>
  waitEngine ?? ofWorker ?? WAIT_ENGINE;

/** What a run found beside its samples. */
interface Found {
  dataset: unknown;
  facts: AnswerFacts;
  metered: Metered;
  load: PeakLoad;
  served: ServedName;
  /** A note where the engine became another one while the run was stopped. */
  change: string | null;
  sampled: ResolvedDecoding;
}

/** The part of the stored run that does not follow from its samples. */
async function submissionOf(
  store: Store,
  recipe: Recipe,
  { identity }: Engine,
  { dataset, facts, metered, load, served, change, sampled }: Found,
): Promise<Partial<RunSubmission>> {
  const { hardware } = metered;
  const throughput = facts.seconds > 0 && facts.outputTokens > 0 ? throughputOf(facts) : undefined;
  const notes = notesOf(recipe, identity, facts, served);
  if (change !== null) notes.push(change);
  if (metered.note !== undefined) notes.push(metered.note);
  return {
    ...(facts.ignored.has("thinking") && { mode: "default" }),
    decoding: sampled.decoding,
    modelFiles: recipe.modelFiles,
    runnerVersion: identity.version ?? undefined,
    hardware: hardware && { slug: await findOrAddHardware(store, hardware.name), count: hardware.count },
    recipe: {
      ...recipe,
      engine: identity,
      served,
      dataset,
      sampling: { sources: sampled.sources },
      ...(metered.metering && { metering: metered.metering }),
    },
    deployment: { concurrency: facts.concurrency, ...facts.load, ...load },
    notes: notes.length > 0 ? notes.join("; ") : undefined,
    measures: { ...metered.measures, ...(throughput && { throughput }) },
  };
}

/** A canary is a text of the data. */
const withoutCanary = ({ source, revision, sha256 }: DatasetIdentity): DatasetIdentity => ({
  source,
  revision,
  sha256,
});

function throughputOf({ steady, outputTokens, seconds }: AnswerFacts): MeasureSubmission {
  if (!steady || steady.tokens === 0) {
    return {
      value: outputTokens / seconds,
      note: "tokens of all answers by the seconds of the whole run, growth and tail included",
    };
  }
  const span = steady.to - steady.from;
  return { value: steady.tokens / span, note: `${span.toPrecision(3)} s with full load, without ${leftOut(steady)}` };
}

function notesOf(
  recipe: Recipe,
  { engine, version }: EngineIdentity,
  facts: AnswerFacts,
  served: ServedName,
): string[] {
  const notes = [...noteOnRepeats(recipe), ...facts.countNotes];
  if (facts.ignored.has("thinking")) {
    notes.push(`${engine} ${version} ignores "${modeOf(recipe.thinking)}": answers are in the model's default mode`);
  }
  const { match, model, modelRoot } = served;
  const root = modelRoot === null || modelRoot === model ? "" : ` from ${modelRoot}`;
  if (match === "DIFFERENT") notes.push(`the engine served ${model}${root}, which was allowed`);
  return notes;
}
