import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { followLaunch, LAUNCH_MARK, signalAll } from "../../src/processes/processTree.ts";
import { isAlive } from "../realEngines/descendants.ts";

const MARK = "the-mark-of-this-test";
const started: number[] = [];
afterEach(() => signalAll(started.splice(0), "SIGKILL"));

/** Runs a script in a session of its own; resolves with its process and the ids that it writes. */
async function run(script: string, environment: NodeJS.ProcessEnv = {}): Promise<[ChildProcess, number[]]> {
  const child = spawn("sh", ["-c", script], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...environment },
  });
  const [written] = await once(child.stdout!, "data");
  const ids = String(written).trim().split(" ").map(Number);
  started.push(child.pid!, ...ids);
  return [child, ids];
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

describe.skipIf(process.platform !== "linux")("the processes of a launch", () => {
  it("are those of the leader's session, also once the leader has ended", async () => {
    const [leader, [child]] = await run("sleep 60 & echo $!; wait");
    await end(leader);
    expect(followLaunch(leader.pid!, MARK)()).toEqual([child]);
  });

  it("are the leader's descendants in other sessions, also once their parents have ended", async () => {
    const [leader, [child]] = await run("setsid sleep 60 & echo $!; wait");
    await delay(50);
    const remaining = followLaunch(leader.pid!, MARK);
    expect(remaining().toSorted()).toEqual([leader.pid!, child!].toSorted());
    await end(leader);
    expect(remaining()).toEqual([child]);
  });

  it("are those that carry the mark, wherever they are, and no others", async () => {
    const [leader] = await run("echo $$; exec sleep 60");
    const [marked] = await run("echo $$; exec sleep 60", { [LAUNCH_MARK]: MARK });
    await run("echo $$; exec sleep 60", { [LAUNCH_MARK]: `${MARK}-2` });
    expect(followLaunch(leader.pid!, MARK)().toSorted()).toEqual([leader.pid!, marked.pid!].toSorted());
  });

  it("are not those that have ended and wait for their parent to collect them", async () => {
    const [leader, [child]] = await run("sleep 0.01 & echo $!; exec sleep 60");
    while (isAlive(child!)) await delay(5);
    expect(followLaunch(leader.pid!, MARK)()).toEqual([leader.pid]);
  });

  it("get a signal, and those that have ended are passed over", async () => {
    const [leader, [child]] = await run("sleep 60 & echo $!; wait");
    await end(leader);
    signalAll([leader.pid!, child!], "SIGKILL");
    while (isAlive(child!)) await delay(5);
  });
});
