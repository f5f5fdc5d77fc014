import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BenchmarkPlugin } from "../../contract/benchmark.ts";
import { readTaskFile } from "./readTaskFile.ts";
import { taskModule } from "./taskAddress.ts";

const folder = tasksFolder();

/** The benchmarks that are part of the package as task files, and the address of the module of each. */
export const SHIPPED_TASKS: ReadonlyMap<BenchmarkPlugin, string> = new Map(
  readdirSync(folder)
    .sort()
    .map((file) => [readTaskFile(join(folder, file)) as BenchmarkPlugin, taskModule(join(folder, file))]),
);

/** The folder of the task files, whether this code runs from `src` or, compiled, from `dist/src`. */
function tasksFolder(): string {
  let above = import.meta.dirname;
  while (!existsSync(join(above, "package.json"))) above = dirname(above);
  return join(above, "data/tasks");
}
