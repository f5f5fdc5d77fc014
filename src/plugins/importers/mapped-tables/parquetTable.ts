import { type ChildProcess, fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import type { ParquetAnswer } from "./parquetProcess.ts";
import type { Table } from "./table.ts";

/** The most memory of the process that reads the file, in MiB, and the most seconds until it gives the next rows. */
const MOST_MEMORY = 768;
const LONGEST_WAIT = 60;

/**
 * A table in Parquet. It is read by a process of its own: a file of a few bytes can make its reader fill all memory, which
 * ends that process alone.
 *
 * @throws ImportError `BAD_FILE` for a file that is damaged or takes more memory or time than it may.
 */
export async function parquetTable(file: ImportFile, signal: AbortSignal): Promise<Table> {
  signal.throwIfAborted();
  const program = fileURLToPath(new URL(`./parquetProcess${extname(import.meta.url)}`, import.meta.url));
  const child = fork(program, [], {
    execArgv: [`--max-old-space-size=${MOST_MEMORY}`],
    env: {},
    serialization: "advanced",
    stdio: ["pipe", "ignore", "ignore", "ipc"],
  });
  const end = () => child.kill("SIGKILL");
  signal.addEventListener("abort", end, { once: true });
  child.once("exit", () => signal.removeEventListener("abort", end));
  try {
    // The process may end before it has read all.
    child.stdin!.on("error", () => {});
    child.stdin!.end(await file.bytes());
    const first = await answer(child, file.path, signal);
    if (!("columns" in first)) throw new ImportError("BAD_FILE", file.path, "it names no columns.");
    return { columns: first.columns, rows: rowsOf(child, file.path, signal), close: end };
  } catch (error) {
    end();
    throw error;
  }
}

async function* rowsOf(child: ChildProcess, path: string, signal: AbortSignal): AsyncGenerator<readonly unknown[]> {
  for (;;) {
    child.send("next");
    const next = await answer(child, path, signal);
    if (!("rows" in next)) return;
    yield* next.rows;
  }
}

/** The next answer of the process. It refuses a file by its message, or by ending. */
async function answer(child: ChildProcess, path: string, signal: AbortSignal): Promise<ParquetAnswer> {
  const refusal = (why: string) => new ImportError("BAD_FILE", path, `it can't be read as Parquet: ${why}.`);
  const waiting = Promise.withResolvers<ParquetAnswer>();
  const late = setTimeout(
    () => waiting.reject(refusal(`it took more than ${LONGEST_WAIT} seconds`)),
    LONGEST_WAIT * 1000,
  );
  const onEnd = () => {
    if (signal.aborted) waiting.reject(signal.reason);
    else waiting.reject(refusal(`its reader ended, as it does where more than ${MOST_MEMORY} MiB are needed`));
  };
  const onMessage = (message: unknown) => waiting.resolve(message as ParquetAnswer);
  child.once("message", onMessage).once("exit", onEnd).once("error", onEnd);
  if (child.exitCode !== null || child.signalCode !== null) onEnd();
  try {
    const message = await waiting.promise;
    if ("error" in message) throw refusal(message.error);
    return message;
  } finally {
    clearTimeout(late);
    child.off("message", onMessage).off("exit", onEnd).off("error", onEnd);
  }
}
