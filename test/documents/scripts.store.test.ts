import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksIn } from "./documents.ts";

const run = promisify(execFile);

/** The documents whose scripts are run as they are, each with the test that does. */
const RUN = {
  "docs/library.md": "test/exports/package.store.test.ts",
  "docs/apps.md": "test/appsDocument.store.test.ts",
};
const checked = blocksIn("ts", "js").filter(({ place }) => !Object.hasOwn(RUN, place.split(":")[0]!));

/** What no script may do, to see that it is found. */
const wrong = {
  ...{ place: "here:1", language: "ts", schema: undefined },
  code: 'import { defineBenchmarks } from "paretograph/plugin";\nexport default defineBenchmarks;\n',
};
/** The plugin of the package that a script is a part of. */
const PLUGIN =
  'import type { BenchmarkPlugin } from "paretograph/plugin";\ndeclare const plugin: BenchmarkPlugin;\nexport default plugin;\n';

let folder: string;
beforeAll(() => {
  // Within the packages that the scripts import.
  folder = mkdtempSync(join("node_modules", ".documents-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the scripts in the documents fit the types of the package", { timeout: 300_000 }, async () => {
  expect(checked.length).toBeGreaterThan(4);
  const scripts = [...checked, wrong];
  mkdirSync(join(folder, "src"));
  mkdirSync(join(folder, "test"));
  writeFileSync(join(folder, "src/index.ts"), PLUGIN);
  for (const [at, { language, code }] of scripts.entries()) writeFileSync(join(folder, `test/${at}.${language}`), code);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["test"] }));
  const { stdout } = await run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", folder]).catch(
    (error) => error,
  );
  const errors = [...(stdout as string).matchAll(/(\d+)\.[jt]s\(.*?\): error TS\d+: (.*)/g)].map(
    ([, at, message]) => `${scripts[Number(at)]!.place}: ${message}`,
  );
  expect(errors).toEqual([expect.stringMatching(/^here:1: .*defineBenchmarks/)]);
});

const compilerOptions = {
  ...{ target: "es2024", lib: ["es2024", "dom"], module: "nodenext", types: ["node"], moduleDetection: "force" },
  ...{ noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, allowJs: true, checkJs: true },
  // JavaScript states no types of its parameters.
  ...{ strict: true, noImplicitAny: false, paths: sourcesOfModules() },
};

/** The source of each module of the package, whose types a reader of the documents has. */
function sourcesOfModules(): Record<string, string[]> {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const typed = Object.entries<{ types?: string }>(exports).filter(([, target]) => target.types !== undefined);
  return Object.fromEntries(
    typed.map(([name, { types }]) => [
      name.replace(/^\./, "paretograph"),
      [join(process.cwd(), types!.replace("./dist/", "").replace(".d.ts", ".ts"))],
    ]),
  );
}
