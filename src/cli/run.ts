import { RequestError } from "../errors/requestError.ts";
import { planRuns } from "../evaluation/planRuns.ts";
import type { RunProgress } from "../evaluation/progress.ts";
import type { RunRequestInput } from "../evaluation/runRequest.ts";
import { readTypicalCost } from "../evaluation/typicalCost.ts";
import type { Store } from "../store/store.ts";
import { type OpenEvaluation, openEvaluation } from "./openEvaluation.ts";
import { openStoreWithResults } from "./openStore.ts";
import { runProgressView } from "./runProgressView.ts";
import { CommandError, readSettings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

export interface RunOptions {
  model: string;
  benchmark: string;
  runner: string;
  endpoint?: string;
  runnerOptions?: string;
  benchmarkOptions?: string;
  thinking?: string;
  repeats?: string;
  limit?: string;
  temperature?: string;
  topP?: string;
  topK?: string;
  frequencyPenalty?: string;
  maxTokens?: string;
  seed?: string;
  concurrency?: string;
  timeout?: string;
  lab?: string;
  data?: string;
  hardware?: string;
  meter?: string;
  judge?: string;
  judgeEndpoint?: string;
  dryRun?: boolean;
}

/** `paretograph run`: queues runs as `startRun` does, works on them here, and shows how they fare. */
export async function run(options: RunOptions): Promise<void> {
  const request = requestOf(options);
  const store = await openStoreWithResults(readSettings(process.env));
  const evaluation = await openEvaluation(store, (line) => console.error(line));
  try {
    if (options.dryRun) await showPlan(store, evaluation, request);
    else await measure(evaluation, request);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

async function measure(evaluation: OpenEvaluation, request: RunRequestInput): Promise<void> {
  const ids = await evaluation.startRuns(request);
  const followed = ids.map((id) => evaluation.follow(id)[Symbol.asyncIterator]());
  const stop = await evaluation.work([request.runner]);
  const stopped = stopSignal().then(() => "stopped" as const);
  try {
    for (const [i, progress] of followed.entries()) {
      const last = await Promise.race([show(ids[i]!, progress), stopped]);
      if (last === "stopped") {
        console.error("Stopped. What is answered is kept: a worker, or the same store's server, goes on from there.");
        return;
      }
      if (last?.status !== "SUCCEEDED") process.exitCode = 1;
    }
  } finally {
    await stop();
  }
}

async function show(id: number, progress: AsyncIterator<RunProgress>): Promise<RunProgress | undefined> {
  const view = runProgressView(id);
  let last: RunProgress | undefined;
  for (let next = await progress.next(); !next.done; next = await progress.next()) {
    last = next.value;
    view.update(last);
  }
  view.end(last);
  return last;
}

/** `--dry-run`: what would be asked and what it is likely to cost, by what the store knows. */
async function showPlan(store: Store, evaluation: OpenEvaluation, request: RunRequestInput): Promise<void> {
  const catalogue = await store.catalogue();
  for (const { model, benchmark, mode, recipe } of planRuns(request, evaluation.plugins, catalogue)) {
    const problems = catalogue.benchmarks.bySlug.get(benchmark)?.problemCount ?? recipe.limit;
    const answers = problems == null ? null : Math.min(problems, recipe.limit ?? problems) * recipe.repeats;
    const cost = await readTypicalCost(store, model, benchmark, mode);
    const times = (value: number | null | undefined) =>
      value == null || answers === null ? "unknown" : (value * answers).toExponential(1);
    console.log(
      `${model} ${mode} on ${benchmark}: ${answers ?? "an unknown number of"} answers, output tokens ` +
        `${times(cost?.outputTokens)}, FLOP ${times(cost?.flops)}${cost ? ` (by ${cost.from})` : ""}`,
    );
  }
}

function requestOf(options: RunOptions): RunRequestInput {
  const { endpoint, judge, judgeEndpoint } = options;
  const number = (name: keyof RunOptions) => {
    const text = options[name] as string | undefined;
    if (text === undefined) return undefined;
    if (Number.isFinite(Number(text))) return Number(text);
    throw new CommandError(
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} "${text}" is not a number.`,
    );
  };
  const request: RunRequestInput = {
    model: options.model,
    benchmarks: options.benchmark.split(","),
    runner: options.runner,
    runnerOptions: { ...(endpoint && { endpoint }), ...json(options.runnerOptions, "--runner-options") },
    benchmarkOptions: json(options.benchmarkOptions, "--benchmark-options"),
    lab: options.lab,
    thinking: options.thinking?.split(","),
    repeats: number("repeats"),
    limit: number("limit"),
    temperature: number("temperature"),
    topP: number("topP"),
    topK: number("topK"),
    frequencyPenalty: number("frequencyPenalty"),
    maxTokens: number("maxTokens"),
    seed: number("seed"),
    mostConcurrent: number("concurrency"),
    timeout: number("timeout"),
    hardware: options.hardware === undefined ? undefined : hardwareOf(options.hardware),
    dataFile: options.data,
    meter:
      options.meter === undefined ? undefined : options.meter === "nvidia-smi" ? {} : { dcgmExporter: options.meter },
    judge: judge === undefined ? undefined : { name: judge, options: judgeEndpoint ? { endpoint: judgeEndpoint } : {} },
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as RunRequestInput;
}

function json(text: string | undefined, option: string): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${option} is not JSON: ${(error as Error).message}`);
  }
}

/** `H100-SXM` or `8xH100-SXM`. */
function hardwareOf(text: string): { name: string; count: number } {
  const [, count, name] = /^(?:(\d+)x)?(.+)$/.exec(text)!;
  return { name: name!, count: Number(count ?? 1) };
}
