import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { FileSet, Imported, ImporterPlugin, ImportFile } from "../../contract/importer.ts";
import { leftOut } from "../fields/found.ts";
import { byFolder, nameOf } from "../fields/givenTogether.ts";
import { isZip, readLog } from "./log.ts";
import { runsOf } from "./runsOf.ts";

/** Logs of Inspect. Each scorer of a log gives a run of its own. */
export const inspectImporter: ImporterPlugin = defineImporter({
  name: "inspect",
  version: "1.0.0",
  apiVersion: "1.4.0",
  description: "Logs of Inspect, the framework of the UK AI Security Institute.",
  options: z.object({}),
  title: "Inspect",
  versions: "logs of version 1 and 2 (0.3.42 to 0.3.285), .json and .eval",
  find: setsOf,
  async *read({ files }, _options, context): AsyncGenerator<Imported> {
    const logs = [];
    for (const file of files) logs.push({ file, log: await readLog(file) });
    // A task that was tried again has a log for each try, and the newest that succeeded has the samples of those before.
    const best = logs.findLast(({ log }) => log.header.status === "success") ?? logs.at(-1);
    for (const { file, log } of logs) {
      if (file === best?.file) yield* runsOf(log, file.path, context);
      else yield leftOut(file.path, `It is another log of the same task as ${best?.file.path}, which was tried again.`);
    }
  },
});

/** The id of a task that stands in the name of its log after the time and the task. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[^_]*_.+_([A-Za-z0-9]{22})\.(?:json|eval)$/;

/** The logs of one task in one folder, from the oldest to the newest. */
async function setsOf(files: readonly ImportFile[]): Promise<FileSet[]> {
  const sets: { name: string; files: ImportFile[] }[] = [];
  for (const folder of byFolder(files)) {
    const ofTasks = new Map<string, { name: string; files: ImportFile[] }>();
    for (const file of folder.files.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))) {
      if (!/\.(?:json|eval)$/.test(file.path) || !isLog(file, await file.head())) continue;
      const task = NAME.exec(nameOf(file))?.[1];
      const known = task === undefined ? undefined : ofTasks.get(task);
      if (known) {
        known.files.push(file);
        continue;
      }
      const set = { name: file.path, files: [file] };
      sets.push(set);
      if (task !== undefined) ofTasks.set(task, set);
    }
  }
  return sets;
}

function isLog({ path }: ImportFile, head: string): boolean {
  if (path.endsWith(".eval")) return isZip(head);
  const begins = /^\s*\{\s*"(?:version"\s*:\s*\d+\s*,\s*"status|status)"\s*:\s*"(?:started|success|cancelled|error)"/;
  return begins.test(head) && /"eval"\s*:\s*\{/.test(head) && /"task"\s*:/.test(head) && /"model"\s*:/.test(head);
}
