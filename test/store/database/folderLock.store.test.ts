import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { announceHolder, lockFolder, readHolder } from "../../../src/store/database/folderLock.ts";

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-lock-"));
  folders.push(folder);
  return folder;
}

const HOLD = `
  const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, "../../../src/store/database/folderLock.ts"))});
  try {
    lockFolder(process.argv[1]);
    console.log("taken by " + process.pid);
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.code + " " + error.message);
  }`;

/** A process that takes the folder and keeps it, and what it says. `before` is a command that starts it otherwise. */
async function hold(folder: string, before: string[] = []) {
  const [command, ...args] = [...before, process.execPath, "--input-type=module", "-e", HOLD, folder];
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints += text;
  });
  const [said] = await once(child.stdout, "data");
  return { child, said: String(said).trim(), complaints: () => complaints };
}

describe("the lock of a folder", () => {
  it("is held by one process, which it names, and is free as soon as that one is killed", async () => {
    const folder = newFolder();
    const first = await hold(folder);
    expect(first.said).toBe(`taken by ${first.child.pid}`);
    expect(first.complaints()).toBe("");
    expect(() => lockFolder(folder)).toThrow(`in use by process ${first.child.pid}. Stop it, or set DATA_DIR`);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    lockFolder(folder)();
  });

  it("is held by one opening of the same process too, until it gives it back", () => {
    const folder = newFolder();
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(/in use by process/);
    // The refusal has not freed it: locks of POSIX would go with any file descriptor that is closed.
    expect(() => lockFolder(folder)).toThrow(/in use by process/);
    release();
    lockFolder(folder)();
  });

  it("holds between processes that have the same id, each in its own container", async () => {
    const unshare = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"];
    const folder = newFolder();
    const first = await hold(folder, unshare);
    expect(first.said).toBe("taken by 1");
    const second = await hold(folder, unshare);
    expect(second.said).toMatch(/^STORE_IN_USE .* in use by process 1\. Stop it/);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const deadline = Date.now() + 5_000;
    let third = await hold(folder, unshare);
    while (!third.said.startsWith("taken") && Date.now() < deadline) third = await hold(folder, unshare);
    expect(third.said).toBe("taken by 1");
  });

  it("has a file beside it that names the holder and its address", () => {
    const folder = newFolder();
    expect(readHolder(folder)).toBeNull();
    const release = lockFolder(folder);
    expect(readHolder(folder)).toEqual({ pid: process.pid, host: hostname() });
    announceHolder(folder, { url: "http://127.0.0.1:4000" });
    expect(readHolder(folder)).toEqual({ pid: process.pid, host: hostname(), url: "http://127.0.0.1:4000" });
    release();
    expect(readHolder(folder)).toBeNull();
  });
});
