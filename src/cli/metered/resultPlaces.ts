import { existsSync, statSync } from "node:fs";
import { dirname, extname, resolve, sep } from "node:path";

/** The folders in which harnesses write where their arguments name none: Inspect, lighteval and evalscope. */
const USUAL = ["logs", "results", "outputs"];

/**
 * The files and folders in which a command may have written its results: those that its arguments name, alone or behind a
 * `=`, that of `INSPECT_LOG_DIR`, and the usual ones of the working folder. None is in another of them.
 */
export function resultPlaces(
  command: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): string[] {
  const named = [...command.slice(1).flatMap(pathsIn), environment.INSPECT_LOG_DIR ?? "", ...USUAL];
  const found = new Set(
    named
      .filter((path) => path !== "" && path.length < 4096 && !path.includes("\0"))
      .map((path) => existing(resolve(folder, path)))
      .filter((path) => path !== null && dirname(path) !== path) as string[],
  );
  return [...found].filter((path) => ![...found].some((other) => other !== path && path.startsWith(other + sep)));
}

/** An argument is a path itself, or holds some: `--output_path=out`, `model=m,log_dir=out`. */
function pathsIn(argument: string): string[] {
  const values = argument.split(",").flatMap((part) => part.slice(part.indexOf("=") + 1));
  return [argument, ...values].filter((text) => !/^-|^https?:/.test(text));
}

/** lm-eval is given the path of a file, and writes files of other names beside it. */
function existing(path: string): string | null {
  if (existsSync(path)) return statSync(path).isFile() && /^\.jsonl?$/.test(extname(path)) ? dirname(path) : path;
  const folder = dirname(path);
  return /^\.jsonl?$/.test(extname(path)) && existsSync(folder) ? folder : null;
}
