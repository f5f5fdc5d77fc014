import { isRunnerError } from "../../plugins/contract/runnerError.ts";
import { namedGpus } from "../../runners/launch/gpuNames.ts";
import { takeGpus } from "../../runners/launch/gpuOwnership.ts";
import { HAS_LOCKS } from "../../runners/launch/processLock.ts";
import { CommandError } from "../settings.ts";

/** No machine has more, and a range must not fill the memory. */
const MOST_GPUS = 1024;

export const GPUS_FLAG = "--gpus <list>";
export const GPUS_DESCRIPTION =
  "the GPUs on which engines are launched here, which no other worker of the machine may have: indexes, ranges and UUIDs, such as 0-3 or 0,2";

/** Reads GPUs that are written as `0-3`, `0,2` or by UUID. Throws a `CommandError` for any other text. */
export function readGpuList(text: string): string[] {
  const gpus = text.split(",").flatMap((part) => {
    const word = part.trim();
    const [, first, last] = /^(\d{1,4})-(\d{1,4})$/.exec(word) ?? [];
    if (first === undefined || last === undefined) {
      if (/^(\d{1,4}|GPU-[\w-]+|MIG-[\w/-]+)$/.test(word)) return [/^\d/.test(word) ? String(Number(word)) : word];
      throw unreadable(text, `"${word}" is neither an index, nor a range such as 0-3, nor a UUID`);
    }
    const count = Number(last) - Number(first) + 1;
    if (count < 1 || count > MOST_GPUS)
      throw unreadable(text, `the range ${word} has no GPUs, or more than ${MOST_GPUS}`);
    return Array.from({ length: count }, (_, i) => String(Number(first) + i));
  });
  const twice = gpus.find((gpu, i) => gpus.indexOf(gpu) !== i);
  if (twice !== undefined) throw unreadable(text, `GPU ${twice} is named twice`);
  return gpus;
}

/**
 * Takes the GPUs of `--gpus` for this process until it ends. Throws a `CommandError` where the machine has no such GPU, or
 * where another process has it.
 */
export async function ownGpus(text: string): Promise<string[]> {
  const gpus = readGpuList(text);
  if (!HAS_LOCKS)
    throw new CommandError("--gpus needs Linux: elsewhere nothing keeps other workers from the same GPUs.");
  const known = await namedGpus();
  const unknown = gpus.filter((gpu) => known.every(({ index, uuid }) => gpu !== index && gpu !== uuid));
  // Parts of a GPU (MIG) are not in the list, and without nvidia-smi there is none.
  const missing = known.length === 0 ? undefined : unknown.find((gpu) => !gpu.startsWith("MIG-"));
  if (missing !== undefined) {
    throw new CommandError(
      `--gpus ${text}: this machine has no GPU ${missing}. It has ${known.map(({ index }) => index).join(", ")}.`,
    );
  }
  try {
    await takeGpus(gpus);
  } catch (error) {
    throw isRunnerError(error) ? new CommandError(error.message) : error;
  }
  return gpus;
}

const unreadable = (text: string, fault: string) => new CommandError(`--gpus "${text}" can't be read: ${fault}.`);
