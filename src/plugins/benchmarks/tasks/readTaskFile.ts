import { readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { BenchmarkPlugin } from "../../contract/benchmark.ts";
import { PluginError } from "../../contract/pluginError.ts";
import { benchmarkOf } from "./taskBenchmark.ts";
import { type TaskOptions, taskFile } from "./taskFile.ts";
import { type FieldFault, templatesOf } from "./taskTemplates.ts";

const LARGEST = 512 * 1024;
const MOST_FAULTS = 5;

/**
 * Reads a benchmark from a task file in YAML or JSON (docs/plugins/tasks.md says its fields). Its paths of data are relative
 * to the folder of the file.
 *
 * @throws PluginError `TASK_INVALID` that names the file and, for each fault, line, field and what is allowed.
 */
export function readTaskFile(path: string): BenchmarkPlugin<TaskOptions> {
  const name = basename(path);
  const text = textOf(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: "core", logLevel: "silent", lineCounter: lines, uniqueKeys: true });
  const refuse = (faults: readonly FieldFault[]): never => {
    const said = faults.slice(0, MOST_FAULTS).map(({ at, message }) => {
      const line = lineOf(document, lines, at);
      return `${line === null ? "" : `line ${line}: `}${at.join(".") || "the file"}: ${message.replace(/\.$/, "")}`;
    });
    const more = faults.length > MOST_FAULTS ? `; and ${faults.length - MOST_FAULTS} more` : "";
    throw new PluginError(
      "TASK_INVALID",
      `${name} is no task file: ${said.join("; ")}${more}. task.schema.json says what is allowed.`,
    );
  };
  const [broken] = document.errors;
  if (broken) throw invalid(`${name} is no YAML: ${broken.message.split("\n")[0]}`);
  const checked = taskFile.safeParse(contentOf(document, name));
  if (!checked.success) return refuse(checked.error.issues.map(asFault));
  const { templates, faults } = templatesOf(checked.data);
  if (faults.length > 0) return refuse(faults);
  return benchmarkOf(checked.data, templates, dirname(path));
}

function textOf(path: string): string {
  try {
    // A device or a pipe need not end.
    const file = statSync(path);
    if (!file.isFile()) throw new Error("it is not a regular file");
    if (file.size > LARGEST) throw new Error(`it has more than ${LARGEST} bytes`);
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw invalid(`The task file ${path} can't be read: ${(cause as Error).message}.`);
  }
}

function contentOf(document: ReturnType<typeof parseDocument>, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(`${name} can't be read as YAML: ${(cause as Error).message}.`);
  }
}

const invalid = (message: string) => new PluginError("TASK_INVALID", message);

/** The line of a field, or of what it should stand in; null where the file says nothing of it. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  at: readonly PropertyKey[],
): number | null {
  for (let end = at.length; end > 0; end--) {
    const node = document.getIn(at.slice(0, end), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

/** Where a value may be written in two ways, the fault of the way that comes nearest. */
function asFault(issue: z.core.$ZodIssue): FieldFault {
  const ways = issue.code === "invalid_union" ? issue.errors.flatMap(([first]) => (first ? [asFault(first)] : [])) : [];
  const [nearest] = ways.sort((a, b) => b.at.length - a.at.length);
  const at = issue.path as (string | number)[];
  return nearest ? { at: [...at, ...nearest.at], message: nearest.message } : { at, message: issue.message };
}
