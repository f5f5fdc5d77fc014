/** The gap between serving and data sheets; one set of numbers serves all models and accelerators. */
export interface Efficiencies {
  /** The share of the peak FLOP/s that matrix products reach. */
  compute: number;
  /** The share of the peak bandwidth at which weights and cache are read. */
  bandwidth: number;
  /** The share of the peak bandwidth at which routed experts are read: they are small matrices, unevenly visited. */
  expertBandwidth: number;
  /** Seconds of overhead for each layer: launches, norms, synchronisation. */
  secondsPerLayer: number;
  /** Seconds of overhead for each step: scheduling, sampling. */
  secondsPerStep: number;
  /** Seconds of overhead for each answer in the batch of a step. */
  secondsPerAnswer: number;
  /** Seconds of overhead for each exchange among accelerators, of which there are two a layer. */
  secondsPerExchange: number;
  /** The share of the board's power that is drawn at any load. */
  idlePower: number;
  /** The share of the board's power that is drawn in addition at the full bandwidth of the memory. */
  memoryPower: number;
  /** The share that is drawn in addition at the full FLOP/s; the board's limit is reached long before. */
  computePower: number;
}

/**
 * Fitted by `npm run bench:deployment -- --fit` on half of the architectures that ML.ENERGY measured; docs/deployment.md
 * states their errors on the other half. `compute` is not fitted: it is the largest share that matrix products were
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

/** The share of the memory that a server uses: the default of vLLM's `gpu_memory_utilization`. */
export const MEMORY_SHARE = 0.9;

/** Bytes of activations and of the engine itself on each accelerator. */
export const OVERHEAD_BYTES = 2e9;
