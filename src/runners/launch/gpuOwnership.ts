import { createHash, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { type NamedGpu, namedGpus } from "./gpuNames.ts";
import { heldNames, type ProcessLock, takeLock } from "./processLock.ts";

/** Milliseconds for which the engine of a process that was killed may still hold a GPU. */
const PATIENCE = 60_000;
const POLL = 100;

/** This process among those that launch engines. Ids of processes are not enough: containers may share them. */
const LAUNCHER = randomBytes(8).toString("hex");

/** The GPUs of this process, each with the number of its uses. */
const owned = new Map<string, { lock: ProcessLock; uses: number }>();
let listed: Promise<NamedGpu[]> | undefined;

/**
 * Takes GPUs for this process, so that no other process of this machine launches an engine on them, and waits until engines
 * of processes that were killed have left them. The GPUs are this process's own as often as they are taken.
 *
 * @param gpus indexes or UUIDs.
 * @returns the function that gives them back. Throws `LAUNCH_FAILED` with the name of the first GPU that another process has.
 */
export async function takeGpus(gpus: readonly string[]): Promise<() => Promise<void>> {
  const names = await namesOf(gpus);
  const taken: string[] = [];
  const giveBack = async () => {
    for (const name of taken.splice(0)) await giveBackOne(name);
  };
  try {
    for (const [i, name] of names.entries()) {
      await takeOne(gpus[i]!, name);
      taken.push(name);
    }
    await untilDeserted(gpus, names);
  } catch (error) {
    await giveBack();
    throw error;
  }
  return giveBack;
}

/** The names under which the guard of an engine shows, as long as it lives, on which GPUs the engine is. */
export async function engineNames(gpus: readonly string[]): Promise<string[]> {
  const mark = randomBytes(4).toString("hex");
  return (await namesOf(gpus)).map((name) => `engine/${name}/${LAUNCHER}/${mark}`);
}

async function takeOne(gpu: string, name: string): Promise<void> {
  const mine = owned.get(name);
  if (mine) {
    mine.uses++;
    return;
  }
  const lock = await takeLock(`gpu/${name}`, `process ${process.pid}`);
  if ("heldBy" in lock) {
    throw new RunnerError(
      "LAUNCH_FAILED",
      `GPU ${gpu} is in use by ${lock.heldBy}, which may be another worker. A GPU belongs to one process: name others by --gpus.`,
    );
  }
  owned.set(name, { lock, uses: 1 });
}

async function giveBackOne(name: string): Promise<void> {
  const mine = owned.get(name)!;
  mine.uses--;
  if (mine.uses > 0) return;
  owned.delete(name);
  await mine.lock.release();
}

/** Waits until no engine of another process is on the GPUs: one whose process was killed takes some seconds to end. */
async function untilDeserted(gpus: readonly string[], names: readonly string[]): Promise<void> {
  const isForeign = (held: string) => held.split("/")[2] !== LAUNCHER;
  const deadline = Date.now() + PATIENCE;
  for (const [i, name] of names.entries()) {
    while (heldNames(`engine/${name}/`).some(isForeign)) {
      if (Date.now() > deadline) {
        const message = `GPU ${gpus[i]} still has the engine of a process that has ended. End it, or name other GPUs.`;
        throw new RunnerError("LAUNCH_FAILED", message);
      }
      await delay(POLL);
    }
  }
}

/**
 * The names of GPUs: digests of their UUIDs where nvidia-smi knows them, else of the texts as they are. The kernel takes
 * names of sockets of up to 107 bytes.
 */
async function namesOf(gpus: readonly string[]): Promise<string[]> {
  if (gpus.length === 0) return [];
  listed ??= namedGpus();
  const known = await listed;
  return gpus.map((gpu) => {
    const name = known.find(({ index, uuid }) => gpu === index || gpu === uuid)?.uuid ?? gpu;
    return createHash("sha256").update(name).digest("hex").slice(0, 16);
  });
}
