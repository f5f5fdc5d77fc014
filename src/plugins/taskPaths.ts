import { resolve } from "node:path";
import { readTaskFile } from "./benchmarks/tasks/readTaskFile.ts";
import { isTaskPath, taskModule } from "./benchmarks/tasks/taskAddress.ts";
import type { PluginRegistry } from "./registry.ts";

/**
 * The names of benchmarks, with those of task files in place of their paths, and these paths. Only an operator may name a
 * file, by the config or a command: to the API such a name is unknown.
 *
 * @throws PluginError `TASK_INVALID`
 */
export function readTaskPaths(benchmarks: readonly string[]): { names: string[]; tasks: string[] } {
  const tasks = benchmarks.filter(isTaskPath).map((path) => resolve(path));
  const names = benchmarks.map((name) => (isTaskPath(name) ? readTaskFile(resolve(name)).name : name));
  return { names, tasks };
}

/** Makes the benchmarks of task files known. Throws a `PluginError` where one has the name of another benchmark. */
export function registerTasks(tasks: readonly string[], plugins: PluginRegistry): void {
  for (const path of tasks) {
    const module = taskModule(path);
    if (plugins.list().some((known) => known.module === module)) continue;
    plugins.register(readTaskFile(path), path, module);
  }
}
