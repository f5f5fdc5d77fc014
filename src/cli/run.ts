import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { readExpectedCost } from "../evaluation/expectedCost.ts";
import { declaredEngine } from "../evaluation/permission/chosenPlugin.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import { planRuns } from "../evaluation/planRuns.ts";
import type { RunProgress } from "../evaluation/progress.ts";
import type { RunRequestInput } from "../evaluation/runParameters.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import type { Store } from "../store/store.ts";
import { type OpenEvaluation, openEvaluation } from "./openEvaluation.ts";
import { declareRunFlags, readRunFlags } from "./runFlags.ts";
import { openStoreOrServer, type RunningServer } from "./runningServer.ts";
import { runProgressView } from "./runProgressView.ts";
import { CommandError, readSettings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph run`: a flag for each parameter of a run, and one that only plans. */
export function declare(command: Command): void {
  declareRunFlags(command);
  command
    .option("--dry-run", "only print the runs that would be queued and the cost that is expected of each")
    .action(run);
}

/** Queues runs as `startRun` of the API does, works on them in this process, and shows their progress. */
async function run(flags: Record<string, unknown>): Promise<void> {
  const request = readRunFlags(flags);
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    if (flags.dryRun)
      throw new CommandError(
        `--dry-run reads the store, which the server at ${opened.server.url} has open. Stop it first.`,
      );
    await measureAt(opened.server, request);
    return;
  }
  const { store } = opened;
  const evaluation = await openEvaluation(store);
  try {
    if (flags.dryRun) await showPlan(store, evaluation, request);
    else await measure(evaluation, request);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

async function measure(evaluation: OpenEvaluation, request: RunRequestInput): Promise<void> {
  const ids = await evaluation.startRuns(request, COMMAND);
  const followed = ids.map((id) => evaluation.follow(id)[Symbol.asyncIterator]());
  const stop = await evaluation.work([runnerOf(request, evaluation.plugins)], { readsAnyFile: true });
  const stopped = stopSignal().then(() => "stopped" as const);
  try {
    for (const [i, progress] of followed.entries()) {
      const last = await Promise.race([show(ids[i]!, progress), stopped]);
      if (last === "stopped") {
        console.error(
          "Stopped. The answers so far are kept: a worker, or the server of the same store, continues from them.",
        );
        return;
      }
      if (last?.status !== "SUCCEEDED") process.exitCode = 1;
    }
  } finally {
    await stop();
  }
}

/** The runner of a request that was planned: it names the runner, or an engine that does. */
const runnerOf = ({ runner, engine }: RunRequestInput, { declared }: PluginRegistry) =>
  runner ?? declaredEngine(declared, engine!).runner;

const START = "mutation ($input: StartRunInput!) { startRun(input: $input) { runs { id } } }";
const FOLLOW = `subscription ($id: ID!) {
  runProgress(id: $id) { status done total correct errors truncated undecided low high tokensPerSecond remaining inFlight message }
}`;

/** Queues runs at the server that has the store open and measures them there, and shows their progress. */
async function measureAt(server: RunningServer, request: RunRequestInput): Promise<void> {
  const { runs } = (await server.ask(START, { input: request })).startRun;
  const stopped = stopSignal().then(() => "stopped" as const);
  for (const [i, { id }] of runs.entries()) {
    const last = await Promise.race([show(i + 1, progressOf(server, id, i + 1)), stopped]);
    if (last === "stopped") {
      console.error(`The server at ${server.url} goes on with the runs. The mutation cancelRun ends one.`);
      // The connection that follows the run would keep the process alive.
      process.exit();
    }
    if (last?.status !== "SUCCEEDED") process.exitCode = 1;
  }
}

async function* progressOf(server: RunningServer, id: string, runId: number): AsyncGenerator<RunProgress> {
  for await (const { runProgress } of server.follow(FOLLOW, { id })) yield { ...runProgress, runId };
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

/** `--dry-run`: prints the runs of a request and the cost that is expected of them. */
async function showPlan(store: Store, evaluation: OpenEvaluation, request: RunRequestInput): Promise<void> {
  const rounded = (value: number | null) => value?.toExponential(1) ?? "unknown";
  for (const planned of planRuns(request, evaluation.plugins, await store.catalogue(), COMMAND)) {
    const { answers, outputTokens, flops, source } = await readExpectedCost(store, planned);
    console.log(
      `${planned.model} ${planned.mode} on ${planned.benchmark}: ${answers ?? "an unknown number of"} answers, ` +
        `output tokens ${rounded(outputTokens)}, FLOP ${rounded(flops)}${source === null ? "" : ` (by ${source})`}`,
    );
  }
}
