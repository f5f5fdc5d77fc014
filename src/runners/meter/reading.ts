/** A GPU that is measured. */
export interface Gpu {
  /** The id by which any machine knows the GPU, e.g. `GPU-5b4e07f6-3a86-4340-039d-25f2a83cdc43`. */
  uuid: string;
  /** The number that nvidia-smi gives to the GPU. */
  index: string;
  /** The driver's name of the GPU, e.g. `NVIDIA H100 80GB HBM3`. */
  name: string;
}

/** The state of one GPU at one moment; null for a value that it does not report. */
export interface GpuState {
  /** Bytes in use, by any process. */
  memory: number | null;
  /** Watts. */
  power: number | null;
  /** Joules since the counter started, which may happen again. */
  energy: number | null;
  /** The share of the last moments in which the GPU had work, between 0 and 1. */
  utilization: number | null;
}

/** The states of all measured GPUs at one moment. */
export interface GpuReading {
  /** Seconds on any clock that runs evenly. */
  at: number;
  /** The states by UUID. */
  gpus: Map<string, GpuState>;
}

/** A program that gives readings. */
export interface GpuSource {
  /** Takes a reading at once, where the source can; otherwise the next reading comes by itself. */
  readNow(): Promise<void>;
  close(): Promise<void>;
}

export const MIB = 1024 ** 2;

/** A value times the size of its unit, such as MiB as bytes; null where the value is null. */
export const scaled = (value: number | null, unit: number) => (value === null ? null : value * unit);
