import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { isRunnerError, RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import { packedPackage } from "../support/packedPackage.ts";
import { installedBeside, sizeOnDisk } from "./sizeOnDisk.ts";

const run = promisify(execFile);
const TSC = "node_modules/typescript/bin/tsc";
const MODULES = [
  "paretograph",
  "paretograph/plugin",
  "paretograph/grading",
  "paretograph/testing",
  "paretograph/frontier",
  "paretograph/client",
];

/** The example of each module in docs/library.md. */
const EXAMPLES = new Map(
  [...readFileSync("docs/library.md", "utf8").matchAll(/^## `(.+)`$[\s\S]*?^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, name, code]) => [name!, code!],
  ),
);
const fileOf = (name: string) => name.replace("/", "-");

/** A project outside of this one that has the package and nothing but its dependencies. */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "paretograph-package-"));
  const tarball = await packedPackage(inject("packedFolder"));
  const installed = join(project, "node_modules/paretograph");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "@types/node"]) {
    mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
    symlinkSync(join(process.cwd(), "node_modules", name), join(project, "node_modules", name), "junction");
  }
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  for (const [name, code] of EXAMPLES) writeFileSync(join(project, `${fileOf(name)}.ts`), code);
  await compile({ module: "nodenext", outDir: "compiled", skipLibCheck: true }, MODULES);
  // Much longer than it takes alone: other tests that run beside it may take most of the machine.
}, 300_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

async function compile(options: object, modules: string[]): Promise<void> {
  const common = { target: "es2024", lib: ["es2024"], types: ["node"], strict: true, rootDir: "." };
  const files = modules.map((name) => `${fileOf(name)}.ts`);
  const file = join(project, "tsconfig.json");
  writeFileSync(file, JSON.stringify({ compilerOptions: { ...common, ...options }, files }));
  await run(process.execPath, [TSC, "-p", file]).catch(({ stdout }) => expect.fail(stdout));
}

async function outputOf(name: string, env: Record<string, string> = {}): Promise<string> {
  const options = { cwd: project, env: { ...process.env, ...env } };
  const { stdout } = await run(process.execPath, [`compiled/${fileOf(name)}.js`], options);
  return stdout;
}

describe("the package, installed elsewhere", { timeout: 120_000 }, () => {
  it("has an example of each of its modules", () => {
    const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
    const modules = Object.keys(exports).filter((path) => !path.endsWith(".json"));
    expect(modules.map((path) => path.replace(/^\./, "paretograph"))).toEqual(MODULES);
    expect([...EXAMPLES.keys()]).toEqual(MODULES);
  });

  it("holds what is compiled from the sources of today, and nothing older", () => {
    const modulesOf = (folder: string, extension: string) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(extension))
        .map((file) => file.slice(0, -extension.length))
        .sort();
    const compiled = join(project, "node_modules/paretograph/dist/src");
    expect(modulesOf(compiled, ".js")).toEqual(modulesOf("src", ".ts"));
    expect(modulesOf(compiled, ".d.ts")).toEqual(modulesOf("src", ".ts"));
  });

  it("brings the documents of its site, and what they show", async () => {
    const installed = join(project, "node_modules/paretograph");
    const { openDocumentSite } = await import(
      /* @vite-ignore */ pathToFileURL(join(installed, "dist/src/server/documents/documentSite.js")).href
    );
    const site = openDocumentSite(installed);
    const paths = [
      "/docs",
      "/docs/CONTRIBUTING",
      "/docs/CHANGELOG",
      "/docs/decisions",
      "/docs/icon.svg",
      "/docs/page.png",
    ];
    expect(paths.filter((path) => site.at(path).status !== 200)).toEqual([]);
  });

  it("has types that a bundler's resolution finds and that need no check to be skipped, but for those of the store", async () => {
    await compile({ module: "esnext", moduleResolution: "bundler", noEmit: true }, MODULES.slice(1));
  });

  it("takes at most 160 MB with all that is installed beside it", () => {
    const folders = [join(project, "node_modules/paretograph"), ...installedBeside()];
    expect(folders.length).toBeGreaterThan(100);
    const megabytes = folders.reduce((sum, folder) => sum + sizeOnDisk(folder), 0) / 2 ** 20;
    // A size far below would mean that something is not counted.
    expect(megabytes).toBeGreaterThan(80);
    expect(megabytes).toBeLessThanOrEqual(160);
  });

  it("hands on GraphiQL and the engine of expressions from within, with their licences", async () => {
    const dist = join(project, "node_modules/paretograph/dist");
    const { js } = await import(/* @vite-ignore */ pathToFileURL(join(dist, "src/server/edge/explorerFiles.js")).href);
    expect(js.length).toBeGreaterThan(1e6);
    const licences = readFileSync(join(dist, "licences-of-libraries.txt"), "utf8");
    for (const name of ["@cortex-js/compute-engine", "@graphql-yoga/render-graphiql"]) expect(licences).toContain(name);
  });

  it("opens a store, asks for a frontier and serves it", async () => {
    // It holds the bundled results of this copy: those of the package are the same, so that none is loaded.
    cpSync(inject("bundledFolder"), join(project, ".paretograph"), { recursive: true });
    expect(await outputOf("paretograph")).toMatch(
      /^Take openai\/gpt-oss-120b, mode high: 0\.\d+, 1?\d{14}[\d.]*\n\{"data":\{"benchmark":\{"name":"GPQA Diamond"\}\},"extensions":.*\}\n$/,
    );
  });

  it("says what to install where a collector of traces is named and OpenTelemetry is missing", async () => {
    const env = {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      DATA_DIR: join(project, ".paretograph"),
    };
    const bin = join(project, "node_modules/paretograph/bin/paretograph.js");
    const { stderr, code } = await run(process.execPath, [bin, "serve"], { env }).catch((error) => error);
    expect(code).toBe(1);
    const { peerDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const peer of Object.keys(peerDependencies)) expect(stderr).toMatch(new RegExp(`npm install .*${peer}@\\^`));
  });

  it("defines plugins that another copy of the package can use", async () => {
    // In node_modules it is imported as it is, and not through the aliases of the tests.
    cpSync(join(project, "compiled"), join(project, "node_modules/example"), { recursive: true });
    writeFileSync(join(project, "node_modules/example/package.json"), '{ "type": "module" }');
    const { default: plugins } = await import(
      /* @vite-ignore */ pathToFileURL(join(project, "node_modules/example/paretograph-plugin.js")).href
    );
    const registry = createPluginRegistry(createMetricCatalogue());
    for (const plugin of plugins) registry.register(plugin, "the example");
    const capitals = registry.find("benchmark", "capitals");
    const { problems } = await capitals.load({}, {} as never);
    const answered = await Promise.all([0, 1, 2].map((repeat) => capitals.prompt(problems[0]!, {}, repeat)));
    const letters = answered.map(([message]) => /\((.)\) Paris/.exec(message!.content as string)![1]!);
    expect(letters.toSorted()).toEqual(["A", "B", "C"]);
    const grades = letters.map((letter, repeat) => capitals.grade(problems[0]!, `\\boxed{${letter}}`, {}, repeat));
    expect(grades).toEqual(letters.map((letter) => ({ correct: true, answer: letter, expected: letter })));

    const error = await registry
      .find("runner", "broken")
      .open({}, {} as never)
      .catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(RunnerError);
    expect(isRunnerError(error) && error.code).toBe("LAUNCH_FAILED");
    expect(isRunnerError(new Error("LAUNCH_FAILED"))).toBe(false);
  });

  it("grades answers", async () => {
    expect(await outputOf("paretograph/grading")).toBe("7 equal unequal\n");
  });

  it("holds a plugin against the contract", async () => {
    expect(await outputOf("paretograph/testing")).toBe('CHECKSUM_NOT_PINNED: Its dataset has the SHA-256 "".\n');
  });

  it("computes Pareto frontiers", async () => {
    // Of four answers with two right ones, C(2, 2) / C(4, 2) = 1/6 of the pairs hold none.
    expect(await outputOf("paretograph/frontier")).toBe(`[ 0, 1 ]\n${5 / 6}\n`);
  });

  it("is enough for a package of examples/importers that is packed and installed beside it", async () => {
    const name = "paretograph-plugin-import-helm";
    const packed = mkdtempSync(join(tmpdir(), "paretograph-importer-"));
    await run("npm", ["pack", "--pack-destination", packed], {
      cwd: "examples/importers/helm",
      shell: process.platform === "win32",
    });
    const installed = join(project, "node_modules", name);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", join(packed, readdirSync(packed)[0]!), "-C", installed, "--strip-components=1"]);
    rmSync(packed, { recursive: true });
    writeFileSync(join(project, "importers.js"), `console.log((await import(${JSON.stringify(name)})).default.title);`);
    const { stdout } = await run(process.execPath, ["importers.js"], { cwd: project });
    expect(stdout.trim()).toBe("HELM");
  });

  it("asks a server, and says by a code what it refuses", async () => {
    const answers = [
      { data: { labs: { totalCount: 3 } } },
      { data: null, errors: [{ message: "There is none.", extensions: { code: "UNKNOWN_MODEL" } }] },
    ];
    const server = createServer((_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answers.shift())),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const SERVER = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    expect(await outputOf("paretograph/client", { SERVER })).toBe("3 labs\nUNKNOWN_MODEL: There is none.\n");
    server.close();
  });
});
