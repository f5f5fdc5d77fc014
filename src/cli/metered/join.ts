import { givenFiles } from "../../exchange/importing/givenFiles.ts";
import { logsIn, type MeteredSession, readLog } from "../../metering/records/readLog.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import { named } from "../imports/import.ts";
import { CommandError, readSettings, type Settings } from "../settings.ts";
import { joinLines, joinResults } from "./joinResults.ts";

interface JoinFlags {
  log?: string;
  run?: string;
  json?: boolean;
  lab: string;
  model: string[];
  benchmark: string[];
}

/** `paretograph meter join`: joins results with the requests of a session that was recorded before. */
export async function join(results: string[], { log, run, json = false, ...flags }: JoinFlags): Promise<void> {
  const settings = readSettings(process.env);
  const session = await sessionOf(settings, log, run);
  const files = await givenFiles(results).catch((error) => {
    throw error instanceof ImportError ? new CommandError(`${error.code}: ${error.message}`) : error;
  });
  const wishes = { lab: flags.lab, models: named(flags.model), benchmarks: named(flags.benchmark) };
  const joined = await joinResults(session, { files, wishes }, settings);
  console.log(json ? JSON.stringify(joined, null, 2) : joinLines(joined).join("\n"));
  if (joined.report.failed + joined.report.refused > 0) process.exitCode = 1;
}

async function sessionOf({ dataFolder }: Settings, log?: string, run?: string): Promise<MeteredSession> {
  const file = log ?? (await logsIn(dataFolder)).at(-1);
  if (file === undefined) throw new CommandError("Nothing was recorded here. Name the log of the session with --log.");
  const read = await readLog(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`--log "${file}" can't be read: ${error.message}`);
  });
  if (!read) throw new CommandError(`--log "${file}" is no log of the proxy that this version reads.`);
  if (read.session.sample !== null) throw new CommandError("A sample has no digests by which results could be joined.");
  if (run === undefined) return read;
  const requests = read.requests.filter((request) => request.run === run);
  if (requests.length > 0) return { ...read, requests };
  throw new CommandError(`The log ${file} has no request of the run "${run}".`);
}
