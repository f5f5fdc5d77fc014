import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  type AnswerLine,
  type EndLine,
  type EnergyLine,
  LOG_VERSION,
  type LogLine,
  logLine,
  type RequestLine,
  type SessionLine,
} from "./logLines.ts";
import { LOG_ENDING, LOG_FOLDER } from "./writeAhead.ts";

/** A request with its answer; the answer is null where the recorder ended before. */
export interface MeteredRequest extends RequestLine {
  answer: AnswerLine | null;
}

/** What a log holds. */
export interface MeteredSession {
  file: string;
  session: SessionLine;
  /** In the order in which they came. */
  requests: MeteredRequest[];
  energy: EnergyLine[];
  /** Null where the session goes on, or its process was killed. */
  end: EndLine | null;
  /** What could not be read, as `line 12: it is cut off`. */
  faults: string[];
}

/** The logs in the folder of the store, the oldest first; or the files beside them with another ending. */
export async function logsIn(dataFolder: string, ending = LOG_ENDING): Promise<string[]> {
  const folder = join(dataFolder, LOG_FOLDER);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** Reads a log. A line that can't be read is named and passed over; null where the log has no session of this version. */
export async function readLog(file: string): Promise<MeteredSession | null> {
  const requests = new Map<number, MeteredRequest>();
  const found = { session: null as SessionLine | null, energy: [] as EnergyLine[], end: null as EndLine | null };
  const faults: string[] = [];
  let number = 0;
  const take = (line: LogLine) => {
    if (line.kind === "session") found.session ??= line;
    else if (line.kind === "request") requests.set(line.id, { ...line, answer: null });
    else if (line.kind === "energy") found.energy.push(line);
    else if (line.kind === "end") found.end = line;
    else {
      const request = requests.get(line.id);
      if (request) request.answer = line;
      else faults.push(`line ${number}: an answer to request ${line.id}, which is not there`);
    }
  };
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (text.trim() === "") continue;
    const line = lineIn(text);
    if (typeof line === "string") faults.push(`line ${number}: ${line}`);
    else take(line);
  }
  if (found.session?.version !== LOG_VERSION) return null;
  return {
    file,
    session: found.session,
    requests: [...requests.values()],
    energy: found.energy,
    end: found.end,
    faults,
  };
}

/** The line that a text is, or what is wrong with it. */
function lineIn(text: string): LogLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is cut off";
  }
  const checked = logLine.safeParse(value);
  return checked.success ? checked.data : "it is no line of this log";
}
