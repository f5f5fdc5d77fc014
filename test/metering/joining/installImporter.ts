import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const REPOSITORY = join(import.meta.dirname, "../../..");

/**
 * Installs an importer of `examples/importers` into a folder, compiled as `npm pack` compiles it, with what it depends on.
 * For `paretograph` itself there is a package that gives the sources here, so that nothing has to be built.
 */
export function installImporter(folder: string, format: string): void {
  const source = join(REPOSITORY, "examples/importers", format);
  const manifest = readFileSync(join(source, "package.json"), "utf8");
  const { name, dependencies } = JSON.parse(manifest) as { name: string; dependencies: Record<string, string> };
  const modules = join(folder, "node_modules");
  const installed = join(modules, name);
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), manifest);
  const compiler = join(REPOSITORY, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", source, "--outDir", join(installed, "dist")]);
  for (const one of Object.keys(dependencies)) {
    symlinkSync(join(REPOSITORY, "node_modules", one), join(modules, one), "junction");
  }
  mkdirSync(join(modules, "paretograph"));
  const exported = pathToFileURL(join(REPOSITORY, "src/exports/plugin.ts")).href;
  writeFileSync(join(modules, "paretograph/plugin.js"), `export * from ${JSON.stringify(exported)};\n`);
  const own = { name: "paretograph", version: "0.2.0", type: "module", exports: { "./plugin": "./plugin.js" } };
  writeFileSync(join(modules, "paretograph/package.json"), JSON.stringify(own));
}
