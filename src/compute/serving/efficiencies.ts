/** How far serving stays behind data sheets: one set for all models and accelerators. */
export interface Efficiencies {
  /** Share of the peak FLOP/s that matrix products reach. */
  compute: number;
  /** Share of the peak bandwidth that reading weights and cache reaches. */
  bandwidth: number;
  /** The same for routed experts, which are many small matrices and unevenly visited. */
  expertBandwidth: number;
  /** Seconds that a layer takes beside: launches, norms, synchronisation. */
  secondsPerLayer: number;
  /** Seconds that a step takes beside: scheduling, sampling. */
  secondsPerStep: number;
  /** Seconds that a step takes for each answer in the batch. */
  secondsPerAnswer: number;
  /** Seconds that one exchange among accelerators takes beside moving its bytes; there are two a layer. */
  secondsPerExchange: number;
  /** Share of the board's power that is drawn whatever it does. */
  idlePower: number;
  /** Share that is drawn on top for the full bandwidth of the memory. */
  memoryPower: number;
  /** Share that is drawn on top for the full FLOP/s; the board's limit is met long before. */
  computePower: number;
}

/**
 * Fitted by `npm run bench:deployment -- --fit` on half of the architectures that ML.ENERGY measured; docs/deployment.md
 * says how well they hold on the other half. `compute` is not fitted: it is the largest share that matrix products were
 * measured to reach on an H100 (794.5 of 989 TFLOP/s, stas00/ml-engineering, "Maximum Achievable Matmul FLOPS").
 */
export const EFFICIENCIES: Efficiencies = {
  compute: 0.8,
  bandwidth: 0.936,
  expertBandwidth: 0.776,
  secondsPerLayer: 94e-6,
  secondsPerStep: 233e-6,
  secondsPerAnswer: 55e-6,
  secondsPerExchange: 19e-6,
  idlePower: 0.508,
  memoryPower: 0.242,
  computePower: 2.61,
};

/** Share of the memory that a server takes, as vLLM's `gpu_memory_utilization` has it by default. */
export const MEMORY_SHARE = 0.9;

/** Bytes on each accelerator for activations and the engine itself. */
export const OVERHEAD_BYTES = 2e9;
