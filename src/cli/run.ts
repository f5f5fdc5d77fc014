import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { readExpectedCost } from "../evaluation/expectedCost.ts";
import { declaredEngine } from "../evaluation/permission/chosenPlugin.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import type { RunRequestInput } from "../evaluation/plan/runParameters.ts";
import { planRuns } from "../evaluation/planRuns.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { judgingReport } from "../recording/judgeReport.ts";
import { readJudgements } from "../store/reading/judgements.ts";
import type { Store } from "../store/store.ts";
import { followRunsAt, measureRuns } from "./measureRuns.ts";
import { type OpenEvaluation, openEvaluation } from "./openEvaluation.ts";
import { writeJudging } from "./progress/judgingText.ts";
import { resume } from "./rerun.ts";
import { declareRunFlags, readRunFlags } from "./runFlags.ts";
import { openStoreOrServer, type RunningServer } from "./runningServer.ts";
import { CommandError, readSettings } from "./settings.ts";
import { handleUncaughtErrors } from "./uncaughtErrors.ts";

/** `paretograph run`: a flag for each parameter of a run, one that only plans, and one that goes on with a run. */
export function declare(command: Command): void {
  declareRunFlags(command);
  command
    .option("--resume <run>", "go on with a run that failed, was canceled or was stopped, by its number, hash or id")
    .option("--dry-run", "only print the runs that would be queued and the cost that is expected of each")
    .action(run);
}

/** Queues runs as `startRun` of the API does, works on them in this process, and shows their progress. */
async function run({ resume: stopped, ...flags }: Record<string, unknown> & { resume?: string }): Promise<void> {
  if (stopped !== undefined) {
    await resume(stopped, flags);
    return;
  }
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
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store);
  try {
    if (flags.dryRun) await showPlan(store, evaluation, request);
    else {
      const ids = await evaluation.startRuns(request, COMMAND, { goOn: true });
      await measureRuns(evaluation, ids, runnerOf(request, evaluation.plugins));
      for (const judged of await readJudgements(store.drizzle, ids)) {
        for (const line of writeJudging(judgingReport(judged))) console.error(line);
      }
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

/** The runner of a request that was planned: it names the runner, or an engine that does. */
const runnerOf = ({ runner, engine }: RunRequestInput, { declared }: PluginRegistry) =>
  runner ?? declaredEngine(declared, engine!).runner;

const START = "mutation ($input: StartRunInput!) { startRun(input: $input, goOn: true) { runs { id } } }";
/** Queues runs at the server that has the store open and measures them there, and shows their progress. */
async function measureAt(server: RunningServer, request: RunRequestInput): Promise<void> {
  await followRunsAt(server, (await server.ask(START, { input: request })).startRun.runs);
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
