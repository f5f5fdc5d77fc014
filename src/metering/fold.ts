import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { SessionLine } from "./records/logLines.ts";
import { logsIn, readLog } from "./records/readLog.ts";
import { LOG_ENDING } from "./records/writeAhead.ts";
import { type SessionSummary, summarize } from "./summary.ts";

const SUMMARY_ENDING = ".summary.json";

/** A log that was folded, or why it was not. */
export interface Folded {
  file: string;
  outcome: "folded" | "is being written" | "can't be read by this version";
}

/**
 * Folds the logs of sessions that are over into summaries beside them. The log of a sample, with which nothing else can be
 * done, is deleted then; the others stay, since results of a harness are joined with them.
 */
export async function foldLogs(dataFolder: string): Promise<Folded[]> {
  const folded: Folded[] = [];
  for (const file of await logsIn(dataFolder)) {
    const read = await readLog(file);
    if (!read) folded.push({ file, outcome: "can't be read by this version" });
    else if (read.end === null && isAlive(read.session)) folded.push({ file, outcome: "is being written" });
    else {
      await writeWhole(summaryOf(file), JSON.stringify(summarize(read), null, 2));
      if (read.session.sample !== null) await rm(file);
      folded.push({ file, outcome: "folded" });
    }
  }
  return folded;
}

/** The summaries of all sessions, the oldest first: of a log as it is now, or as it was folded. */
export async function readSummaries(dataFolder: string): Promise<SessionSummary[]> {
  const logs = await logsIn(dataFolder);
  const fresh = await Promise.all(logs.map(async (file) => (await readLog(file)) ?? file));
  const summaries = fresh.flatMap((read) => (typeof read === "string" ? [] : summarize(read)));
  const left = (await logsIn(dataFolder, SUMMARY_ENDING)).filter((file) => !logs.includes(logOf(file)));
  for (const file of left) summaries.push({ ...JSON.parse(await readFile(file, "utf8")), file: logOf(file) });
  return summaries.sort((a, b) => (a.file < b.file ? -1 : 1));
}

const summaryOf = (log: string) => log.slice(0, -LOG_ENDING.length) + SUMMARY_ENDING;
const logOf = (summary: string) => summary.slice(0, -SUMMARY_ENDING.length) + LOG_ENDING;

/** Whether the process that writes a log may still be there. On another machine that can't be seen. */
function isAlive({ pid, host }: SessionLine): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
