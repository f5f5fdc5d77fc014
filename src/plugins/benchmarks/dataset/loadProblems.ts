import { basename } from "node:path";
import type { z } from "zod";
import type { BenchmarkContext, LoadedProblems, Problem } from "../../contract/benchmark.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import { readDataFile } from "./dataFile.ts";
import { type HubFile, readHubFile } from "./hubFile.ts";
import { readRows } from "./readRows.ts";
import { sha256 } from "./sha256.ts";

/** How a row of a file becomes a problem. */
export interface RowFormat<Row> {
  /** The columns that are needed; others are ignored. */
  row: z.ZodType<Row>;
  /** What it throws says what is wrong with the row. */
  toProblem(row: Row, index: number): Problem;
  /** The canary string of the data, where rows hold it. */
  canary?(row: Row): string | undefined;
}

/** The file in which the problems of a benchmark are published. */
export interface ProblemSource<Row> extends RowFormat<Row> {
  file: HubFile;
  /** How many problems the file holds, where that is known. */
  count?: number | undefined;
}

/**
 * Loads the problems of the published file, or of the file that the caller gives, which may hold fewer or more.
 *
 * @throws BenchmarkDataError
 */
export async function loadProblems<Row>(
  source: ProblemSource<Row>,
  context: BenchmarkContext,
): Promise<LoadedProblems> {
  if (context.dataFile !== undefined) return loadProblemsFrom(context.dataFile, source);
  const { content, identity } = await readHubFile(source.file, context, async (bytes) => {
    const { dataset, path } = source.file;
    const content = await readProblems(bytes, `${dataset}/${path}`, source);
    const { problems } = content;
    if (problems.length === (source.count ?? problems.length)) return content;
    const message = `${dataset}/${path} holds ${problems.length} problems, not ${source.count}: it is not the expected file.`;
    throw new BenchmarkDataError("CHANGED", message);
  });
  const { problems, ...canary } = content;
  return { problems, dataset: { ...identity, ...canary } };
}

/**
 * Loads the problems of a local file. The dataset is identified by the name of the file without its folder.
 *
 * @throws BenchmarkDataError
 */
export async function loadProblemsFrom<Row>(path: string, format: RowFormat<Row>): Promise<LoadedProblems> {
  const bytes = await readDataFile(path);
  const { problems, ...canary } = await readProblems(bytes, path, format);
  return { problems, dataset: { source: basename(path), revision: null, sha256: sha256(bytes), ...canary } };
}

async function readProblems<Row>(
  bytes: Uint8Array,
  name: string,
  { row, toProblem, canary }: RowFormat<Row>,
): Promise<{ problems: Problem[]; canary?: string }> {
  const ids = new Set<string>();
  let found: string | undefined;
  const problems = (await readRows(bytes, name)).map((raw, index) => {
    const checked = row.safeParse(raw);
    if (!checked.success) throw unreadable(name, index, faultOf(checked.error));
    let problem: Problem;
    try {
      problem = toProblem(checked.data, index);
    } catch (error) {
      throw unreadable(name, index, (error as Error).message);
    }
    if (ids.has(problem.id)) throw unreadable(name, index, `another row has the id "${problem.id}", too`);
    ids.add(problem.id);
    found ||= canary?.(checked.data)?.trim();
    return problem;
  });
  if (problems.length === 0) throw new BenchmarkDataError("UNREADABLE", `${name} holds no problems.`);
  return found ? { problems, canary: found } : { problems };
}

function faultOf({ issues }: z.ZodError): string {
  const { path, message } = issues[0]!;
  return path.length === 0 ? message : `column "${path.join(".")}": ${message}`;
}

function unreadable(name: string, index: number, fault: string): BenchmarkDataError {
  return new BenchmarkDataError("UNREADABLE", `${name}, row ${index + 1}: ${fault}. Is it this benchmark's file?`);
}
