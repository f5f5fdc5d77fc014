import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { z } from "zod";
import { type BenchmarkContext, BenchmarkDataError, type LoadedProblems, type Problem } from "../../benchmark.ts";
import { type DatasetFile, type HubFile, hubFile } from "./hubFile.ts";
import { readRows } from "./readRows.ts";
import { sha256 } from "./sha256.ts";

/** Where a benchmark's problems are and how a row becomes a problem. */
export interface ProblemSource<Row> {
  file: HubFile;
  /** How many problems the published file holds. */
  count: number;
  /** The columns that are needed; others are let go. */
  row: z.ZodType<Row>;
  toProblem(row: Row, index: number): Problem;
}

/**
 * The problems of the published file, or of the file that the caller gives, which may hold fewer or more.
 *
 * @throws BenchmarkDataError
 */
export async function loadProblems<Row>(
  source: ProblemSource<Row>,
  context: BenchmarkContext,
): Promise<LoadedProblems> {
  const { dataFile } = context;
  const { bytes, identity } = dataFile === undefined ? await hubFile(source.file, context) : await localFile(dataFile);
  const name = dataFile ?? source.file.path;
  const problems = await readProblems(bytes, name, source);
  if (dataFile === undefined && problems.length !== source.count)
    throw new BenchmarkDataError(
      "CHANGED",
      `${identity.source} holds ${problems.length} problems, not ${source.count}: it is another file than is expected.`,
    );
  return { problems, dataset: identity };
}

/**
 * The problems in a file, each with an id of its own.
 *
 * @param name the file's name or path, for messages and for its format.
 * @throws BenchmarkDataError that names the row.
 */
export async function readProblems<Row>(
  bytes: Uint8Array,
  name: string,
  { row: schema, toProblem }: Pick<ProblemSource<Row>, "row" | "toProblem">,
): Promise<Problem[]> {
  const ids = new Set<string>();
  const problems = (await readRows(bytes, name)).map((row, index) => {
    const checked = schema.safeParse(row);
    if (!checked.success) throw unreadable(name, index, faultOf(checked.error));
    const problem = toProblem(checked.data, index);
    if (ids.has(problem.id)) throw unreadable(name, index, `another row has the id "${problem.id}", too`);
    ids.add(problem.id);
    return problem;
  });
  if (problems.length === 0) throw new BenchmarkDataError("UNREADABLE", `${name} holds no problems.`);
  return problems;
}

/** A file on this machine; its name identifies it, not its folder. */
export async function localFile(path: string): Promise<DatasetFile> {
  try {
    const bytes = await readFile(path);
    return { bytes, identity: { source: basename(path), revision: null, sha256: sha256(bytes) } };
  } catch (cause) {
    throw new BenchmarkDataError("NOT_FOUND", `The data file ${path} can't be read: ${String(cause)}.`, { cause });
  }
}

function faultOf({ issues }: z.ZodError): string {
  const { path, message } = issues[0]!;
  return path.length === 0 ? message : `column "${path.join(".")}": ${message}`;
}

function unreadable(name: string, index: number, fault: string): BenchmarkDataError {
  return new BenchmarkDataError("UNREADABLE", `${name}, row ${index + 1}: ${fault}. Is it this benchmark's file?`);
}
