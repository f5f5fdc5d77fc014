import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type AnyNode, parse } from "./mutants.ts";

/** The TypeScript files below a folder, or the file itself. */
export function sourcesIn(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => join(path, name))
    .sort();
}

/** The file that the types of the public schema register with. */
const SCHEMA_BUILDER = "src/schema/base/builder.ts";

/**
 * Each file of `src` and `test` with the files that import it. The builder of the schema counts as an importer of every
 * type: a type that is loaded again cannot register with the builder of before.
 */
export function importersByFile(): Map<string, string[]> {
  const importers = new Map<string, string[]>(
    sourcesIn("src/schema")
      .filter((file) => file !== SCHEMA_BUILDER)
      .map((file) => [file, [SCHEMA_BUILDER]]),
  );
  for (const file of [...sourcesIn("src"), ...sourcesIn("test")]) {
    for (const imported of importsOf(readFileSync(file, "utf8"))) {
      const path = join(dirname(file), imported);
      importers.set(path, [...(importers.get(path) ?? []), file]);
    }
  }
  return importers;
}

/** The files that import a file, directly or through others, and the file itself. */
export function dependentsOf(file: string, importers: Map<string, string[]>): Set<string> {
  const dependents = new Set([file]);
  // A set hands out what is added while it is gone through.
  for (const dependent of dependents) for (const importer of importers.get(dependent) ?? []) dependents.add(importer);
  return dependents;
}

/** The relative paths that a file imports when it runs; imports of types alone are left out. */
function importsOf(source: string): string[] {
  const paths: string[] = [];
  const visit = (node: AnyNode) => {
    const from = node.source?.value;
    if (typeof from === "string" && from.startsWith(".") && (node.importKind ?? node.exportKind) !== "type")
      paths.push(from);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (typeof child?.type === "string") visit(child);
  };
  visit(parse(source));
  return paths;
}
