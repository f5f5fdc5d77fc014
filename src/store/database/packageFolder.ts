import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The path of a file of the package, whether this code runs from `src` or, compiled, from `dist/src`. */
export function packageFolder(name: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, name);
}
