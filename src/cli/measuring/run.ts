import { type Command, Option } from "commander";
import { RequestError } from "../../errors/requestError.ts";
import { COMMAND } from "../../evaluation/permission/command.ts";
import { planRuns } from "../../evaluation/planRuns.ts";
import { openEvaluation } from "../openEvaluation.ts";
import { declare as declareRun, run } from "../run.ts";
import { readRunAndTasks } from "../runFlags.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";
import { handleUncaughtErrors } from "../uncaughtErrors.ts";
import { type CostedRun, costRun } from "./costedRun.ts";
import { type ExperimentFlags, runExperiment } from "./experiment.ts";
import { GPUS_DESCRIPTION, GPUS_FLAG } from "./ownGpus.ts";
import { planTable } from "./planTable.ts";
import { preview } from "./preview.ts";

type Flags = Record<string, unknown>;

/** `paretograph run`: the runs that flags ask for, or those of an experiment file. */
export function declare(command: Command): void {
  declareRun(command);
  const ofFile = [
    new Option("--dry-run", "only print the runs that would be measured and the cost that is expected of each"),
    new Option("--queue-only", "only queue the runs of the file, for workers elsewhere"),
    new Option(
      "--follow-only",
      "queue the runs of the file and show their progress, and leave them to workers elsewhere",
    ),
    new Option(GPUS_FLAG, GPUS_DESCRIPTION),
  ];
  const needed = command.options.filter(({ mandatory }) => mandatory);
  for (const option of needed) option.makeOptionMandatory(false);
  for (const option of ofFile) command.addOption(option);
  command.option(
    "--preview <n>",
    "show prompts, answers and grades of so many problems and store nothing; without --runner the answers are made up",
  );
  command.argument("[file]", "an experiment in YAML or JSON, instead of the flags of a run").action((file, flags) => {
    if (file !== undefined) {
      requireOnly(ofFile, flags, file);
      return runExperiment(file, flags as ExperimentFlags);
    }
    if (flags.preview !== undefined) return preview(flags);
    const missing = needed.find((option) => flags[option.attributeName()] === undefined && !goesOn(flags));
    if (missing) command.error(`error: required option '${missing.flags}' not specified`);
    const ofExperiments = ofFile.slice(1).find((option) => flags[option.attributeName()] !== undefined);
    if (ofExperiments) throw new CommandError(`${ofExperiments.long} is for an experiment: name its file.`);
    return flags.dryRun ? showCosts(flags) : run(flags);
  });
}

/** Whether a run is resumed, which needs none of the parameters of a new one. */
const goesOn = ({ resume }: Flags) => resume !== undefined;

function requireOnly(allowed: Option[], flags: Flags, file: string): void {
  const names = allowed.map((option) => option.attributeName());
  const other = Object.keys(flags).find((name) => flags[name] !== undefined && !names.includes(name));
  if (other === undefined) return;
  const flag = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new CommandError(
    `${flag} can't be given beside ${file}: write it into the file. Beside a file there are ${allowed.map(({ long }) => long).join(", ")}.`,
  );
}

/** `--dry-run` without a file: prints the runs of a request and the cost that is expected of them. */
async function showCosts(flags: Flags): Promise<void> {
  const { request, tasks } = readRunAndTasks(flags);
  if (flags.server !== undefined) throw new CommandError("--dry-run reads the store here: leave out --server.");
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    throw new CommandError(
      `--dry-run reads the store, which the server at ${opened.server.url} has open. Stop it first.`,
    );
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store, { tasks });
  try {
    const costed: CostedRun[] = [];
    for (const planned of await planRuns(request, evaluation.plugins, await store.catalogue(), COMMAND)) {
      costed.push(await costRun(store, evaluation.plugins, planned, false));
    }
    for (const line of planTable(costed, process.stdout.columns || 160)) console.log(line);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}
