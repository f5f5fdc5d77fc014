// Written by data/scripts/engineProfiles.ts from data/serving and the runs of ML.ENERGY: not by hand.
import type { EngineName, EngineProfile, VersionFactors } from "./engines.ts";

export const PROFILES: Record<EngineName, EngineProfile> = {
  "VLLM": {
    "bf16": 0.745,
    "fp8": 0.329,
    "fp4": 0.5163,
    "scores": 0.5455,
    "experts": 0.4717,
    "weightBandwidth": 0.8991,
    "expertBandwidth": 0.8819,
    "cacheBandwidth": 0.7433,
    "link": 0.7428,
    "layerBytes": 12.35,
    "visitBytes": 23.95,
    "step": 0.00009994,
    "answer": 0.00001327,
    "launch": 0.000005514,
    "exchange": 0.000005972,
    "prompt": 0.9304
  },
  "SGLANG": {
    "bf16": 0.7974,
    "fp8": 0.4336,
    "fp4": 0.4306,
    "scores": 0.504,
    "experts": 0.4446,
    "weightBandwidth": 0.8912,
    "expertBandwidth": 0.8843,
    "cacheBandwidth": 0.8375,
    "link": 0.7404,
    "layerBytes": 11.16,
    "visitBytes": 64.7,
    "step": 0.0001558,
    "answer": 0.00001027,
    "launch": 0.000003887,
    "exchange": 0.00001011,
    "prompt": 0.7598
  },
  "TENSORRT_LLM": {
    "bf16": 0.7537,
    "fp8": 0.5182,
    "fp4": 0.3272,
    "scores": 0.5565,
    "experts": 0.4257,
    "weightBandwidth": 0.8879,
    "expertBandwidth": 0.8756,
    "cacheBandwidth": 0.8598,
    "link": 0.7141,
    "layerBytes": 13.81,
    "visitBytes": 25.27,
    "step": 0.0001291,
    "answer": 0.000008704,
    "launch": 0.000005028,
    "exchange": 0.00001086,
    "prompt": 0.8985
  }
};

export const VERSIONS: Record<EngineName, Record<string, VersionFactors>> = {
  "VLLM": {
    "0.11.1": {
      "all": 0.9705,
      "overhead": 1.734,
      "answer": 3.546
    },
    "0.12.0": {
      "all": 1.019,
      "overhead": 0.9447,
      "answer": 1.955
    },
    "0.15.1": {
      "all": 0.912,
      "overhead": 0.7969,
      "answer": 0.6139
    },
    "0.16.0": {
      "all": 1.002,
      "overhead": 1.466,
      "answer": 0.953
    },
    "0.17.0": {
      "all": 1.008,
      "overhead": 1.199,
      "answer": 1.01
    },
    "0.18.0": {
      "all": 0.988,
      "overhead": 0.9629,
      "answer": 0.8851
    },
    "0.19.0": {
      "all": 0.9018,
      "overhead": 1.014,
      "answer": 0.4452
    },
    "nightly-5b8c30d62b754b57": {
      "all": 0.9786,
      "overhead": 0.9876,
      "answer": 1.001
    }
  },
  "SGLANG": {
    "0.5.1.post1": {
      "all": 0.9121,
      "overhead": 0.851,
      "answer": 0.8717
    },
    "0.5.10.post1": {
      "all": 0.9702,
      "overhead": 0.8759,
      "answer": 0.7366
    },
    "0.5.6": {
      "all": 0.9978,
      "overhead": 0.9852,
      "answer": 0.9951
    },
    "0.5.6.post2": {
      "all": 0.9913,
      "overhead": 1.102,
      "answer": 1.806
    },
    "0.5.8.post1": {
      "all": 0.9497,
      "overhead": 0.883,
      "answer": 0.9676
    },
    "0.5.9": {
      "all": 0.9239,
      "overhead": 1.076,
      "answer": 1.067
    },
    "glm5-hopper": {
      "all": 1.011,
      "overhead": 1.099,
      "answer": 0.9896
    },
    "nightly-dev": {
      "all": 1.024,
      "overhead": 1.059,
      "answer": 0.9937
    },
    "nightly-dev-20260216-d3bae71e": {
      "all": 0.9956,
      "overhead": 0.9182,
      "answer": 0.9997
    },
    "nightly-dev-20260402-d7256eb6": {
      "all": 0.9789,
      "overhead": 0.8337,
      "answer": 0.9261
    }
  },
  "TENSORRT_LLM": {
    "0.6": {
      "all": 1.023,
      "overhead": 1.423,
      "answer": 0.8933
    },
    "1.0": {
      "all": 0.94,
      "overhead": 2.347,
      "answer": 0.9335
    },
    "1.0.0rc3": {
      "all": 1.047,
      "overhead": 0.747,
      "answer": 1.745
    },
    "1.1.0rc2.post2": {
      "all": 0.9703,
      "overhead": 1.125,
      "answer": 0.9441
    },
    "1.2.0rc2": {
      "all": 0.9405,
      "overhead": 0.5407,
      "answer": 0.7193
    },
    "1.2.0rc2.post2": {
      "all": 0.9709,
      "overhead": 0.5496,
      "answer": 0.8308
    },
    "1.2.0rc6.post1": {
      "all": 1.047,
      "overhead": 1.852,
      "answer": 2.648
    },
    "1.2.0rc6.post2": {
      "all": 0.982,
      "overhead": 0.7012,
      "answer": 1.066
    },
    "1.3.0rc5": {
      "all": 0.9889,
      "overhead": 0.8506,
      "answer": 0.9758
    },
    "gpt-oss-dev": {
      "all": 1.024,
      "overhead": 1.114,
      "answer": 1.097
    }
  }
};
