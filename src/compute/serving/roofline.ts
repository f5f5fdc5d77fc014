import { rulesOf } from "../accelerators/precision.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import type { Efficiencies } from "./efficiencies.ts";
import type { PassWork } from "./passWork.ts";

/** The seconds of one pass. */
export interface PassTime {
  /** The time of the arithmetic if memory had no limit. */
  compute: number;
  /** The time of reading memory if arithmetic had no limit. */
  memory: number;
  /** The time of the arithmetic at the full peak of the data sheet. */
  peakCompute: number;
  /** The time of reading memory at the full bandwidth of the data sheet. */
  peakMemory: number;
  /** Matrices and attention follow each other; each takes as long as the slower of its arithmetic and its memory. */
  roofline: number;
  /** The time of exchanges among accelerators, launches and scheduling. */
  overhead: number;
  /** The roofline and the overhead together. */
  total: number;
}

/**
 * Estimates the time of a pass by roofline (Williams et al. 2009, doi 10.1145/1498765.1498785), with the work cut evenly
 * among the accelerators.
 */
export function timePass(work: PassWork, target: DeploymentTarget, efficiencies: Efficiencies): PassTime {
  const { accelerator, count, precision } = target;
  const { peak, bandwidth } = accelerator;
  const bytesPerSecond = (share: number) => count * bandwidth * share;
  const flopsPerSecond = (rate: number) => count * rate * efficiencies.compute;
  const matrixCompute = work.matrixFlops / flopsPerSecond(peak[rulesOf(precision).format] ?? peak.bf16);
  const attentionCompute = work.attentionFlops / flopsPerSecond(peak.bf16);
  const matrixMemory =
    work.weights.others / bytesPerSecond(efficiencies.bandwidth) +
    work.weights.experts / bytesPerSecond(efficiencies.expertBandwidth);
  const attentionMemory = work.cacheBytes / bytesPerSecond(efficiencies.bandwidth);
  const roofline = Math.max(matrixCompute, matrixMemory) + Math.max(attentionCompute, attentionMemory);
  const overhead =
    efficiencies.secondsPerStep +
    work.layers * efficiencies.secondsPerLayer +
    work.answers * efficiencies.secondsPerAnswer +
    exchangeTime(work, target, efficiencies);
  return {
    compute: matrixCompute + attentionCompute,
    peakCompute: (matrixCompute + attentionCompute) * efficiencies.compute,
    peakMemory: (work.weights.others + work.weights.experts + work.cacheBytes) / bytesPerSecond(1),
    memory: matrixMemory + attentionMemory,
    roofline,
    overhead,
    total: roofline + overhead,
  };
}

/** There are two all-reduces a layer: each accelerator sends and gets 2 (n − 1) / n of the activations, in 16 bits. */
function exchangeTime(
  { tokens, hiddenSize, layers }: PassWork,
  { accelerator, count }: DeploymentTarget,
  { secondsPerExchange }: Efficiencies,
): number {
  if (count === 1) return 0;
  const bytes = ((2 * (count - 1)) / count) * tokens * hiddenSize * 2;
  const oneWay = accelerator.interconnect / 2;
  return 2 * layers * (secondsPerExchange + bytes / oneWay);
}
