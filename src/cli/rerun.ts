import type { Command } from "commander";
import { RequestError } from "../errors/requestError.ts";
import { COMMAND } from "../evaluation/permission/command.ts";
import { readMeasuredRun } from "../recording/measuredRuns.ts";
import { followRunsAt, measureRuns } from "./measureRuns.ts";
import { openEvaluation } from "./openEvaluation.ts";
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
  const name = nameOfRun(text);
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    const { rerunRun } = await opened.server.ask(RERUN, { id: globalIdOf(name, opened.server) });
    await followRunsAt(opened.server, rerunRun.runs);
    return;
  }
  const { store } = opened;
  handleUncaughtErrors();
  const evaluation = await openEvaluation(store);
  try {
    const id = await evaluation.rerun(name, COMMAND);
    const { runner } = (await readMeasuredRun(store, id))!;
    await measureRuns(evaluation, [id], runner!);
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

/** The id of a run at a server. Throws a `CommandError` for a row number, which a server does not tell. */
export function globalIdOf(name: number | string, { url }: RunningServer): string {
  if (typeof name === "string") return Buffer.from(`Run:${name}`).toString("base64");
  throw new CommandError(`The server at ${url} has the store open: name the run by its content hash or its id.`);
}
