import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import * as contract from "../../../src/exports/plugin.ts";
import { TEMPLATE_KINDS } from "../../../src/plugins/creating/templateKinds.ts";
import { packedPackage } from "../../support/packedPackage.ts";

const exec = promisify(execFile);
/** A metric can be created where the contract knows metrics that are computed. */
const KINDS = Object.keys(TEMPLATE_KINDS).filter((kind) => kind !== "metric" || "defineMetric" in contract);

/** A folder outside of this one, with the packages as they would be installed. */
let place: string;
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  npm_config_update_notifier: "false",
};

/** Runs a program, whose output is what it printed, also where it fails. */
async function run(program: string, args: string[], cwd = place): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await exec(program, args, {
      cwd,
      env,
      shell: process.platform === "win32",
      maxBuffer: 2 ** 26,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}` };
  }
}

async function installPacked(folder: string, name: string): Promise<void> {
  const packed = mkdtempSync(join(place, "packed-"));
  const { code, output } = await run("npm", ["pack", "--pack-destination", packed], folder);
  expect([output, code]).toEqual([output, 0]);
  await install(join(packed, readdirSync(packed)[0]!), name);
  rmSync(packed, { recursive: true });
}

async function install(tarball: string, name: string): Promise<void> {
  const installed = join(place, "node_modules", name);
  mkdirSync(installed, { recursive: true });
  await exec("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
}

const link = (name: string) => {
  mkdirSync(dirname(join(place, "node_modules", name)), { recursive: true });
  if (!existsSync(join(place, "node_modules", name)))
    symlinkSync(join(process.cwd(), "node_modules", name), join(place, "node_modules", name), "junction");
};
const program = (name: string, path: string) =>
  symlinkSync(join(place, "node_modules", path), join(place, "node_modules/.bin", name));
const paretograph = (...args: string[]) =>
  run(process.execPath, [join(place, "node_modules/paretograph/bin/paretograph.js"), ...args]);
const create = (...args: string[]) =>
  run(process.execPath, [
    join(place, "node_modules/create-paretograph-plugin/dist/packages/create-paretograph-plugin/main.js"),
    ...args,
  ]);

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "paretograph-create-"));
  const packed = (source?: string) => packedPackage(inject("packedFolder"), source);
  await install(await packed(), "paretograph");
  await install(await packed("packages/create-paretograph-plugin"), "create-paretograph-plugin");
  const { dependencies } = JSON.parse(readFileSync(join(place, "node_modules/paretograph/package.json"), "utf8"));
  for (const name of [...Object.keys(dependencies), "@types/node", "typescript"]) link(name);
  chmodSync(join(place, "node_modules/paretograph/bin/paretograph.js"), 0o755);
  mkdirSync(join(place, "node_modules/.bin"));
  program("tsc", "typescript/bin/tsc");
  program("paretograph", "paretograph/bin/paretograph.js");
}, 300_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The seconds of processors that ended child processes took, by Linux; elsewhere those that have passed. */
function machineSeconds(): number {
  if (!existsSync("/proc/self/stat")) return performance.now() / 1000;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  // The 16th and 17th field, in hundredths of a second; the first two are cut off.
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** The files of a folder with their contents. */
const treeOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );

describe("a plugin that is created", { timeout: 300_000 }, () => {
  it.each(KINDS)("as a %s passes its own tests untouched, can be published, and is found", async (kind) => {
    const begun = machineSeconds();
    const folder = join(place, `paretograph-plugin-my-${kind}`);
    expect(await create(`my-${kind}`, "--kind", kind)).toMatchObject({ code: 0 });
    const tree = treeOf(folder);
    expect(Object.keys(tree)).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "package.json",
        "tsconfig.json",
        ".gitignore",
        ".github/workflows/test.yml",
        "src/index.ts",
      ]),
    );
    for (const [path, text] of Object.entries(tree)) expect([path, text.match(/__[a-zA-Z]+__/g)]).toEqual([path, null]);

    const tested = await run("npm", ["test"], folder);
    expect([tested.output, tested.code]).toEqual([tested.output, 0]);
    expect(tested.output).toMatch(/# fail 0|ℹ fail 0/);
    const checked = await run("npm", ["run", "check"], folder);
    expect([checked.output, checked.code]).toEqual([checked.output, 0]);
    expect(checked.output).toMatch(/ hold, 0 failed/);

    await installPacked(folder, `paretograph-plugin-my-${kind}`);
    const listed = await paretograph("plugins");
    expect(listed.output).toContain(`paretograph-plugin-my-${kind}@0.1.0`);
    expect(listed.output).not.toContain("left out");
    if (kind === "benchmark") {
      const shown = await paretograph("run", "--benchmark", "my-benchmark", "--preview", "5");
      expect([shown.output, shown.code]).toEqual([shown.output, 0]);
      expect(shown.output).toContain("How many days is that?");
      const taken = machineSeconds() - begun;
      console.log(`From nothing to the first answers and grades: ${taken.toFixed(1)} s of machine time.`);
      expect(taken).toBeLessThan(120);
    }
  });

  it("is the same by the command and by npm create", async () => {
    expect(await create("@lab/same", "--kind", "benchmark", "--folder", "one")).toMatchObject({ code: 0 });
    expect(await paretograph("plugin", "create", "@lab/same", "--kind", "benchmark", "--folder", "two")).toMatchObject({
      code: 0,
    });
    expect(treeOf(join(place, "two"))).toEqual(treeOf(join(place, "one")));
    expect(JSON.parse(readFileSync(join(place, "one/package.json"), "utf8")).name).toBe("@lab/paretograph-plugin-same");
  });

  it("is refused whole for a name, a kind or a folder that cannot be", async () => {
    for (const args of [
      ["../up", "--kind", "benchmark"],
      ["Upper", "--kind", "benchmark"],
      ["@x/", "--kind", "runner"],
      ["a", "--kind", "toaster"],
      ["3d", "--kind", "metric"],
      ["a"],
      [],
    ]) {
      const before = readdirSync(place);
      const { code, output } = await create(...args);
      expect([args, code, output.split("\n").length]).toEqual([args, 1, 2]);
      expect(readdirSync(place)).toEqual(before);
    }
    const { code, output } = await create("again", "--kind", "runner", "--folder", "one");
    expect([code, output]).toEqual([1, expect.stringContaining("is there already and not empty")]);
  });

  it("is warned of where its name looks like a built-in one", async () => {
    expect((await create("vlim", "--kind", "runner")).output).toContain('built-in "vllm"');
    expect((await create("math-500", "--kind", "benchmark")).output).toContain(
      'could be taken for the built-in "math500"',
    );
    expect((await create("aime26", "--kind", "benchmark")).output).not.toContain("could be taken");
  });
});
