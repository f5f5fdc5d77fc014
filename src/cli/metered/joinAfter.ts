import { givenFiles } from "../../exchange/importing/givenFiles.ts";
import type { MeteredSession } from "../../metering/records/readLog.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import { named } from "../imports/import.ts";
import type { Settings } from "../settings.ts";
import { CommandError } from "../settings.ts";
import { joinLines, joinResults } from "./joinResults.ts";
import { resultPlaces } from "./resultPlaces.ts";

/** Clocks of file systems lag behind by some milliseconds. */
const LAG = 100;

interface JoinFlags {
  results: string[];
  lab: string;
  model: string[];
  benchmark: string[];
}

/**
 * Joins the results that a command wrote with the requests of its session, and prints what became of them on stderr. They
 * are what changed since the session began, at the given places or else where the command may have written; at a given place
 * where nothing changed, all that stands there, since a copy can have an older time. The process ends with code 1 where results can't be joined and the command itself ended with 0.
 */
export async function joinAfter(
  command: readonly string[],
  session: MeteredSession,
  { results, lab, model, benchmark }: JoinFlags,
  settings: Settings,
): Promise<void> {
  const isNamed = results.length > 0;
  try {
    const changed = await givenFiles(isNamed ? results : resultPlaces(command), session.session.at - LAG);
    const files = isNamed && changed.length === 0 ? await givenFiles(results) : changed;
    if (files.length === 0) return;
    const wishes = { lab, models: named(model), benchmarks: named(benchmark) };
    const joined = await joinResults(session, { files, wishes }, settings);
    for (const line of joinLines(joined)) console.error(line);
    if (joined.report.failed + joined.report.refused > 0) process.exitCode ||= 1;
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof ImportError)) throw error;
    // A command that is no harness writes other files.
    if (!isNamed && error.message.startsWith("UNKNOWN_FORMAT")) return;
    console.error(error.message);
    process.exitCode ||= 1;
  }
}
