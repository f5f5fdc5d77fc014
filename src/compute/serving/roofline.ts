import { rulesOf } from "../accelerators/precision.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import type { Efficiencies } from "./efficiencies.ts";
import type { PassWork } from "./passWork.ts";

/** What one pass takes, in seconds. */
export interface PassTime {
  /** Arithmetic alone, had memory no limit. */
  compute: number;
  /** Memory alone, had arithmetic no limit. */
  memory: number;
  /** The arithmetic at the full peak, and the memory at the full bandwidth, of the data sheet. */
  peakCompute: number;
  peakMemory: number;
  /** Matrices and attention one after the other, each as long as the slower of its arithmetic and its memory. */
  roofline: number;
  /** Exchange among accelerators, launches, scheduling. */
  overhead: number;
  /** All of it. */
  total: number;
}

/** Times a pass by roofline (Williams et al. 2009, doi 10.1145/1498765.1498785), the work cut evenly over accelerators. */
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

/** Two all-reduces a layer: each accelerator sends and gets 2 (n − 1) / n of the activations, in 16 bits. */
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
