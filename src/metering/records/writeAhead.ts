import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, write } from "node:fs";
import { join } from "node:path";
import { log } from "../../server/observation/log.ts";
import type { LogLine, SessionLine } from "./logLines.ts";

/** The folder of the logs in the data folder, and the ending of their names. */
export const LOG_FOLDER = "metering";
export const LOG_ENDING = ".ndjson";

/** A file that gets a line for each thing as it happens, so that what was recorded outlives the process. */
export interface WriteAheadLog {
  readonly file: string;
  /** The lines that could not be written since the disk failed, was too slow, or the log is full. */
  readonly linesLeftOut: number;
  /**
   * Adds a line without waiting for the disk. Resolves when the line is with the operating system, so that it outlives this
   * process, or was left out. Never throws or rejects.
   */
  add(line: LogLine): Promise<void>;
  /** Resolves when every line is with the operating system, and the file is closed. */
  close(last: LogLine): Promise<void>;
}

/** The most bytes of a log: about two million requests. */
export const LARGEST_LOG = 1024 ** 3;
/** The most bytes that wait for a slow disk. */
const MOST_WAITING = 64 * 1024 ** 2;
/** The bytes that are kept free for the last line. */
const RESERVED = 1024;

/**
 * Begins a log in the folder of the store. Its lines are appended in the order in which they come, one write at a time; a
 * write that is done outlives SIGKILL of this process. Throws the error of the file system where the file can't be made.
 */
export function openWriteAhead(dataFolder: string, session: SessionLine, largest = LARGEST_LOG): WriteAheadLog {
  const folder = join(dataFolder, LOG_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const began = new Date(session.at).toISOString().replace(/[:.]/g, "-");
  const file = join(folder, `${began}-${randomUUID().slice(0, 8)}${LOG_ENDING}`);
  // Nobody else may read the file, and no earlier one is written over.
  const descriptor = openSync(file, "ax", 0o600);

  let waiting: string[] = [];
  let waitingBytes = 0;
  /** Resolves with the lines that wait now. */
  let batch = Promise.withResolvers<void>();
  let written = 0;
  let linesLeftOut = 0;
  let isWriting = false;
  let isTorn = false;
  let whenIdle: (() => void) | null = null;

  const leaveOut = async (lines: number, why: string) => {
    if (linesLeftOut === 0) log.error(`The log of metered requests, ${file}, has gaps from now on: ${why}.`);
    linesLeftOut += lines;
  };
  const flush = () => {
    if (isWriting) return;
    if (waiting.length === 0) return whenIdle?.();
    const lines = waiting;
    // After a write that failed half-way, the next line must not stand in the same one.
    const bytes = Buffer.from(`${isTorn ? "\n" : ""}${lines.join("")}`);
    const { resolve } = batch;
    [waiting, waitingBytes, batch] = [[], 0, Promise.withResolvers<void>()];
    isWriting = true;
    const end = (error: Error | null) => {
      isTorn = error !== null;
      if (error) void leaveOut(lines.length, error.message);
      isWriting = false;
      resolve();
      flush();
    };
    const writeFrom = (offset: number) =>
      write(descriptor, bytes, offset, bytes.length - offset, null, (error, count) => {
        if (error) return end(error);
        return offset + count < bytes.length ? writeFrom(offset + count) : end(null);
      });
    writeFrom(0);
  };
  const put = (line: LogLine, limit: number): Promise<void> => {
    const text = `${JSON.stringify(line)}\n`;
    const bytes = Buffer.byteLength(text);
    if (written + bytes > limit) return leaveOut(1, `it has reached ${largest} bytes`);
    if (waitingBytes + bytes > MOST_WAITING) return leaveOut(1, "the disk is too slow");
    written += bytes;
    waitingBytes += bytes;
    waiting.push(text);
    const { promise } = batch;
    flush();
    return promise;
  };
  void put(session, largest);
  return {
    file,
    get linesLeftOut() {
      return linesLeftOut;
    },
    add: (line) => put(line, largest - RESERVED),
    async close(last) {
      void put(last, largest);
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
        flush();
      });
      closeSync(descriptor);
    },
  };
}
