import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of what happened at the engines of one model, which outlives them. */
export interface Noted {
  /**
   * `asked` for each request for an answer, with `whole` after its answer or `failed` where the script fails it; `interrupted`
   * where the script breaks off the other requests in flight as well.
   */
  what: "asked" | "whole" | "failed" | "interrupted";
  /** The run: its benchmark, and its way of thinking by number. */
  benchmark: number;
  way: number;
  place: number;
  /** In milliseconds of `Date.now()`. */
  at: number;
}

const fileOf = (folder: string, name: string) => join(folder, `asked-${name}.jsonl`);

export const note = (folder: string, name: string, line: Omit<Noted, "at">) =>
  appendFileSync(fileOf(folder, name), `${JSON.stringify({ ...line, at: Date.now() })}\n`);

export function readNoted(folder: string, name: string): Noted[] {
  return readLines<Noted>(fileOf(folder, name));
}

/** A process of a launched engine. */
export interface Launch {
  model: string;
  pid: number;
  port: number;
  gpus: string;
}

const launchesIn = (folder: string) => join(folder, "launches.jsonl");
export const noteLaunch = (folder: string, launch: Launch) =>
  appendFileSync(launchesIn(folder), `${JSON.stringify(launch)}\n`);
export const readLaunches = (folder: string) => readLines<Launch>(launchesIn(folder));

function readLines<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : (JSON.parse(line) as Line)));
}
