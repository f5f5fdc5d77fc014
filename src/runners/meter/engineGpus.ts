import type { Gpu, GpuProcess } from "../../plugins/contract/meter.ts";
import { listenersAt, processesAround, variableOf } from "../../processes/processTree.ts";
import { GpuMeterError } from "./gpuMeterError.ts";

/** What is known of an engine and its GPUs. What is not known is left out. */
export interface EngineTraces {
  /** The GPUs that its launch names, by index or UUID. */
  launchedOn?: string[] | undefined;
  /** The `CUDA_VISIBLE_DEVICES` that it gets. */
  visible?: string | undefined;
  /** A process of this machine of which the engine's processes descend. */
  process?: number | undefined;
  /** The port of this machine at which it listens. */
  port?: number | undefined;
  /** The number of GPUs that serve the model. */
  count?: number | undefined;
}

/** The GPUs that are metered, and in words how it is known that they are the engine's. */
export interface ChosenGpus {
  gpus: Gpu[];
  chosenBy: string;
}

/**
 * The GPUs that an engine uses: those that are named, those of its launch, those on which its processes compute, those
 * that `CUDA_VISIBLE_DEVICES` leaves it, or all where the machine has no more than serve the model. Without an engine, all.
 * GPUs of which none of this is known are never counted: throws `ENGINE_GPUS_UNKNOWN`, or `UNKNOWN_GPU` where a named one is not there.
 */
export async function gpusOfEngine(
  present: Gpu[],
  named: string[] | undefined,
  engine: EngineTraces | undefined,
  listProcesses: () => Promise<GpuProcess[]>,
): Promise<ChosenGpus> {
  if (present.length === 0) return { gpus: [], chosenBy: "there is none" };
  if (named) return { gpus: namedGpus(present, named), chosenBy: "named" };
  if (!engine) return { gpus: present, chosenBy: "all of the machine" };
  if (engine.launchedOn) return { gpus: namedGpus(present, engine.launchedOn), chosenBy: "named at the launch" };
  if (present.length === 1) return { gpus: present, chosenBy: "the only one" };

  const roots = engine.process !== undefined ? [engine.process] : engine.port ? listenersAt(engine.port) : [];
  if (roots.length > 0) {
    const around = roots.map(processesAround);
    const computing = await listProcesses();
    for (const width of [0, 1]) {
      const own = new Set(around.flatMap((circles) => circles[width] ?? []));
      const used = new Set(computing.flatMap(({ uuid, pid }) => (own.has(pid) ? [uuid] : [])));
      const gpus = present.filter(({ uuid }) => used.has(uuid));
      if (gpus.length > 0) return { gpus, chosenBy: "its processes compute there" };
      // A launched engine shares its session with nothing that is not its own, and its guard's session is another.
      if (engine.process !== undefined) break;
    }
  }
  const visible = engine.visible ?? roots.map((pid) => variableOf(pid, "CUDA_VISIBLE_DEVICES")).find(Boolean);
  if (visible !== undefined) return { gpus: visibleGpus(present, visible), chosenBy: "CUDA_VISIBLE_DEVICES" };
  if (engine.count === present.length) return { gpus: present, chosenBy: "all of the machine serve the model" };
  throw new GpuMeterError(
    "ENGINE_GPUS_UNKNOWN",
    `There are ${present.length} GPUs, and nothing tells which of them the engine uses. Name them as "gpus" of the meter ` +
      `(--meter-gpus), by index or UUID. There are: ${listed(present)}.`,
  );
}

function namedGpus(present: Gpu[], names: string[]): Gpu[] {
  const found = names.map((name) => {
    const gpu = present.find(({ index, uuid }) => index === name || uuid === name);
    if (gpu) return gpu;
    throw new GpuMeterError("UNKNOWN_GPU", `There is no GPU "${name}". There are: ${listed(present)}.`);
  });
  return [...new Set(found)];
}

/**
 * The GPUs of a `CUDA_VISIBLE_DEVICES`: indices, or UUIDs, of which a beginning is enough. As CUDA does, it is read up to
 * the first entry that names no GPU.
 */
function visibleGpus(present: Gpu[], visible: string): Gpu[] {
  const gpus = new Set<Gpu>();
  for (const entry of visible.split(",").map((text) => text.trim())) {
    const matching = present.filter(
      ({ index, uuid }) => index === entry || (/^GPU-\w/.test(entry) && uuid.startsWith(entry)),
    );
    if (matching.length !== 1) break;
    gpus.add(matching[0]!);
  }
  return [...gpus];
}

const listed = (gpus: Gpu[]) => gpus.map(({ index, uuid }) => `${index} (${uuid})`).join(", ");
