import type { Plugin } from "./plugin.ts";

/** A GPU or another accelerator that is metered. */
export interface Gpu {
  /** The id by which any machine knows the GPU, e.g. `GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43`. */
  uuid: string;
  /** The number that the maker's own program gives to the GPU. */
  index: string;
  /** The driver's name of the GPU, e.g. `NVIDIA H100 80GB HBM3`. */
  name: string;
}

/** The state of one GPU at one moment; null for a value that it does not report or that could not be read. */
export interface GpuState {
  /** Bytes in use, by any process. */
  memory: number | null;
  /** Watts at this moment. */
  power: number | null;
  /** Joules since the counter started, which may happen again. */
  energy: number | null;
  /** The share of the last moments in which the GPU had work, between 0 and 1. */
  utilization: number | null;
}

/** The states of metered GPUs at one moment. A GPU that could not be read is absent. */
export interface GpuReading {
  /** Seconds on the clock of `performance.now()`, which counts milliseconds. */
  at: number;
  /** The states by UUID. */
  gpus: Map<string, GpuState>;
}

/** A program that gives readings. */
export interface GpuSource {
  /** Takes a reading at once, where the source can; otherwise the next reading comes by itself. */
  readNow(): Promise<void>;
  /** Ends the program. No reading comes after it. */
  close(): Promise<void>;
}

/** A process that computes on a GPU. */
export interface GpuProcess {
  /** The GPU on which it computes. */
  uuid: string;
  /** The id of the process as this machine counts. */
  pid: number;
}

/** A way to read the power, energy and memory of the GPUs of one maker. */
export interface MeterPlugin<Options = unknown> extends Plugin<Options> {
  kind: "meter";
  /** The GPUs of this machine; none where there is no driver or no GPU. */
  list(options: Options): Promise<Gpu[]>;
  /** The processes that compute on them now. A meter that cannot tell leaves it out. */
  processes?(options: Options): Promise<GpuProcess[]>;
  /**
   * Reads these GPUs about once in `interval` seconds and gives each reading to `onReading`, the first one as soon as it
   * can. A reading that fails is left out: the meter bridges it and records how long the gap was.
   */
  follow(options: Options, gpus: Gpu[], interval: number, onReading: (reading: GpuReading) => void): GpuSource;
}
