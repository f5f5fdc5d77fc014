import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Imported, ImportedRun, ImportedSpeed, ImporterPlugin } from "../../../src/plugins/contract/importer.ts";
import { faultOfRun, type Given, importAll } from "../../plugins/importers/fuzz.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const PACKAGES = join(import.meta.dirname, "../../../examples/importers");

export const PACKAGE_FOLDERS = readdirSync(PACKAGES)
  .filter((name) => statSync(join(PACKAGES, name)).isDirectory())
  .map((name) => join(PACKAGES, name));

/** The importers of all packages of `examples/importers`. */
export const IMPORTERS: ImporterPlugin[] = (
  await Promise.all(PACKAGE_FOLDERS.map(async (folder) => (await import(join(folder, "index.ts"))).default))
).flat();

export function importerNamed(name: string): ImporterPlugin {
  return IMPORTERS.find((importer) => importer.name === name)!;
}

/** The files of a folder of the fixtures, by their paths in it. */
export function folder(name: string): Given[] {
  const root = join(FIXTURES, name);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path: path.replaceAll("\\", "/"), bytes: readFileSync(join(root, path)) }));
}

export function file(path: string, content: unknown): Given {
  return { path, bytes: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)) };
}

/** What the importers that know the files yield. */
export async function imported(given: readonly Given[]): Promise<Imported[]> {
  return (await Promise.all(IMPORTERS.map((importer) => importAll(importer, given)))).flat();
}

/** The runs in what was yielded. Each can be stored, once it is known which model it is of. */
export function runsIn(found: readonly Imported[]): ImportedRun[] {
  const runs = found.flatMap((one) => (one.kind === "run" ? [one.run] : []));
  for (const run of runs) {
    const fault = faultOfRun({ ...run, model: { name: run.model.name || "named by who imports it" } });
    if (fault !== null) throw new Error(`${run.place} can't be stored: ${fault}`);
  }
  return runs;
}

export function speedsIn(found: readonly Imported[]): ImportedSpeed[] {
  return found.flatMap((one) => (one.kind === "speed" ? [one.speed] : []));
}

export function reasonsIn(found: readonly Imported[]): string[] {
  return found.flatMap((one) => (one.kind === "leftOut" ? [`${one.leftOut.place}: ${one.leftOut.reason}`] : []));
}

export function statementsIn(found: readonly Imported[]): string[] {
  return found.flatMap((one) => (one.kind === "disagreement" ? [one.disagreement.statement] : []));
}
