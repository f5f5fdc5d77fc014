// Puts into two compiled files of the package the libraries that they hand on, of which a fraction is used: an installed
// package weighs 55 MB less than with the whole libraries beside it. Their licences go along. `prepack` runs this after the
// compiler.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "..");
const COMPILED = ["dist/src/plugins/grading/computeEngine.js", "dist/src/server/edge/explorerFiles.js"];
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

const folders = new Set<string>();
for (const path of COMPILED) {
  const result = await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr: path,
      write: false,
      minify: false,
      target: "es2023",
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  if (!("output" in result)) throw new Error(`Vite built several results from ${path} instead of one.`);
  const [chunk, ...others] = result.output;
  if (others.length > 0) throw new Error(`Vite built ${others.length} files beside ${path}.`);
  writeFileSync(join(ROOT, path), chunk.code);
  for (const id of chunk.moduleIds) folders.add(PACKAGE.exec(id)?.[0] ?? "");
}
folders.delete("");

writeFileSync(join(ROOT, "dist/licences-of-libraries.txt"), [...folders].sort().map(licenceOf).join("\n"));

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
  if (!file) throw new Error(`${relative(ROOT, folder)} has no text of its licence.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8")}`;
}
