// The module of the benchmark of a task file, which its address names (taskAddress.ts). So a task is loaded as any plugin is,
// also by the process in which its templates and patterns run.
import { readTaskFile } from "./readTaskFile.ts";
import { taskOfModule } from "./taskAddress.ts";

export default readTaskFile(taskOfModule(import.meta.url) ?? "");
