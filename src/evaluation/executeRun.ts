import type { BenchmarkPlugin } from "../plugins/benchmark.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Engine } from "../plugins/runner.ts";
import { findOrAddHardware } from "../results/additions.ts";
import { beginRun, finishRun, type MeasuredRun, readMeasuredRun, readStoredSamples } from "../results/measuredRuns.ts";
import type { Store } from "../results/store.ts";
import type { RunSubmission, SampleSubmission } from "../results/submission.ts";
import { type AnswerFacts, answerAll } from "./answerAll.ts";
import type { Answering, Task } from "./answerProblem.ts";
import { createJudge } from "./judge.ts";
import { createProgressReporter } from "./progress.ts";
import { type Recipe, recipe as recipeSchema } from "./recipe.ts";
import { modeOf } from "./thinking.ts";

export interface ExecutionContext {
  store: Store;
  plugins: PluginRegistry;
  cacheFolder: string;
  log(line: string): void;
}

/**
 * Measures a run from where it stands: asks what no sample is stored of yet, stores each answer as it comes, and ends the
 * run. Returns false if another worker holds it or it has ended. Throws what keeps the run from going on: then it stays
 * as it is, and may be taken up again.
 */
export async function executeRun(context: ExecutionContext, runId: number, signal: AbortSignal): Promise<boolean> {
  const release = await context.store.tryLock(runId);
  if (!release) return false;
  try {
    if (!(await beginRun(context.store, runId))) return false;
    const run = (await readMeasuredRun(context.store, runId))!;
    await measure(context, run, recipeSchema.parse(run.recipe), signal);
    return true;
  } finally {
    await release();
  }
}

async function measure(
  context: ExecutionContext,
  run: MeasuredRun,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<void> {
  const { plugins, store } = context;
  const benchmark = plugins.find("benchmark", recipe.benchmark.name);
  const { problems, dataset } = await loadProblems(context, benchmark, recipe, signal);
  const stored = await readStoredSamples(store, run.id);
  const tasks = remainingTasks(problems, recipe.repeats, stored);
  const progress = createProgressReporter(store, run.id, problems.length * recipe.repeats, {
    done: stored.length,
    correct: stored.filter(({ correct }) => correct).length,
  });
  await progress.running(0, `${stored.length} of ${problems.length * recipe.repeats} answers are there already`);

  const engine = await openEngine(context, recipe.runner, signal);
  const judgeEngine = recipe.judge ? await openEngine(context, recipe.judge, signal) : null;
  try {
    const answering: Answering = {
      ...{ engine, benchmark, recipe, decoding: run.decoding, signal },
      judge: judgeEngine && createJudge(judgeEngine),
      onRetry: (error) => context.log(`${error.code}, trying again: ${error.message}`),
    };
    const facts = await answerAll(store, run, tasks, answering, progress);
    const hardware = recipe.hardware && {
      slug: await findOrAddHardware(store, recipe.hardware.name),
      count: recipe.hardware.count,
    };
    await finishRun(store, run, { ...submissionOf(recipe, engine, dataset, facts), hardware });
    await progress.ended("SUCCEEDED");
  } finally {
    await judgeEngine?.close();
    await engine.close();
  }
}

async function loadProblems(
  context: ExecutionContext,
  benchmark: BenchmarkPlugin,
  recipe: Recipe,
  signal: AbortSignal,
) {
  const { problems, dataset } = await benchmark.load(recipe.benchmark.options, {
    cacheFolder: context.cacheFolder,
    dataFile: recipe.dataFile,
    hubUrl: process.env.HF_ENDPOINT,
    token: process.env.HF_TOKEN,
    signal,
  });
  return { problems: problems.slice(0, recipe.limit), dataset };
}

function openEngine(context: ExecutionContext, chosen: Recipe["runner"], signal: AbortSignal): Promise<Engine> {
  const runner = context.plugins.find("runner", chosen.name);
  return runner.open(runner.options.parse(chosen.options), { signal, log: context.log });
}

/** In the order of repeats, so that an unfinished run has answers to as many problems as it can. */
function remainingTasks(problems: Task["problem"][], repeats: number, stored: SampleSubmission[]): Task[] {
  const done = new Set(stored.map(({ problem, repeat }) => `${repeat} ${problem}`));
  return Array.from({ length: repeats }, (_, repeat) => problems.map((problem) => ({ problem, repeat })))
    .flat()
    .filter(({ problem, repeat }) => !done.has(`${repeat} ${problem.id}`));
}

/** What the run adds to what follows from its samples. */
function submissionOf(recipe: Recipe, engine: Engine, dataset: unknown, facts: AnswerFacts): Partial<RunSubmission> {
  const { identity } = engine;
  const thinkingIgnored = facts.ignored.has("thinking");
  const notes = [...facts.countNotes];
  if (thinkingIgnored) {
    notes.push(
      `${identity.engine} ${identity.version} ignores "${modeOf(recipe.thinking)}": answers are in the model's default mode`,
    );
  }
  return {
    ...(thinkingIgnored && { mode: "default" }),
    runnerVersion: identity.version ?? undefined,
    recipe: { ...recipe, engine: identity, dataset },
    deployment: { concurrency: facts.concurrency },
    notes: notes.length > 0 ? notes.join("; ") : undefined,
    measures:
      facts.seconds > 0 && facts.outputTokens > 0 ? { throughput: { value: facts.outputTokens / facts.seconds } } : {},
  };
}
