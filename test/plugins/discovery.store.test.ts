import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { arithmetic } from "../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { BUILT_IN_BENCHMARKS } from "../../src/plugins/benchmarks/builtIn.ts";
import { discoverPlugins } from "../../src/plugins/discovery.ts";

const ZOD = join(import.meta.dirname, "../../node_modules/zod");

let root: string;
/** A project inside of a workspace: packages are found in both. */
let project: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "paretograph-plugins-"));
  project = join(root, "workspace/project");
  await mkdir(join(project, "node_modules"), { recursive: true });
  await symlink(ZOD, join(project, "node_modules/zod"));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

/** A package that only `import` may load, as many are. */
async function installPackage(
  name: string,
  code: string,
  { at = "workspace/project", version = "1.0.0", ...more }: Record<string, any> = {},
) {
  const declared = { paretograph: { plugin: "1" }, ...more };
  const manifest = { name, version, type: "module", exports: { ".": { import: "./lib/index.js" } }, ...declared };
  await write(`${at}/node_modules/${name}/package.json`, JSON.stringify(manifest));
  await write(`${at}/node_modules/${name}/lib/index.js`, code);
}

function runnerCode(name: string, more = "") {
  return `{ kind: "runner", name: "${name}", version: "1.0.0", apiVersion: "1.0.0", description: "A runner.",
    options: z.strictObject({}), open: async () => {}, ${more} }`;
}

function moduleOf(...plugins: string[]) {
  const exported = plugins.length === 1 ? plugins[0] : `[${plugins.join(", ")}]`;
  return `import { z } from ${JSON.stringify(`${ZOD}/index.js`)};\nexport default ${exported};\n`;
}

function discover(builtIn: readonly unknown[] = []) {
  return discoverPlugins({ builtIn, folder: project, metrics: createMetricCatalogue() });
}

async function namesAndSources() {
  const { registry, problems } = await discover();
  expect(problems).toEqual([]);
  return registry.list().map(({ plugin, source }) => `${plugin.name} from ${source}`);
}

describe("plugins", () => {
  it("are the built-in ones where nothing else is there", async () => {
    const { registry, problems } = await discover(BUILT_IN_BENCHMARKS);
    expect(problems).toEqual([]);
    expect(registry.list().map(({ plugin, source }) => `${plugin.name} ${source}`)).toEqual([
      "aime25 built in",
      "arithmetic built in",
      "gpqa-diamond built in",
      "gsm8k built in",
      "hmmt-feb25 built in",
      "math500 built in",
    ]);
  });

  it("are found in node_modules of the folder and of those above, scoped or not, the nearer first", async () => {
    await installPackage("paretograph-plugin-one", moduleOf(runnerCode("one")), { version: "2.1.0" });
    await installPackage("@lab/paretograph-plugin-two", moduleOf(runnerCode("two"), runnerCode("three")), {
      at: "workspace",
    });
    await installPackage("paretograph-plugin-one", moduleOf(runnerCode("older")), { at: "workspace" });
    await installPackage("paretograph-else", "throw new Error('not asked for')");

    expect(await namesAndSources()).toEqual([
      "one from paretograph-plugin-one@2.1.0",
      "three from @lab/paretograph-plugin-two@1.0.0",
      "two from @lab/paretograph-plugin-two@1.0.0",
    ]);
  });

  it.each(["ts", "js", "mjs"])("are those that paretograph.config.%s names", async (extension) => {
    await write("workspace/project/package.json", '{ "type": "module" }');
    await installPackage("engine-of-ours", moduleOf(runnerCode("ours")));
    await installPackage("paretograph-plugin-one", moduleOf(runnerCode("one")));
    await write("workspace/plugins/local.mjs", moduleOf(runnerCode("local")));
    const type = extension === "ts" ? ": unknown[]" : "";
    await write(
      `workspace/project/paretograph.config.${extension}`,
      `import { z } from "zod";
       const plugins${type} = ["engine-of-ours", "../plugins/local.mjs", "paretograph-plugin-one", false, ${runnerCode("inline")}];
       export default { plugins };`,
    );

    expect(await namesAndSources()).toEqual([
      `inline from paretograph.config.${extension}`,
      "local from ../plugins/local.mjs",
      "one from paretograph-plugin-one@1.0.0",
      "ours from engine-of-ours",
    ]);
  });

  it("may stand at any path, and a config without any is fine", async () => {
    await write("workspace/plugins/%41.mjs", moduleOf(runnerCode("first")));
    await write("workspace/plugins/%42.mjs", moduleOf(runnerCode("second")));
    const absolute = join(root, "workspace/plugins/%42.mjs");
    const plugins = JSON.stringify(["../plugins/%41.mjs", absolute]);
    await write("workspace/project/paretograph.config.ts", `export default { plugins: ${plugins} };`);
    // The first of the names counts.
    await write("workspace/project/paretograph.config.js", "throw new Error('not asked for')");
    expect(await namesAndSources()).toEqual(["first from ../plugins/%41.mjs", `second from ${absolute}`]);

    await rm(join(project, "paretograph.config.ts"));
    await write("workspace/project/paretograph.config.js", "export default {};");
    expect(await namesAndSources()).toEqual([]);
  });

  it("are only those of packages that declare them, for this version", async () => {
    const throws = "throw new Error('it was run');";
    await installPackage("paretograph-plugin-a-silent", throws, { paretograph: undefined });
    await installPackage("paretograph-plugin-b-later", throws, { paretograph: { plugin: "2" } });
    await installPackage("paretograph-plugin-c-number", throws, { paretograph: { plugin: 1 } });
    await installPackage("paretograph-plugin-d-peer", throws, { peerDependencies: { paretograph: ">=99" } });
    await installPackage("paretograph-plugin-e-named", throws, { peerDependencies: { paretograph: "^98.0.0" } });
    await installPackage("paretograph-plugin-f-range", throws, { peerDependencies: { paretograph: "what?" } });
    await installPackage("paretograph-plugin-g-good", moduleOf(runnerCode("good")), {
      peerDependencies: { paretograph: ">=0.1.0" },
    });
    // Who names a package means it, declared or not.
    await installPackage("paretograph-plugin-h-named", moduleOf(runnerCode("named")), { paretograph: undefined });
    await write(
      "workspace/project/paretograph.config.mjs",
      'export default { plugins: ["paretograph-plugin-e-named", "paretograph-plugin-h-named"] };',
    );

    const { registry, problems } = await discover();
    expect(registry.list().map(({ plugin }) => plugin.name)).toEqual(["good", "named"]);
    expect(problems.map(({ source, error }) => `${source}: ${error.code}`)).toEqual([
      "paretograph-plugin-e-named@1.0.0: PEER_UNMET",
      "paretograph-plugin-a-silent@1.0.0: NOT_DECLARED",
      "paretograph-plugin-b-later@1.0.0: NOT_DECLARED",
      "paretograph-plugin-c-number: NOT_DECLARED",
      "paretograph-plugin-d-peer@1.0.0: PEER_UNMET",
      "paretograph-plugin-f-range@1.0.0: PEER_UNMET",
    ]);
    expect(problems[1]!.error.message).toContain('"paretograph": { "plugin": "1" }');
    expect(problems[4]!.error.message).toContain("is made for paretograph >=99, and this is ");
  });

  it("that are broken are reported by name, and the others work", async () => {
    await installPackage("paretograph-plugin-a-throws", "throw new Error('no GPU driver');");
    await installPackage("paretograph-plugin-b-shapeless", "export default { name: 'shapeless' };");
    await installPackage("paretograph-plugin-c-future", moduleOf(runnerCode("future", 'apiVersion: "2.0.0"')));
    await installPackage("paretograph-plugin-d-nothing", "export const plugin = 1;");
    await installPackage("paretograph-plugin-e-half", moduleOf(runnerCode("good"), runnerCode("bad", "open: 1")));
    await write("workspace/project/node_modules/paretograph-plugin-f-empty/package.json", "{}");
    await write(
      "workspace/project/paretograph.config.mjs",
      'export default { plugins: ["./missing.mjs", "not-installed"] };',
    );

    const { registry, problems } = await discover([arithmetic]);
    expect(registry.list().map(({ plugin }) => plugin.name)).toEqual(["arithmetic", "good"]);
    expect(problems.map(({ source, error }) => `${source}: ${error.code}`)).toEqual([
      "./missing.mjs: IMPORT_FAILED",
      "not-installed: IMPORT_FAILED",
      "paretograph-plugin-a-throws@1.0.0: IMPORT_FAILED",
      "paretograph-plugin-b-shapeless@1.0.0: INVALID_PLUGIN",
      "paretograph-plugin-c-future@1.0.0: API_VERSION_UNSUPPORTED",
      "paretograph-plugin-d-nothing@1.0.0: IMPORT_FAILED",
      "paretograph-plugin-e-half@1.0.0: INVALID_PLUGIN",
      "paretograph-plugin-f-empty: NOT_DECLARED",
    ]);
    const messages = problems.map(({ error }) => error.message);
    expect(messages[2]).toMatch(/paretograph-plugin-a-throws@1\.0\.0 can't be loaded: no GPU driver\./);
    expect(messages[3]).toContain('"shapeless"');
    expect(messages[5]).toContain("it has no default export");
  });

  it("of one kind and name are left out but for the first, with an error that names both", async () => {
    await installPackage("paretograph-plugin-one", moduleOf(runnerCode("same")));
    await installPackage("paretograph-plugin-two", moduleOf(runnerCode("same")));
    const { registry, problems } = await discover();
    expect(registry.list().map(({ source }) => source)).toEqual(["paretograph-plugin-one@1.0.0"]);
    expect(problems).toMatchObject([
      {
        source: "paretograph-plugin-two@1.0.0",
        stage: "REGISTER",
        error: {
          code: "DUPLICATE_PLUGIN",
          message: expect.stringMatching(
            /"same", from paretograph-plugin-one@1\.0\.0 and from paretograph-plugin-two@1\.0\.0/,
          ),
        },
      },
    ]);
  });

  it.each([
    ["throws", "throw new Error('oops');", /paretograph\.config\.mjs throws while it loads: Error: oops/],
    ["exports nothing", "export const plugins = [];", /must export by default \{ plugins/],
    ["has a setting that is none", "export default { plugin: [] };", /plugin/],
  ])("can't be told where the config %s", async (_, code, message) => {
    await write("workspace/project/paretograph.config.mjs", code);
    await expect(discover()).rejects.toMatchObject({ code: "CONFIG_INVALID", message: expect.stringMatching(message) });
  });
});
