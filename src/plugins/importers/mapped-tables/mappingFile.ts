import { readFile, stat } from "node:fs/promises";
import type { z } from "zod";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import { yamlOf } from "../fields/yaml.ts";
import { type TableMapping, tableMapping } from "./mapping.ts";

const LARGEST = 1024 * 1024;
const ENDING = /\.mapping\.(?:ya?ml|json)$/;

export const isMapping = ({ path }: ImportFile): boolean => ENDING.test(path);

/** The path of the table beside which a mapping stands: `results.csv` of `results.csv.mapping.yaml`. */
export const tableOf = ({ path }: ImportFile): string => path.replace(ENDING, "");

/**
 * The mapping of a table: that of the option, else the one beside it.
 *
 * @throws ImportError `NO_MAPPING` where there is none, `BAD_MAPPING` with the field at fault and what is allowed.
 */
export async function mappingOf(
  path: string | undefined,
  beside: ImportFile | undefined,
): Promise<TableMapping | null> {
  if (path === undefined && !beside) return null;
  const place = path ?? beside!.path;
  const text = path === undefined ? await beside!.text() : await textAt(path);
  const { data, error, success } = tableMapping.safeParse(yamlOf(text, place));
  if (success) return data;
  const { path: at, message } = deepest(error.issues[0]!);
  const where = at.length > 0 ? `${place}: ${at.join(".")}` : place;
  throw new ImportError("BAD_MAPPING", where, `${message}. import-mapping.schema.json says what is allowed.`);
}

/** Where a value may be written in two ways, the fault in the way that comes nearest is shown. */
function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  const ways = issue.code === "invalid_union" ? issue.errors.flatMap(([first]) => (first ? [deepest(first)] : [])) : [];
  const [nearest] = ways.sort((a, b) => b.path.length - a.path.length);
  return nearest ? { path: [...issue.path, ...nearest.path], message: nearest.message } : issue;
}

async function textAt(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new Error(`it has more than ${LARGEST} bytes`);
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ImportError("BAD_MAPPING", path, `it can't be read (${(cause as Error).message}).`, { cause });
  }
}

/** Says how a mapping is written, with the columns that there are. */
export function mappingNeeded(file: ImportFile, columns: readonly string[]): ImportError {
  const shown = columns.slice(0, 100).map((name) => JSON.stringify(name.slice(0, 100)));
  const example = `rows: runs
columns:
  model: <column>
  benchmark: <column>
  measures:
    accuracy: { column: <column>, unit: percent }
constants:
  license: CC-BY-4.0`;
  const message = `a table needs a mapping that says what its columns are, by --mapping FILE or as ${file.path}.mapping.yaml. \
Its columns are ${shown.join(", ")}${columns.length > 100 ? ", …" : ""}. A mapping of a table with a row for each run:\n${example}\n\
docs/import.md says what else it can hold.`;
  return new ImportError("NO_MAPPING", file.path, message);
}
