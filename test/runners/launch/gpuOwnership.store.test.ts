import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { takeGpus } from "../../../src/runners/launch/gpuOwnership.ts";
import { heldNames, takeLock } from "../../../src/runners/launch/processLock.ts";
import { isAlive } from "../../realEngines/descendants.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-gpus-"));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** GPUs that no other test has. */
const unused = (count: number) => Array.from({ length: count }, () => `GPU-${randomUUID()}`);

/** Starts a process and waits for a line of it. */
async function start(program: string, args: string[], isWanted: (line: string) => boolean = () => true) {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout! })) if (isWanted(line)) return { child, line };
  throw new Error(`${program} ended.`);
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

describe("the GPUs of a process", () => {
  it("are refused to others by name, also where only some are the same, and are free once it is killed", async () => {
    const [a, b, c] = unused(3) as [string, string, string];
    const owner = await start("gpuOwner.ts", [a, b]);
    expect(owner.line).toBe("taken");
    const other = await start("gpuOwner.ts", [c, b]);
    expect(other.line).toMatch(
      `LAUNCH_FAILED: GPU ${b} is in use by process ${owner.child.pid}, which may be another worker.`,
    );
    // Who was refused one has kept none.
    expect((await start("gpuOwner.ts", [c])).line).toBe("taken");
    await expect(takeGpus([a])).rejects.toMatchObject({ code: "LAUNCH_FAILED" });
    await kill(owner.child);
    const giveBack = await takeGpus([a, b]);
    expect((await start("gpuOwner.ts", [b])).line).toContain(`in use by process ${process.pid}`);
    await giveBack();
    expect((await start("gpuOwner.ts", [b])).line).toBe("taken");
  });

  it("are taken by one of many that begin at once", { timeout: 60_000 }, async () => {
    const [gpu] = unused(1) as [string];
    const lines = await Promise.all(Array.from({ length: 6 }, async () => (await start("gpuOwner.ts", [gpu])).line));
    expect(lines.filter((line) => line === "taken")).toHaveLength(1);
  });

  it("are this process's own as often as it takes them", async () => {
    const [gpu] = unused(1) as [string];
    const [worker, engine] = [await takeGpus([gpu]), await takeGpus([gpu])];
    await engine();
    expect((await start("gpuOwner.ts", [gpu])).line).toMatch(/^LAUNCH_FAILED/);
    await worker();
    await worker();
    expect((await start("gpuOwner.ts", [gpu])).line).toBe("taken");
  });

  it("are waited for until the engine of a process that was killed has left them", { timeout: 60_000 }, async () => {
    const [gpu] = unused(1) as [string];
    const pids = join(folder, "pids");
    writeFileSync(pids, "");
    const environment = { STUB: JSON.stringify({ ignoresSignals: true }), STUB_PIDS: pids };
    const command = [process.execPath, join(import.meta.dirname, "stubEngine.ts")];
    // The engine has three seconds to end, and uses them.
    const options = { model: "tiny", command, environment, gpus: [gpu], readyWithin: 20, stopWithin: 3 };
    const launcher = await start("launchForever.ts", [JSON.stringify(options)], (line) => line === "ready");
    const engine = Number(readFileSync(pids, "utf8").trim());
    expect(isAlive(engine)).toBe(true);
    await kill(launcher.child);
    const begun = performance.now();
    const giveBack = await takeGpus([gpu]);
    expect(isAlive(engine)).toBe(false);
    expect(performance.now() - begun).toBeGreaterThan(1000);
    await giveBack();
  });
});

describe("a lock", () => {
  it("is held once, says who holds it, and is listed while it is held", async () => {
    const name = `test/${randomUUID()}`;
    const lock = await takeLock(name, "process 1");
    expect(lock).toHaveProperty("release");
    expect(await takeLock(name, "process 2")).toEqual({ heldBy: "process 1" });
    expect(heldNames(name)).toEqual([name]);
    await (lock as { release(): Promise<void> }).release();
    expect(heldNames(name)).toEqual([]);
    const again = await takeLock(name, "process 3");
    expect(again).toHaveProperty("release");
    await (again as { release(): Promise<void> }).release();
  });
});
