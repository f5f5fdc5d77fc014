import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPlugin } from "../../../src/plugins/contract/checkPlugin.ts";
import { importAll } from "../../plugins/importers/fuzz.ts";
import { folder, IMPORTERS, PACKAGE_FOLDERS } from "./read.ts";

const FORMATS = [
  "codecarbon",
  "evalscope",
  "helm",
  "inference-perf",
  "lighteval",
  "ml-energy",
  "nemo-evaluator",
  "opencompass",
  "optimum-benchmark",
  "simple-evals",
];

describe.each(PACKAGE_FOLDERS.map((path) => [basename(path), path]))("the package %s", (name, path) => {
  const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));

  test("is found by its name and has what it needs to be packed", () => {
    expect(manifest).toMatchObject({
      name: `paretograph-plugin-import-${name}`,
      exports: "./dist/index.js",
      files: ["dist"],
      peerDependencies: { paretograph: expect.any(String) },
    });
    const readme = readFileSync(join(path, "README.md"), "utf8");
    expect(readme).toContain(`# ${manifest.name}`);
    expect(readme).toContain("paretograph import ");
  });

  test("knows nothing of this package but what an outsider can import", () => {
    const sources = readdirSync(path).filter((one) => one.endsWith(".ts"));
    const imports = sources.flatMap((one) =>
      [...readFileSync(join(path, one), "utf8").matchAll(/(?:from|import)\s+"([^"]+)"/g)].map(([, from]) => from!),
    );
    const others = imports.filter((from) => !/^(?:\.\/|node:)/.test(from) && from !== "paretograph/plugin");
    for (const from of others) expect(Object.keys(manifest.dependencies)).toContain(from.split("/")[0]);
    expect(imports).toContain("paretograph/plugin");
  });
});

test("all are plugins with names of their own", () => {
  for (const importer of IMPORTERS) checkPlugin(importer);
  expect(new Set(IMPORTERS.map(({ name }) => name)).size).toBe(IMPORTERS.length);
});

test("no importer takes the files of another format", async () => {
  const own = new Map<string, string[]>();
  for (const format of FORMATS) {
    const found = await Promise.all(IMPORTERS.map((importer) => importAll(importer, folder(format))));
    own.set(
      format,
      IMPORTERS.filter((_, i) => found[i]!.length > 0).map(({ name }) => name),
    );
  }
  expect(Object.fromEntries(own)).toEqual({
    ...Object.fromEntries(FORMATS.map((format) => [format, [format]])),
    evalscope: ["evalscope", "evalscope-perf"],
    "simple-evals": ["simple-evals", "simple-evals-ru"],
  });
});
