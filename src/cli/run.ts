import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { declaredEngine } from "../evaluation/permission/chosenPlugin.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import type { RunRequestInput } from "../evaluation/plan/runParameters.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { judgingReport } from "../recording/judgeReport.ts";
import { readJudgements } from "../store/reading/judgements.ts";
import { followRunsAt, measureRuns } from "./measureRuns.ts";
import { openEvaluation } from "./openEvaluation.ts";
import { writeJudging } from "./progress/judgingText.ts";
import { resume } from "./rerun.ts";
import { declareRunFlags, readRunAndTasks } from "./runFlags.ts";
import { openServer, openStoreHere, openStoreOrServer, type RunningServer } from "./runningServer.ts";
import { CommandError, readSettings, type Settings } from "./settings.ts";
import { handleUncaughtErrors } from "./uncaughtErrors.ts";

/** The flags of `paretograph run`: one for each parameter of a run, and those that say where it is measured. */
export function declare(command: Command): void {
  declareRunFlags(command);
  command
    .option(
      "--server <url>",
      "the server that measures, with a token in SERVER_TOKEN; by default the one that has the store open",
    )
    .option("--local", "measure in this process, never at a server")
    .option("--resume <run>", "go on with a run that failed, was canceled or was stopped, by its number, hash or id");
}

/** Queues runs as `startRun` of the API does, works on them in this process, and shows their progress. */
export async function run({ resume: stopped, ...flags }: Record<string, unknown> & { resume?: string }): Promise<void> {
  if (stopped !== undefined) {
    await resume(stopped, flags);
    return;
  }
  const { request, tasks } = readRunAndTasks(flags);
  const opened = await openWhere(readSettings(process.env), flags);
  if ("server" in opened) {
    if (tasks.length > 0) {
      throw new CommandError(
        `${tasks[0]} is a file here, and the server at ${opened.server.url} would measure: name the file in plugins of its paretograph.config, or stop it.`,
      );
    }
    await measureAt(opened.server, request);
    return;
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store, { tasks });
  try {
    const ids = await evaluation.startRuns(request, COMMAND, { goOn: true });
    await measureRuns(store, evaluation, ids, runnerOf(request, evaluation.plugins));
    for (const judged of await readJudgements(store.drizzle, ids)) {
      for (const line of writeJudging(judgingReport(judged))) console.error(line);
    }
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

/** The store, or the server that measures. A server that is there is never passed over silently. */
async function openWhere(settings: Settings, { server, local }: { server?: string; local?: boolean }) {
  if (server === undefined) return local ? openStoreHere(settings) : openStoreOrServer(settings);
  if (local) throw new CommandError("--server measures at a server and --local does not: give one of them.");
  return openServer(server, settings);
}

/** The runner of a request that was planned: it names the runner, or an engine that does. */
const runnerOf = ({ runner, engine }: RunRequestInput, { declared }: PluginRegistry) =>
  runner ?? declaredEngine(declared, engine!).runner;

const START = "mutation ($input: StartRunInput!) { startRun(input: $input, goOn: true) { runs { id } } }";
/** Queues runs at the server that has the store open and measures them there, and shows their progress. */
async function measureAt(server: RunningServer, request: RunRequestInput): Promise<void> {
  await followRunsAt(server, (await server.ask(START, { input: request })).startRun.runs);
}
