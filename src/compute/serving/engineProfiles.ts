// Written by data/scripts/engineProfiles.ts from data/serving and the runs of ML.ENERGY: not by hand.
import type { EngineName, EngineProfile, VersionFactors } from "./engines.ts";

export const PROFILES: Record<EngineName, EngineProfile> = {
  VLLM: {
    bf16: 0.736,
    fp8: 0.5598,
    fp4: 0.4258,
    scores: 0.4712,
    experts: 0.5655,
    weightBandwidth: 0.8837,
    expertBandwidth: 0.9026,
    cacheBandwidth: 0.7819,
    link: 0.6557,
    layerBytes: 14.59,
    visitBytes: 27.09,
    step: 0.0001772,
    answer: 0.00001556,
    launch: 0.000004716,
    conversion: 0.000008479,
    blackwell: 1.063,
    exchange: 0.000004355,
    prompt: 0.9266,
  },
  SGLANG: {
    bf16: 0.7375,
    fp8: 0.5834,
    fp4: 0.3889,
    scores: 0.4441,
    experts: 0.5571,
    weightBandwidth: 0.8857,
    expertBandwidth: 0.9006,
    cacheBandwidth: 0.8101,
    link: 0.6418,
    layerBytes: 14.74,
    visitBytes: 50.57,
    step: 0.0001794,
    answer: 0.0000142,
    launch: 0.000004399,
    conversion: 0.000007695,
    blackwell: 0.884,
    exchange: 0.000004971,
    prompt: 0.9108,
  },
  TENSORRT_LLM: {
    bf16: 0.7324,
    fp8: 0.583,
    fp4: 0.3682,
    scores: 0.4902,
    experts: 0.5502,
    weightBandwidth: 0.8844,
    expertBandwidth: 0.9002,
    cacheBandwidth: 0.8313,
    link: 0.6196,
    layerBytes: 15.13,
    visitBytes: 33.22,
    step: 0.0001753,
    answer: 0.0000125,
    launch: 0.000004223,
    conversion: 0.00001016,
    blackwell: 0.9243,
    exchange: 0.000005073,
    prompt: 0.9096,
  },
};

export const VERSIONS: Record<EngineName, Record<string, VersionFactors>> = {
  VLLM: {
    "0.11.1": {
      all: 1.044,
      overhead: 1.465,
      answer: 2.766,
    },
    "0.12.0": {
      all: 1.018,
      overhead: 1.07,
      answer: 1.446,
    },
    "0.15.1": {
      all: 0.9392,
      overhead: 0.8466,
      answer: 0.6423,
    },
    "0.16.0": {
      all: 1.01,
      overhead: 1.142,
      answer: 0.9961,
    },
    "0.17.0": {
      all: 0.9978,
      overhead: 0.9709,
      answer: 0.9952,
    },
    "0.18.0": {
      all: 0.9843,
      overhead: 0.8424,
      answer: 1.018,
    },
    "0.19.0": {
      all: 0.9237,
      overhead: 0.8971,
      answer: 0.5209,
    },
    "nightly-5b8c30d62b754b57": {
      all: 0.9824,
      overhead: 0.8979,
      answer: 1.021,
    },
  },
  SGLANG: {
    "0.5.1.post1": {
      all: 1.007,
      overhead: 0.9691,
      answer: 1.077,
    },
    "0.5.10.post1": {
      all: 0.995,
      overhead: 0.9398,
      answer: 0.7745,
    },
    "0.5.6": {
      all: 0.9987,
      overhead: 0.9958,
      answer: 0.9962,
    },
    "0.5.6.post2": {
      all: 0.9721,
      overhead: 0.9621,
      answer: 1.271,
    },
    "0.5.8.post1": {
      all: 0.9652,
      overhead: 0.9574,
      answer: 0.9711,
    },
    "0.5.9": {
      all: 0.9479,
      overhead: 0.8979,
      answer: 1.041,
    },
    "glm5-hopper": {
      all: 0.9999,
      overhead: 0.9487,
      answer: 0.992,
    },
    "nightly-dev": {
      all: 1.023,
      overhead: 1.051,
      answer: 1.074,
    },
    "nightly-dev-20260216-d3bae71e": {
      all: 1.002,
      overhead: 1.023,
      answer: 1.01,
    },
    "nightly-dev-20260402-d7256eb6": {
      all: 0.989,
      overhead: 0.9531,
      answer: 0.9469,
    },
  },
  TENSORRT_LLM: {
    "0.6": {
      all: 1.014,
      overhead: 1.067,
      answer: 0.9647,
    },
    "1.0": {
      all: 0.9989,
      overhead: 1.222,
      answer: 0.7221,
    },
    "1.0.0rc3": {
      all: 1.005,
      overhead: 0.8351,
      answer: 1.619,
    },
    "1.1.0rc2.post2": {
      all: 0.9821,
      overhead: 1.067,
      answer: 0.9599,
    },
    "1.2.0rc2": {
      all: 0.9567,
      overhead: 0.7793,
      answer: 0.7255,
    },
    "1.2.0rc2.post2": {
      all: 0.9708,
      overhead: 0.79,
      answer: 0.7154,
    },
    "1.2.0rc6.post1": {
      all: 1.035,
      overhead: 1.197,
      answer: 2.003,
    },
    "1.2.0rc6.post2": {
      all: 0.9761,
      overhead: 0.8597,
      answer: 0.9664,
    },
    "1.3.0rc5": {
      all: 0.9838,
      overhead: 0.9131,
      answer: 0.9819,
    },
    "gpt-oss-dev": {
      all: 1.009,
      overhead: 1.071,
      answer: 1.057,
    },
  },
};
