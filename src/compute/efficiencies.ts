/** How far serving stays behind data sheets: one set for all models and accelerators. */
export interface Efficiencies {
  /** Share of the peak FLOP/s that matrix products reach. */
  compute: number;
  /** Share of the peak bandwidth that reading weights and cache reaches. */
  bandwidth: number;
  /** Seconds that a layer takes beside: launches, norms, synchronisation. */
  secondsPerLayer: number;
  /** Seconds that a step takes beside: scheduling, sampling. */
  secondsPerStep: number;
  /** Seconds that a step takes for each answer in the batch. */
  secondsPerAnswer: number;
  /** Seconds that one exchange among accelerators takes beside moving its bytes; two a layer. */
  secondsPerExchange: number;
  /** Share of the board's power that is drawn whatever it does. */
  idlePower: number;
  /** Share that is drawn on top at full use of the memory. */
  memoryPower: number;
  /** Share that is drawn on top at full use of the matrix units. */
  computePower: number;
}

export const EFFICIENCIES: Efficiencies = {
  compute: 0.5,
  bandwidth: 0.7,
  secondsPerLayer: 30e-6,
  secondsPerStep: 2e-3,
  secondsPerAnswer: 20e-6,
  secondsPerExchange: 15e-6,
  idlePower: 0.35,
  memoryPower: 0.5,
  computePower: 0.5,
};

/** Share of the memory that a server takes, as vLLM's `gpu_memory_utilization` has it by default. */
export const MEMORY_SHARE = 0.9;

/** Bytes on each accelerator for activations and the engine itself. */
export const OVERHEAD_BYTES = 2e9;
