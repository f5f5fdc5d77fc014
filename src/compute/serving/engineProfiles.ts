// Written by data/scripts/engineProfiles.ts from data/serving and the runs of ML.ENERGY: not by hand.
import type { EngineName, EngineProfile, VersionFactors } from "./engines.ts";

export const PROFILES: Record<EngineName, EngineProfile> = {
  VLLM: {
    bf16: 0.7573,
    fp8: 0.4319,
    fp4: 0.4064,
    scores: 0.4627,
    experts: 0.5351,
    weightBandwidth: 0.9007,
    expertBandwidth: 0.8958,
    cacheBandwidth: 0.7789,
    link: 0.636,
    layerBytes: 14.14,
    visitBytes: 31.5,
    step: 0.00009194,
    answer: 0.00001344,
    launch: 0.000005965,
    blackwell: 0.9756,
    exchange: 0.000005606,
    prompt: 0.8491,
  },
  SGLANG: {
    bf16: 0.7813,
    fp8: 0.4756,
    fp4: 0.3654,
    scores: 0.4538,
    experts: 0.5246,
    weightBandwidth: 0.8995,
    expertBandwidth: 0.895,
    cacheBandwidth: 0.8186,
    link: 0.6588,
    layerBytes: 13.06,
    visitBytes: 59.15,
    step: 0.0001036,
    answer: 0.00001192,
    launch: 0.000005284,
    blackwell: 0.814,
    exchange: 0.000005843,
    prompt: 0.7856,
  },
  TENSORRT_LLM: {
    bf16: 0.7584,
    fp8: 0.5068,
    fp4: 0.3214,
    scores: 0.4715,
    experts: 0.5187,
    weightBandwidth: 0.898,
    expertBandwidth: 0.8947,
    cacheBandwidth: 0.8254,
    link: 0.5993,
    layerBytes: 14.53,
    visitBytes: 35.15,
    step: 0.00009792,
    answer: 0.00001099,
    launch: 0.000005938,
    blackwell: 0.7873,
    exchange: 0.000006176,
    prompt: 0.8417,
  },
};

export const VERSIONS: Record<EngineName, Record<string, VersionFactors>> = {
  VLLM: {
    "0.11.1": {
      all: 1.019,
      overhead: 1.523,
      answer: 3.278,
    },
    "0.12.0": {
      all: 1.025,
      overhead: 0.9693,
      answer: 1.424,
    },
    "0.15.1": {
      all: 0.9332,
      overhead: 0.7625,
      answer: 0.672,
    },
    "0.16.0": {
      all: 1.021,
      overhead: 1.282,
      answer: 1.012,
    },
    "0.17.0": {
      all: 1.011,
      overhead: 1.102,
      answer: 1.022,
    },
    "0.18.0": {
      all: 0.9991,
      overhead: 0.912,
      answer: 0.9359,
    },
    "0.19.0": {
      all: 0.9314,
      overhead: 0.936,
      answer: 0.5324,
    },
    "nightly-5b8c30d62b754b57": {
      all: 0.987,
      overhead: 0.9629,
      answer: 0.9803,
    },
  },
  SGLANG: {
    "0.5.1.post1": {
      all: 0.9083,
      overhead: 0.8523,
      answer: 0.7908,
    },
    "0.5.10.post1": {
      all: 0.9977,
      overhead: 0.9153,
      answer: 0.8075,
    },
    "0.5.6": {
      all: 0.9993,
      overhead: 0.9981,
      answer: 0.9983,
    },
    "0.5.6.post2": {
      all: 0.9903,
      overhead: 1.007,
      answer: 1.569,
    },
    "0.5.8.post1": {
      all: 0.9684,
      overhead: 0.9536,
      answer: 0.9772,
    },
    "0.5.9": {
      all: 0.9541,
      overhead: 1.007,
      answer: 1.06,
    },
    "glm5-hopper": {
      all: 1.002,
      overhead: 0.97,
      answer: 0.9939,
    },
    "nightly-dev": {
      all: 1.025,
      overhead: 1.079,
      answer: 1.04,
    },
    "nightly-dev-20260216-d3bae71e": {
      all: 0.998,
      overhead: 0.9809,
      answer: 0.9999,
    },
    "nightly-dev-20260402-d7256eb6": {
      all: 0.986,
      overhead: 0.9205,
      answer: 0.9493,
    },
  },
  TENSORRT_LLM: {
    "0.6": {
      all: 1.025,
      overhead: 1.085,
      answer: 0.9879,
    },
    "1.0": {
      all: 0.9917,
      overhead: 1.265,
      answer: 0.7264,
    },
    "1.0.0rc3": {
      all: 1.023,
      overhead: 0.8634,
      answer: 1.317,
    },
    "1.1.0rc2.post2": {
      all: 0.9845,
      overhead: 1.114,
      answer: 0.9692,
    },
    "1.2.0rc2": {
      all: 0.9493,
      overhead: 0.7104,
      answer: 0.7375,
    },
    "1.2.0rc2.post2": {
      all: 0.9626,
      overhead: 0.7114,
      answer: 0.7451,
    },
    "1.2.0rc6.post1": {
      all: 1.042,
      overhead: 1.204,
      answer: 2.487,
    },
    "1.2.0rc6.post2": {
      all: 0.9768,
      overhead: 0.8504,
      answer: 0.9836,
    },
    "1.3.0rc5": {
      all: 0.9937,
      overhead: 0.9619,
      answer: 0.9815,
    },
    "gpt-oss-dev": {
      all: 1.015,
      overhead: 1.105,
      answer: 1.071,
    },
  },
};
