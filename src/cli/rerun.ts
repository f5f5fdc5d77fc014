import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import { readMeasuredRun } from "../recording/measuredRuns.ts";
import { followRunsAt, measureRuns } from "./measureRuns.ts";
import { type OpenEvaluation, openEvaluation } from "./openEvaluation.ts";
import { readPatience } from "./runFlags.ts";
import { openStoreOrServer, type RunningServer } from "./runningServer.ts";
import { CommandError, readSettings } from "./settings.ts";
import { handleUncaughtErrors } from "./uncaughtErrors.ts";

/** `paretograph rerun RUN`: measures what a stored run asked again, as a new run. */
export function declare(command: Command): void {
  command
    .argument("<run>", "the number that `paretograph run` showed, the content hash of the run, or its id in the API")
    .action(rerun);
}

const RERUN = "mutation ($id: ID!) { rerunRun(id: $id) { runs { id } } }";

async function rerun(text: string): Promise<void> {
  await measureStored(text, {
    at: async (server, id) => (await server.ask(RERUN, { id })).rerunRun.runs,
    here: (evaluation, name) => evaluation.rerun(name, COMMAND),
  });
}

const RESUME = "mutation ($id: ID!, $waitEngine: Float) { resumeRun(id: $id, waitEngine: $waitEngine) { id } }";

/** `paretograph run --resume RUN`: goes on with a run as it was asked, and shows its progress. */
export async function resume(text: string, { waitEngine, ...others }: Record<string, unknown>): Promise<void> {
  const [other] = Object.keys(others);
  if (other !== undefined) {
    const flag = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new CommandError(`--resume goes on with a run as it was asked: leave ${flag} out.`);
  }
  const patience = waitEngine === undefined ? undefined : readPatience(String(waitEngine));
  await measureStored(text, {
    at: async (server, id) => [(await server.ask(RESUME, { id, waitEngine: patience })).resumeRun],
    here: (evaluation, name) => evaluation.resume(name, COMMAND, patience),
  });
}

/** How a stored run is queued: at a server that has the store open, or here. */
interface Ways {
  at(server: RunningServer, id: string): Promise<{ id: string }[]>;
  here(evaluation: OpenEvaluation, name: number | string): Promise<number>;
}

async function measureStored(text: string, { at, here }: Ways): Promise<void> {
  const name = nameOfRun(text);
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    if (typeof name === "number") {
      throw new CommandError(
        `The server at ${opened.server.url} has the store open: name the run by its content hash or its id.`,
      );
    }
    await followRunsAt(opened.server, await at(opened.server, Buffer.from(`Run:${name}`).toString("base64")));
    return;
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store);
  try {
    const id = await here(evaluation, name);
    const { runner } = (await readMeasuredRun(store, id))!;
    await measureRuns(store, evaluation, [id], runner!);
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await evaluation.close();
    await store.close();
  }
}

/** A row number, or the hash in a global id or as it stands. */
export function nameOfRun(text: string): number | string {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const decoded = Buffer.from(text, "base64").toString();
  return decoded.startsWith("Run:") ? decoded.slice("Run:".length) : text;
}
