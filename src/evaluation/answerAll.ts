import type { Generation } from "../plugins/contract/runner.ts";
import type { RunnerError } from "../plugins/contract/runnerError.ts";
import { type MeasuredRun, readComputeEstimate, storeSamples } from "../recording/measuredRuns.ts";
import { spentTokens } from "../recording/spentTokens.ts";
import type { SampleSubmission } from "../recording/submitted/submission.ts";
import type { Store } from "../store/store.ts";
import { type Answering, answerProblem, type Task } from "./answerProblem.ts";
import { createConcurrency, type LoadPlan } from "./answers/concurrency.ts";
import { createFailureCount } from "./answers/failedAnswers.ts";
import { figuresOf, notesOnFigures } from "./answers/figures.ts";
import { createOutage } from "./answers/outage.ts";
import { type AnsweredAt, recordLoad, type SteadyPart } from "./answers/steadyLoad.ts";
import { patiently } from "./databasePatience.ts";
import type { LoadWatch } from "./loadWatch.ts";
import type { ProgressReporter } from "./progress.ts";

/** The facts about a run that only its answers show. */
export interface AnswerFacts {
  /** The parts of the requests that the engine ignored. */
  ignored: Set<string>;
  /** Notes on how tokens were counted where the engine did not count them, or not in a way that can be. */
  countNotes: Set<string>;
  outputTokens: number;
  /** The number of answers, without those that failed. */
  answers: number;
  /** The seconds from the first request to the last answer. */
  seconds: number;
  /** The largest number of requests in flight. */
  concurrency: number;
  /** The times of the first request and the last answer, in seconds of `performance.now()`. */
  from: number;
  to: number;
  /** The part with full load, where the run is long enough to have one. */
  steady: SteadyPart | null;
  /** Facts about the load by name: how many requests were in flight why, and percentiles of the answers' times. */
  load: Record<string, number | string>;
}

/** What the answers of a run need beside what each of them needs. */
export interface AnswersOfRun {
  tasks: Task[];
  /** The number of answers that are stored. */
  stored: number;
  /** The milliseconds for which an engine that answered and is away is waited for. */
  patience: number;
  /** How many requests are kept in flight. */
  plan: LoadPlan;
  /** What the engine says of its load as the run goes on. */
  watch: Pick<LoadWatch, "onLoad">;
}

/** The most notes on counts that a run keeps. */
const MOST_NOTES = 20;

/**
 * Answers all tasks, with as many requests in flight as the engine serves best, and stores each answer when it is there.
 * The first failure that concerns more than one answer ends the requests in flight and is thrown; the answers that are
 * finished by then stay stored. Throws `FailedAnswers` where too many answers fail, and `EngineAway` where the engine is away
 * for longer than it is waited for here.
 */
export async function answerAll(
  store: Store,
  run: MeasuredRun,
  { tasks, stored, patience, plan, watch }: AnswersOfRun,
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
    ...{ from: started / 1000, to: started / 1000, steady: null, load: {} },
  };
  const concurrency = createConcurrency(plan, started);
  const load = recordLoad();
  watch.onLoad(({ running, waiting }) => {
    if (running !== null && waiting !== null) concurrency.observed(running, waiting, performance.now());
  });
  const writer = await createSampleWriter(store, run);
  const failed = new AbortController();
  const inFlight = new Set<Promise<void>>();

  const failures = createFailureCount(stored + tasks.length, stored, answering.recipe.maxErrors);
  let answered: Task | null = null;
  const signal = AbortSignal.any([answering.signal, failed.signal]);
  const outage = createOutage(patience, () => probe(answered!, { ...answering, signal }));
  const untilFailure: Answering = {
    ...answering,
    signal,
    outage,
    onRetry: (error: RunnerError) => {
      if (error.code === "OVERLOADED") concurrency.overloaded(performance.now());
      answering.onRetry(error);
    },
  };
  const answer = async (task: Task, place: number) => {
    const { sample, generation, failure } = await answerProblem(task, untilFailure);
    const tokens = sample.outputTokens ?? 0;
    const end = performance.now();
    concurrency.finished(tokens, end);
    if (generation) load.answered(answeredAt(generation, sample.outputTokens ?? null, end / 1000));
    progress.answered(sample, tokens);
    if (!failure) facts.answers++;
    if (generation) {
      answered ??= task;
      note(facts, generation);
    }
    await writer.write(sample);
    failures.add(failure, place);
    await progress.running(inFlight.size);
  };

  for (const [place, task] of tasks.entries()) {
    while (inFlight.size >= concurrency.limit) await Promise.race(inFlight);
    if (failed.signal.aborted) break;
    const underWay: Promise<void> = answer(task, place)
      .catch((error) => failed.abort(error))
      .finally(() => {
        inFlight.delete(underWay);
        load.inFlight(inFlight.size, performance.now() / 1000);
      });
    inFlight.add(underWay);
    load.inFlight(inFlight.size, performance.now() / 1000);
    facts.concurrency = Math.max(facts.concurrency, inFlight.size);
  }
  await Promise.all(inFlight);
  if (failed.signal.aborted) throw outage.ending(failed.signal.reason);
  facts.to = performance.now() / 1000;
  facts.seconds = facts.to - facts.from;
  facts.steady = load.steady();
  facts.load = { ...concurrency.facts(), ...load.percentiles() };
  return facts;
}

function answeredAt({ latency, ttft }: Generation, tokens: number | null, end: number): AnsweredAt {
  const began = end - latency;
  return { began, first: ttft === null ? null : began + ttft, end, tokens };
}

function note(facts: AnswerFacts, generation: Generation): void {
  const figures = figuresOf(generation);
  for (const part of generation.ignored) facts.ignored.add(part);
  const { reasoningTokensNote } = generation;
  for (const text of [...(reasoningTokensNote ? [reasoningTokensNote] : []), ...notesOnFigures(generation, figures)]) {
    if (facts.countNotes.size < MOST_NOTES) facts.countNotes.add(text);
  }
  facts.outputTokens += figures.outputTokens ?? 0;
}

const PROBE_MS = 30_000;

/** Asks for one token of an answer that came before: an engine that is there gives it. */
async function probe({ problem, repeat }: Task, { engine, benchmark, recipe, signal }: Answering): Promise<unknown> {
  const messages = await benchmark.prompt(problem, recipe.benchmark.options, repeat);
  const request = { messages, maxTokens: 1, thinking: recipe.thinking };
  return engine.generate(request, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]));
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
    const flops = batch.map((sample) => estimate?.flops(sample.promptTokens, spentTokens(sample)) ?? null);
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
