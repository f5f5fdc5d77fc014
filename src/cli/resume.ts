import { RequestError } from "../errors/requestError.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import { readMeasuredRun } from "../recording/measuredRuns.ts";
import { followRunsAt, measureRuns } from "./measureRuns.ts";
import { openEvaluation } from "./openEvaluation.ts";
import { globalIdOf, nameOfRun } from "./rerun.ts";
import { readPatience } from "./runFlags.ts";
import { openStoreOrServer } from "./runningServer.ts";
import { CommandError, readSettings } from "./settings.ts";
import { handleUncaughtErrors } from "./uncaughtErrors.ts";

const RESUME = "mutation ($id: ID!, $waitEngine: Float) { resumeRun(id: $id, waitEngine: $waitEngine) { id } }";

/** `paretograph run --resume RUN`: goes on with a run as it was asked, and shows its progress. */
export async function resumeRun(text: string, { waitEngine, ...others }: Record<string, unknown>): Promise<void> {
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new CommandError(`--resume goes on with a run as it was asked: leave ${flagOf(other)} out.`);
  }
  const patience = waitEngine === undefined ? undefined : readPatience(String(waitEngine));
  const name = nameOfRun(text);
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    const id = globalIdOf(name, opened.server);
    const { resumeRun } = await opened.server.ask(RESUME, { id, waitEngine: patience });
    await followRunsAt(opened.server, [resumeRun]);
    return;
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store);
  try {
    const id = await evaluation.resume(name, COMMAND, patience);
    const { runner } = (await readMeasuredRun(store, id))!;
    await measureRuns(evaluation, [id], runner!);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
