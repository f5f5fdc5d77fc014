import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
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
 * Folds the logs of sessions that are over into summaries beside them, but those that were folded before. The log of a
 * sample, with which nothing else can be done, is deleted then; the others stay, since results of a harness are joined with
 * them.
 */
export async function foldLogs(dataFolder: string): Promise<Folded[]> {
  const folded: Folded[] = [];
  for (const file of await logsIn(dataFolder)) {
    if (await isFolded(file)) continue;
    const read = await readLog(file).catch(undefinedIfGone);
    // Another process, which folds at the same time, has deleted it.
    if (read === undefined) continue;
    if (!read) folded.push({ file, outcome: "can't be read by this version" });
    else if (read.end === null && isAlive(read.session)) folded.push({ file, outcome: "is being written" });
    else {
      await writeWhole(summaryOf(file), JSON.stringify(summarize(read), null, 2));
      if (read.session.sample !== null) await rm(file, { force: true });
      folded.push({ file, outcome: "folded" });
    }
  }
  return folded;
}

/** The summaries of all sessions, the oldest first: of a log as it is now, or as it was folded. */
export async function readSummaries(dataFolder: string): Promise<SessionSummary[]> {
  const logs = await logsIn(dataFolder);
  const summaries: SessionSummary[] = [];
  // One log after the other: each can have a gigabyte.
  for (const file of logs) {
    const read = (await isFolded(file)) ? null : await readLog(file).catch(undefinedIfGone);
    if (read) summaries.push(summarize(read));
  }
  for (const file of await logsIn(dataFolder, SUMMARY_ENDING)) {
    const log = logOf(file);
    if (logs.includes(log) && !(await isFolded(log))) continue;
    summaries.push({ ...JSON.parse(await readFile(file, "utf8")), file: log });
  }
  return summaries.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Whether the summary of a log is newer than its last line. */
async function isFolded(log: string): Promise<boolean> {
  const [written, folded] = await Promise.all([log, summaryOf(log)].map((file) => stat(file).catch(() => null)));
  return written != null && folded != null && folded.mtimeMs >= written.mtimeMs;
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

function undefinedIfGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const written = `${file}.${randomUUID()}`;
  await writeFile(written, text, { mode: 0o600 });
  await rename(written, file);
}
