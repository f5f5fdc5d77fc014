/** The engines that have a profile of their own. */
export const ENGINES = ["VLLM", "SGLANG", "TENSORRT_LLM"] as const;

export type EngineName = (typeof ENGINES)[number];

/** How far an engine is from data sheets. Shares are of the data sheet's figure, times in seconds. */
export interface EngineProfile {
  /** Shares of the peak FLOP/s that matrix products reach, by number format, and that scores reach. */
  bf16: number;
  fp8: number;
  fp4: number;
  scores: number;
  /** The share of what matrix products reach that those of routed experts do. */
  experts: number;
  /** Shares of the peak bandwidth at which matrices, routed experts and the cache are read. */
  weightBandwidth: number;
  expertBandwidth: number;
  cacheBandwidth: number;
  /**
   * Bytes of activations that are written and read for each value of a token's hidden state, in a layer and for each expert
   * that it visits. Accelerators that share a layer by cutting its matrices each move all of them.
   */
  layerBytes: number;
  visitBytes: number;
  /** The share of the link's rate at which activations are exchanged. */
  link: number;
  /** The time of a step whatever it does: scheduling, sampling. */
  step: number;
  /** The time for each answer of a step: sampling, detokenising, streaming. */
  answer: number;
  /** The time of one kernel beside what it computes and reads. */
  launch: number;
  /** The time of one exchange between two accelerators beside what it carries. */
  exchange: number;
  /** The share of a prompt's own time that it adds to the steps of the others. */
  prompt: number;
}
