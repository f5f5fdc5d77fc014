import { Worker } from "node:worker_threads";
import { Fields, ImportError, type ImportFile, labelAt, nameOf } from "paretograph/plugin";

/** The details of a task: a row for each problem. */
export interface Details {
  path: string;
  task: string;
  rows: Fields[];
}

const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";
const LONGEST = 60_000;
const MEGABYTES = 1024;

/**
 * Reads a file `details_<task>_<time>.parquet`. A thread of its own unpacks it: a damaged file can make the library fail
 * where nobody waits for it, or take all memory, and then the thread ends and not the import.
 */
export async function detailsOf(file: ImportFile): Promise<Details> {
  const bytes = await file.bytes();
  const { rows: objects, failure } = await unpacked(bytes);
  if (!objects) throw new ImportError("BAD_FILE", file.path, `it is no Parquet that can be read (${failure}).`);
  const rows = objects.map((row, i) => new Fields(row, file.path, `[${i}]`));
  const named = labelAt(rows[0]?.within("doc")?.value("task_name"), `${file.path}: [0].doc.task_name`);
  return { path: file.path, task: named ?? labelAt(taskOf(file), file.path) ?? "", rows };
}

/** What the thread says: the rows, or why there are none. */
export type Unpacked = { rows: unknown[]; failure?: undefined } | { rows?: undefined; failure: string };

function unpacked(bytes: Uint8Array): Promise<Unpacked> {
  const thread = new Worker(new URL(`./parquetThread.${ENDING}`, import.meta.url), {
    workerData: Uint8Array.from(bytes),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  return new Promise<Unpacked>((resolve) => {
    const fail = (failure: string) => resolve({ failure: failure.slice(0, 200) });
    const timer = setTimeout(() => fail("it takes longer than a minute"), LONGEST);
    thread.once("message", resolve);
    thread.once("error", (error) => fail(error instanceof Error ? error.message : String(error)));
    thread.once("exit", () => fail("the thread ended"));
    thread.once("exit", () => clearTimeout(timer));
  }).finally(() => thread.terminate());
}

/** The task in a file's name, without the time at its end. */
function taskOf(file: ImportFile): string {
  return nameOf(file)
    .replace(/^details_/, "")
    .replace(/\.parquet$/, "")
    .replace(/_\d{4}-\d{2}-\d{2}T.*$/, "");
}
