// Written by data/scripts/engineProfiles.ts from data/serving and the runs of ML.ENERGY: not by hand.
import type { EngineName, EngineProfile, VersionFactors } from "./engines.ts";

export const PROFILES: Record<EngineName, EngineProfile> = {
  "VLLM": {
    "bf16": 0.7491,
    "fp8": 0.3324,
    "fp4": 0.5125,
    "scores": 0.5426,
    "experts": 0.4766,
    "weightBandwidth": 0.8997,
    "expertBandwidth": 0.8823,
    "cacheBandwidth": 0.7458,
    "link": 0.7337,
    "layerBytes": 12.74,
    "visitBytes": 24.39,
    "step": 0.00008865,
    "answer": 0.00001312,
    "launch": 0.000005462,
    "blackwell": 1.036,
    "exchange": 0.000005728,
    "prompt": 0.9329
  },
  "SGLANG": {
    "bf16": 0.7999,
    "fp8": 0.4428,
    "fp4": 0.423,
    "scores": 0.4978,
    "experts": 0.4527,
    "weightBandwidth": 0.8928,
    "expertBandwidth": 0.8853,
    "cacheBandwidth": 0.8405,
    "link": 0.7331,
    "layerBytes": 11.42,
    "visitBytes": 64.5,
    "step": 0.0001418,
    "answer": 0.000011,
    "launch": 0.000005176,
    "blackwell": 0.7869,
    "exchange": 0.000007957,
    "prompt": 0.7622
  },
  "TENSORRT_LLM": {
    "bf16": 0.7585,
    "fp8": 0.5241,
    "fp4": 0.3191,
    "scores": 0.5514,
    "experts": 0.4418,
    "weightBandwidth": 0.89,
    "expertBandwidth": 0.8799,
    "cacheBandwidth": 0.8621,
    "link": 0.6933,
    "layerBytes": 14.4,
    "visitBytes": 27.38,
    "step": 0.0001125,
    "answer": 0.000009236,
    "launch": 0.000005732,
    "blackwell": 0.7942,
    "exchange": 0.000008911,
    "prompt": 0.8966
  }
};

export const VERSIONS: Record<EngineName, Record<string, VersionFactors>> = {
  "VLLM": {
    "0.11.1": {
      "all": 0.9762,
      "overhead": 1.715,
      "answer": 3.551
    },
    "0.12.0": {
      "all": 1.019,
      "overhead": 0.961,
      "answer": 1.958
    },
    "0.15.1": {
      "all": 0.9109,
      "overhead": 0.7885,
      "answer": 0.617
    },
    "0.16.0": {
      "all": 1.003,
      "overhead": 1.488,
      "answer": 0.9544
    },
    "0.17.0": {
      "all": 1.008,
      "overhead": 1.187,
      "answer": 1.009
    },
    "0.18.0": {
      "all": 0.988,
      "overhead": 0.98,
      "answer": 0.8903
    },
    "0.19.0": {
      "all": 0.901,
      "overhead": 1.002,
      "answer": 0.4474
    },
    "nightly-5b8c30d62b754b57": {
      "all": 0.978,
      "overhead": 0.9765,
      "answer": 0.9999
    }
  },
  "SGLANG": {
    "0.5.1.post1": {
      "all": 0.9065,
      "overhead": 0.8078,
      "answer": 0.8556
    },
    "0.5.10.post1": {
      "all": 0.9699,
      "overhead": 0.8965,
      "answer": 0.7235
    },
    "0.5.6": {
      "all": 0.998,
      "overhead": 0.9868,
      "answer": 0.9952
    },
    "0.5.6.post2": {
      "all": 0.9878,
      "overhead": 1.082,
      "answer": 1.691
    },
    "0.5.8.post1": {
      "all": 0.9461,
      "overhead": 0.8463,
      "answer": 0.9632
    },
    "0.5.9": {
      "all": 0.9195,
      "overhead": 1.016,
      "answer": 1.22
    },
    "glm5-hopper": {
      "all": 1.005,
      "overhead": 0.9242,
      "answer": 0.986
    },
    "nightly-dev": {
      "all": 1.025,
      "overhead": 1.071,
      "answer": 0.9945
    },
    "nightly-dev-20260216-d3bae71e": {
      "all": 0.9966,
      "overhead": 0.9417,
      "answer": 1.001
    },
    "nightly-dev-20260402-d7256eb6": {
      "all": 0.9794,
      "overhead": 0.8469,
      "answer": 0.9219
    }
  },
  "TENSORRT_LLM": {
    "0.6": {
      "all": 1.023,
      "overhead": 1.35,
      "answer": 0.876
    },
    "1.0": {
      "all": 0.9436,
      "overhead": 2.217,
      "answer": 0.9092
    },
    "1.0.0rc3": {
      "all": 1.042,
      "overhead": 0.7441,
      "answer": 1.71
    },
    "1.1.0rc2.post2": {
      "all": 0.9657,
      "overhead": 1.14,
      "answer": 0.9575
    },
    "1.2.0rc2": {
      "all": 0.9433,
      "overhead": 0.6045,
      "answer": 0.7109
    },
    "1.2.0rc2.post2": {
      "all": 0.9719,
      "overhead": 0.6178,
      "answer": 0.7976
    },
    "1.2.0rc6.post1": {
      "all": 1.049,
      "overhead": 1.931,
      "answer": 2.82
    },
    "1.2.0rc6.post2": {
      "all": 0.9831,
      "overhead": 0.7825,
      "answer": 1.06
    },
    "1.3.0rc5": {
      "all": 0.9934,
      "overhead": 0.9066,
      "answer": 0.9829
    },
    "gpt-oss-dev": {
      "all": 1.017,
      "overhead": 1.075,
      "answer": 1.093
    }
  }
};
