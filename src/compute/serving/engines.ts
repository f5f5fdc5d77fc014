import { PROFILES, VERSIONS } from "./engineProfiles.ts";

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
  /** The share of the link's rate at which activations are exchanged. */
  link: number;
  /**
   * Bytes of activations that are written and read for each value of a token's hidden state, in a layer and for each expert
   * that it visits. Accelerators that share a layer by cutting its matrices each move all of them.
   */
  layerBytes: number;
  visitBytes: number;
  /** The time of a step whatever it does: scheduling, sampling. */
  step: number;
  /** The time for each answer of a step: sampling, detokenising, streaming. */
  answer: number;
  /** The time of one kernel beside what it computes and reads. */
  launch: number;
  /** The time of one kernel that converts activations or weights to another number format. */
  conversion: number;
  /** The factor of these times on accelerators with units for 4-bit numbers, whose generation starts kernels sooner. */
  blackwell: number;
  /** The time of one exchange between two accelerators beside what it carries. */
  exchange: number;
  /** The share of a prompt's own time that it adds to the steps of the others. */
  prompt: number;
}

/** The factors by which a version of an engine differs from its profile. */
export interface VersionFactors {
  /** Of all times. */
  all: number;
  /** Of launches, exchanges and the step, beside what they compute and carry. */
  overhead: number;
  /** Of the time for each answer. */
  answer: number;
}

const NONE: VersionFactors = { all: 1, overhead: 1, answer: 1 };

/** The profile of an engine in a version and the factor of all its times. */
export function profileOf(engine: EngineName, version: string | null): { profile: EngineProfile; all: number } {
  return withFactors(PROFILES[engine], version === null ? NONE : factorsOf(VERSIONS[engine], version));
}

/** @internal For the fit, which tries factors. */
export function withFactors(profile: EngineProfile, { all, overhead, answer }: VersionFactors) {
  return {
    all,
    profile: {
      ...profile,
      step: profile.step * overhead,
      launch: profile.launch * overhead,
      conversion: profile.conversion * overhead,
      exchange: profile.exchange * overhead,
      answer: profile.answer * answer,
    },
  };
}

/**
 * The factors of a version. One that is not known has the geometric mean of the last known one before it and the first after
 * it, or those of the one that there is.
 */
export function factorsOf(known: Record<string, VersionFactors>, version: string): VersionFactors {
  const exact = known[version];
  if (exact) return exact;
  const wanted = numbersOf(version);
  const ordered = Object.keys(known)
    .filter((name) => /^v?\d/.test(name))
    .sort((a, b) => compare(numbersOf(a), numbersOf(b)));
  if (wanted.length === 0 || ordered.length === 0) return NONE;
  const before = ordered.findLast((name) => compare(numbersOf(name), wanted) <= 0) ?? ordered[0]!;
  const after = ordered.find((name) => compare(numbersOf(name), wanted) > 0) ?? before;
  const between = (factor: keyof VersionFactors) => Math.sqrt(known[before]![factor] * known[after]![factor]);
  return { all: between("all"), overhead: between("overhead"), answer: between("answer") };
}

/** The numbers of a version's name, such as 1, 2, 0, −1, 6 for `1.2.0rc6`, so that a candidate comes before its release. */
function numbersOf(version: string): number[] {
  if (!/^v?\d/.test(version)) return [];
  return [...version.matchAll(/\d+|rc|dev/g)].map(([part]) => (/\d/.test(part) ? Number(part) : -1));
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
