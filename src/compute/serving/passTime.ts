import { JOINED, NETWORK } from "../accelerators/dataSheet.ts";
import { rulesOf } from "../accelerators/precision.ts";
import type { Serving } from "./deploymentTarget.ts";
import type { EngineProfile } from "./engines.ts";
import type { PassWork, Work } from "./passWork.ts";
import { sharersOf } from "./split.ts";

const BYTES_16_BIT = 2;

/** The seconds of one pass on one replica. */
export interface PassTime {
  /** Arithmetic, if memory had no limit. */
  compute: number;
  /** Reading memory, if arithmetic had no limit. */
  memory: number;
  /** Arithmetic and memory together. */
  work: number;
  /** Exchanges among accelerators. */
  exchange: number;
  /** Kernels beside what they compute and read. */
  launch: number;
  /** The host: scheduling, sampling and detokenising. */
  host: number;
  total: number;
  /** Arithmetic at the full peak of the data sheet, and memory at its full bandwidth. */
  peakCompute: number;
  peakMemory: number;
}

/**
 * The seconds of a pass whose work is cut evenly among the accelerators that share a layer. Matrices, experts and scores
 * follow each other, and each takes somewhat longer than the slower of its arithmetic and its memory, since the two
 * overlap in part (the root of the sum of squares). Stages of a pipeline take turns with parts of the batch, so that each
 * pass counts as one on all layers of one stage's accelerators.
 */
export function timePass(work: PassWork, target: Serving, profile: EngineProfile): PassTime {
  const { accelerator, split, precision } = target;
  const { peak, bandwidth } = accelerator;
  const sharers = sharersOf(split);
  const format = rulesOf(precision).format;
  const given = peak[format];
  const rate = given === undefined ? peak.bf16 : given;
  const share = given === undefined || format === "bf16" ? profile.bf16 : format === "fp4" ? profile.fp4 : profile.fp8;
  let compute = 0;
  let memory = 0;
  let peakCompute = 0;
  let peakMemory = 0;
  let total = 0;
  const add = ({ flops, bytes }: Work, sharing: number, peakRate: number, ofRate: number, ofBandwidth: number) => {
    const computing = flops / (sharers * peakRate * ofRate);
    const reading = bytes / (sharing * bandwidth * ofBandwidth);
    compute += computing;
    memory += reading;
    peakCompute += computing * ofRate;
    peakMemory += reading * ofBandwidth;
    total += Math.hypot(computing, reading);
  };
  add(work.mixers, split.tensor, rate, share, profile.weightBandwidth);
  add(work.dense, sharers, rate, share, profile.weightBandwidth);
  add(work.experts, sharers, rate, share * profile.experts, profile.expertBandwidth);
  add(work.scores, sharers, peak.bf16, profile.scores, profile.cacheBandwidth);
  const activations = (work.tokens * work.hiddenSize) / split.attention;
  const moved = activations * (work.layers * profile.layerBytes + work.visits * profile.visitBytes);
  add({ flops: 0, bytes: moved }, 1, rate, share, 1);
  const exchange = exchangeTime(work, target, profile);
  const kernels = work.launches * profile.launch + work.conversions * profile.conversion;
  const launch = kernels * (peak.fp4 === undefined ? 1 : profile.blackwell);
  const host = profile.step + (work.answers / split.attention) * profile.answer;
  const whole = total + exchange + launch + host;
  return { compute, memory, work: total, exchange, launch, host, total: whole, peakCompute, peakMemory };
}

/**
 * Two exchanges a layer, in 16 bits. Where all accelerators work on the same tokens, each sends and gets 2 (n − 1) / n of
 * the activations. Where each attends for its own part of the batch, its tokens are gathered by all the others, or, where
 * that is less, go to the experts that they visit and come back.
 */
function exchangeTime(
  { tokens, hiddenSize, layers, visits, expertLayers }: PassWork,
  { accelerator, split }: Serving,
  profile: EngineProfile,
): number {
  const sharers = sharersOf(split);
  if (sharers === 1) return 0;
  const { interconnect, joined = JOINED, network = NETWORK } = accelerator;
  const rate = ((sharers > joined ? network : interconnect) / 2) * profile.link;
  const all = ((2 * (sharers - 1)) / sharers) * tokens;
  const own =
    split.attention > 1 && visits > 0
      ? (2 * (visits / expertLayers) * tokens) / split.attention
      : Number.POSITIVE_INFINITY;
  const bytes = Math.min(all, own) * hiddenSize * BYTES_16_BIT;
  return 2 * layers * (profile.exchange * Math.sqrt(Math.log2(sharers)) + bytes / rate);
}
