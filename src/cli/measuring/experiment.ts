import { readFile, stat } from "node:fs/promises";
import { RequestError } from "../../errors/requestError.ts";
import { expandExperiment } from "../../evaluation/experiment/expandExperiment.ts";
import type { Experiment } from "../../evaluation/experiment/experimentSchema.ts";
import { queueExperiment, readStanding } from "../../evaluation/experiment/queueExperiment.ts";
import { readExperiment } from "../../evaluation/experiment/readExperiment.ts";
import type { Store } from "../../store/store.ts";
import { type OpenEvaluation, openEvaluation } from "../openEvaluation.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";
import { handleUncaughtErrors } from "../uncaughtErrors.ts";
import { type CostedRun, costRun } from "./costedRun.ts";
import { followExperiment, standingText } from "./followExperiment.ts";
import { ownGpus } from "./ownGpus.ts";
import { planTable } from "./planTable.ts";
import { withSignedFiles } from "./signedFiles.ts";

/** No file of an experiment needs more bytes, and a device or a disk's image is none. */
const MOST_BYTES = 400_000;

export interface ExperimentFlags {
  dryRun?: boolean;
  /** Whether runs are only queued, for workers elsewhere. */
  queueOnly?: boolean;
  /** Whether runs are only queued and followed. */
  followOnly?: boolean;
  gpus?: string;
}

/**
 * Measures the experiment of a file: queues the runs that have no result yet, works on the queue in this process, and shows
 * a table of the progress until all of them have ended.
 */
export async function runExperiment(
  file: string,
  { dryRun, queueOnly, followOnly, gpus }: ExperimentFlags,
): Promise<void> {
  const experiment = await refusing(async () => withSignedFiles(readExperiment(await readText(file), file), file));
  const works = !(dryRun || queueOnly || followOnly);
  const own = gpus === undefined || !works ? undefined : await ownGpus(gpus);
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    throw new CommandError(
      `The server at ${opened.server.url} has the store open. An experiment needs the store itself: stop the server, or let both use a PostgreSQL (DATABASE_URL).`,
    );
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store);
  try {
    await refusing(async () => {
      const runs = await expandExperiment(experiment, evaluation.plugins, await store.catalogue());
      if (dryRun) {
        for (const line of await costsOf(store, evaluation, experiment, runs)) console.log(line);
        return;
      }
      const followed = await queueExperiment(store, evaluation.queue, evaluation.plugins, runs);
      console.error(standingText(followed));
      if (!queueOnly) await followExperiment(store, evaluation, followed, { file, works, gpus: own });
    });
  } finally {
    await evaluation.close();
    await store.close();
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new CommandError(`${file} has ${size} bytes, and ${MOST_BYTES} are allowed.`);
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`The file ${file} can't be read: ${(error as Error).message}.`);
  }
}

/** What `work` gives. A request that it refuses is told in one line. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  }
}

const WIDTH = 160;

async function costsOf(
  store: Store,
  { plugins }: OpenEvaluation,
  { estimate }: Experiment,
  runs: Awaited<ReturnType<typeof expandExperiment>>,
): Promise<string[]> {
  const costed: CostedRun[] = [];
  for (const { planned, standing } of await readStanding(store, runs)) {
    costed.push(await costRun(store, plugins, planned, standing === "DONE", estimate));
  }
  return planTable(costed, process.stdout.columns || WIDTH);
}
