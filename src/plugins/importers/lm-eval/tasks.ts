import type { ResultsFile } from "./resultsFile.ts";

/** A task, or a group whose tasks are not in the file, with its row of results. */
export interface Task {
  name: string;
  row: Record<string, unknown>;
}

/**
 * The rows of results that are runs of their own, and the groups that are left out, since a group is the mean of tasks
 * that are there too. A group whose tasks are not in the file stands for itself.
 */
export function tasksOf(file: ResultsFile): { tasks: Task[]; groups: string[] } {
  const rows = { ...file.groups, ...file.results };
  const tasks: Task[] = [];
  const groups: string[] = [];
  for (const [name, row] of Object.entries(rows)) {
    if (isGroup(file, name) && partsOf(file, name).some((part) => rows[part] !== undefined)) groups.push(name);
    else tasks.push({ name, row });
  }
  return { tasks, groups };
}

function isGroup(file: ResultsFile, name: string): boolean {
  if (file.configs[name] !== undefined) return false;
  return (
    file.groups[name] !== undefined ||
    (file.group_subtasks[name]?.length ?? 0) > 0 ||
    Object.keys(file.configs).length > 0
  );
}

/** The tasks and groups in a group. Before 0.4.2 only the settings of a task say in which groups it is. */
function partsOf(file: ResultsFile, group: string): string[] {
  const isOf = (config: Record<string, unknown>) => [config.group].flat(1).includes(group);
  const named = Object.entries(file.configs).flatMap(([task, config]) => (isOf(config) ? [task] : []));
  return [...(file.group_subtasks[group] ?? []), ...named].filter((part) => part !== group);
}
