import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Milliseconds. */
const TIMEOUT = 30_000;

/** A GPU of this machine. */
export interface NamedGpu {
  index: string;
  /** Its UUID. In a job or a container that sees only some GPUs, their indexes begin at 0 again, and the UUID is the same. */
  uuid: string;
}

/** The GPUs that nvidia-smi lists, in the order of their indexes; none where there is no nvidia-smi or no driver. */
export async function namedGpus(nvidiaSmi = "nvidia-smi"): Promise<NamedGpu[]> {
  const query = ["--query-gpu=uuid,index", "--format=csv,noheader,nounits"];
  const { stdout } = await promisify(execFile)(nvidiaSmi, query, { timeout: TIMEOUT, killSignal: "SIGKILL" }).catch(
    () => ({ stdout: "" }),
  );
  return stdout.split("\n").flatMap((line) => {
    const [uuid, index] = line.split(",").map((field) => field.trim());
    return uuid?.startsWith("GPU-") && index ? [{ uuid, index }] : [];
  });
}

/**
 * The GPUs that an engine sees which is not told which to use: those of `CUDA_VISIBLE_DEVICES`, else all.
 *
 * @param environment variables that the engine gets besides those of this process.
 */
export async function visibleGpus(environment: Record<string, string> = {}): Promise<string[]> {
  const visible = environment.CUDA_VISIBLE_DEVICES ?? process.env.CUDA_VISIBLE_DEVICES;
  if (visible === undefined) return (await namedGpus()).map(({ index }) => index);
  return visible.split(",").flatMap((part) => part.trim() || []);
}
