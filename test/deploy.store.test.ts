import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { packedPackage } from "./support/packedPackage.ts";

const run = promisify(execFile);
const isHere = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

/** Namespaces can be forbidden where bubblewrap is installed. */
const canIsolate = isHere("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true");
const dockerfile = readFileSync("deploy/Dockerfile", "utf8");
/** The arguments of an instruction in the form of JSON. */
const argumentsOf = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^(?:${instruction}) (\\[.*\\])$`, "m").exec(dockerfile)![1]!);

describe("the unit of systemd", () => {
  it.skipIf(!isHere("systemd-analyze", "--version"))("has no fault that systemd-analyze finds", async () => {
    const { stdout, stderr } = await run("systemd-analyze", ["verify", "deploy/paretograph.service"]);
    expect(stdout + stderr).toBe("");
  });
});

describe.skipIf(!canIsolate)("the command of the image, in namespaces of its own (bubblewrap)", () => {
  let root: string;
  let data: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "paretograph-image-"));
    data = join(root, "data");
    const installed = join(root, "opt");
    mkdirSync(installed);
    const tarball = await packedPackage(inject("packedFolder"));
    await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(join(installed, "node_modules", name)), { recursive: true });
      symlinkSync(join(process.cwd(), "node_modules", name), join(installed, "node_modules", name));
    }
    // A folder that holds the bundled results already is quicker to open than one that is filled anew.
    cpSync(inject("bundledFolder"), data, { recursive: true });
    for (const file of readdirSync(data, { recursive: true, encoding: "utf8" })) chmodSync(join(data, file), 0o777);
    chmodSync(data, 0o777);
    chmodSync(root, 0o755);
  }, 300_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Runs a program as user 1000, with all files read-only but the data, and sees no process but its own. */
  function isolated(args: string[]) {
    const program = args.map((argument) =>
      argument === "node" ? realpathSync(process.execPath) : argument.replace("/opt/paretograph", join(root, "opt")),
    );
    const environment = { NODE_ENV: "production", HOST: "127.0.0.1", PORT: "0", DATA_DIR: data, XDG_CACHE_HOME: data };
    return spawn("bwrap", [
      ...["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--uid", "1000", "--gid", "1000"],
      ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", data, data, "--chdir", data],
      ...["--die-with-parent", "--clearenv"],
      ...Object.entries({ ...environment, PATH: "/usr/bin:/bin" }).flatMap(([name, value]) => [
        "--setenv",
        name,
        value,
      ]),
      ...program,
    ]);
  }

  it("answers, with no place to write but its volume", { timeout: 120_000 }, async () => {
    const server = isolated([...argumentsOf("ENTRYPOINT"), ...argumentsOf("CMD")]);
    const output = { stdout: "", stderr: "" };
    server.stdout.on("data", (text) => {
      output.stdout += text;
    });
    server.stderr.on("data", (text) => {
      output.stderr += text;
    });
    const ended = once(server, "exit");
    await expect
      .poll(() => output, { timeout: 90_000 })
      .toMatchObject({ stdout: expect.stringContaining("answers at") });
    const url = /http:\S+/.exec(output.stdout)![0];
    const response = await fetch(new URL("/graphql", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ models(first: 1) { edges { node { slug } } } }" }),
    });
    expect(await response.json()).toMatchObject({ data: { models: { edges: [{}] } } });
    const check = argumentsOf("  CMD").map((part) => part.replace("process.env.PORT", new URL(url).port));
    const healthy = spawn(realpathSync(process.execPath), check.slice(1));
    expect(await once(healthy, "exit")).toEqual([0, null]);
    expect(output.stderr).not.toMatch(/EROFS|EACCES/);
    server.kill("SIGKILL");
    await ended;
  });

  it("has a root that it can't write, and no other process in sight", { timeout: 30_000 }, async () => {
    const script = `
      const { readdirSync, writeFileSync } = require("node:fs");
      const code = (path) => { try { writeFileSync(path, ""); return "written"; } catch ({ code }) { return code; } };
      console.log(JSON.stringify([code("/usr/x"), code(${JSON.stringify(join(tmpdir(), "paretograph-written-by-a-test"))}), code(${JSON.stringify(join(data, "x"))}),
        process.getuid(), readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length]));`;
    const probe = isolated(["node", "-e", script]);
    let stdout = "";
    probe.stdout.on("data", (text) => {
      stdout += text;
    });
    await once(probe, "close");
    const [atRoot, atTemporary, atData, user, processes] = JSON.parse(stdout);
    expect([atRoot, atTemporary, atData, user]).toEqual(["EROFS", "EROFS", "written", 1000]);
    expect(processes).toBeLessThanOrEqual(3);
  });
});
