import type { Command } from "commander";
import { RequestError } from "../../errors/requestError.ts";
import { cacheFolder } from "../../evaluation/cacheFolder.ts";
import { type JudgedRun, judgeRun } from "../../evaluation/judging/judgeRun.ts";
import { COMMAND } from "../../evaluation/permission/command.ts";
import { chosenJudges } from "../../evaluation/planRuns.ts";
import { createEngineKeeper } from "../../evaluation/setup/engineKeeper.ts";
import { log } from "../../server/observation/log.ts";
import { openEvaluation } from "../openEvaluation.ts";
import { writeJudging } from "../progress/judgingText.ts";
import { nameOfRun } from "../rerun.ts";
import { declareFlagsOf, readFlagsOf } from "../runFlags.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";

const PARAMETERS = ["judge", "secondJudge", "judgePrice"] as const;

/** `paretograph judge RUN`: asks a judge about the answers of a finished run that are undecided. */
export function declare(command: Command): void {
  command.argument(
    "<run>",
    "the number that `paretograph run` showed, the content hash of the run, or its id in the API",
  );
  declareFlagsOf(command, PARAMETERS);
  command.option("--lab <slug>", "the lab of the result, where the run is another lab's; local if not given");
  command.action(judge);
}

async function judge(text: string, flags: Record<string, unknown> & { lab?: string }): Promise<void> {
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    throw new CommandError(`The server at ${opened.server.url} has the store open. Stop it first.`);
  }
  const { store } = opened;
  const evaluation = await openEvaluation(store);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new CommandError("Stopped. Nothing was changed.")));
  try {
    const { plugins } = evaluation;
    const write = (line: string) => log.info(line);
    const engines = createEngineKeeper(plugins, write);
    const context = { store, plugins, engines, cacheFolder: cacheFolder(), readsAnyFile: true, log: write };
    const judges = await chosenJudges(readFlagsOf(flags, PARAMETERS), plugins, COMMAND);
    const judged = await judgeRun(context, nameOfRun(text), COMMAND, { judges, lab: flags.lab, signal: stop.signal });
    console.log(textOf(judged));
    if (judged.stoppedBy !== null) process.exitCode = 1;
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

function textOf({ run, version, derivedBy, asked, decided, stoppedBy, report }: JudgedRun): string {
  return [
    `${decided} of ${asked} undecided answers were decided, ${asked - decided} are still undecided.`,
    ...(stoppedBy === null ? [] : [`The judge failed (${stoppedBy}). Run the command again to go on.`]),
    version === null
      ? `Run ${run} stays as it is.`
      : derivedBy === null
        ? `Run ${version} supersedes ${run}.`
        : `Run ${version} of the lab ${derivedBy} is derived from ${run}.`,
    ...writeJudging(report),
  ].join("\n");
}
