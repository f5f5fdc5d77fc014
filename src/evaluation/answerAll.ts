import type { Generation } from "../plugins/contract/runner.ts";
import type { RunnerError } from "../plugins/contract/runnerError.ts";
import { type MeasuredRun, readComputeEstimate, storeSamples } from "../recording/measuredRuns.ts";
import type { SampleSubmission } from "../recording/submission.ts";
import type { Store } from "../store/store.ts";
import { type Answering, answerProblem, type Task } from "./answerProblem.ts";
import { createConcurrency } from "./concurrency.ts";
import { patiently } from "./databasePatience.ts";
import type { ProgressReporter } from "./progress.ts";

/** The facts about a run that only its answers show. */
export interface AnswerFacts {
  /** The parts of the requests that the engine ignored. */
  ignored: Set<string>;
  /** Notes on how reasoning tokens were counted where the engine did not count them. */
  countNotes: Set<string>;
  outputTokens: number;
  answers: number;
  /** The seconds from the first request to the last answer. */
  seconds: number;
  /** The largest number of requests in flight. */
  concurrency: number;
}

/**
 * Answers all tasks, with as many requests in flight as the engine serves best, and stores each answer when it is there.
 * The first failure that concerns more than one answer ends the requests in flight and is thrown; the answers that are
 * finished by then stay stored.
 */
export async function answerAll(
  store: Store,
  run: MeasuredRun,
  tasks: Task[],
  answering: Answering,
  progress: ProgressReporter,
): Promise<AnswerFacts> {
  const started = performance.now();
  const facts: AnswerFacts = {
    ignored: new Set(),
    countNotes: new Set(),
    outputTokens: 0,
    answers: 0,
    seconds: 0,
    concurrency: 0,
  };
  const concurrency = createConcurrency({ most: answering.recipe.mostConcurrent, now: started });
  const writer = await createSampleWriter(store, run);
  const failed = new AbortController();
  const inFlight = new Set<Promise<void>>();

  const untilFailure: Answering = {
    ...answering,
    signal: AbortSignal.any([answering.signal, failed.signal]),
    onRetry: (error: RunnerError) => {
      if (error.code === "OVERLOADED") concurrency.overloaded(performance.now());
      answering.onRetry(error);
    },
  };
  const answer = async (task: Task) => {
    const { sample, generation } = await answerProblem(task, untilFailure);
    const tokens = generation?.outputTokens ?? 0;
    concurrency.finished(tokens, performance.now());
    progress.answered(sample.correct === true, tokens);
    facts.answers++;
    if (generation) note(facts, generation);
    await writer.write(sample);
    await progress.running(inFlight.size);
  };

  for (const task of tasks) {
    while (inFlight.size >= concurrency.limit) await Promise.race(inFlight);
    if (failed.signal.aborted) break;
    const underWay: Promise<void> = answer(task)
      .catch((error) => failed.abort(error))
      .finally(() => inFlight.delete(underWay));
    inFlight.add(underWay);
    facts.concurrency = Math.max(facts.concurrency, inFlight.size);
  }
  await Promise.all(inFlight);
  failed.signal.throwIfAborted();
  facts.seconds = (performance.now() - started) / 1000;
  return facts;
}

function note(facts: AnswerFacts, { ignored, reasoningTokensNote, outputTokens }: Generation): void {
  for (const part of ignored) facts.ignored.add(part);
  if (reasoningTokensNote) facts.countNotes.add(reasoningTokensNote);
  facts.outputTokens += outputTokens ?? 0;
}

/** Answers that took minutes are held for so long when the database cannot store them. */
const PATIENCE_MS = 20_000;

/** Writes samples with their compute. Samples that come while a statement runs are written together by the next one. */
async function createSampleWriter(store: Store, run: MeasuredRun) {
  const estimate = await readComputeEstimate(store, run);
  let waiting: SampleSubmission[] = [];
  let writing: Promise<void> = Promise.resolve();

  const flush = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const flops = batch.map(({ promptTokens, outputTokens }) => estimate?.flops(promptTokens, outputTokens) ?? null);
    const until = performance.now() + PATIENCE_MS;
    await patiently(
      () => storeSamples(store, run.id, batch, flops),
      () => performance.now() < until,
    );
  };
  return {
    /** Resolves once the sample is stored. */
    write(sample: SampleSubmission): Promise<void> {
      waiting.push(sample);
      writing = writing.then(flush);
      return writing;
    },
  };
}
