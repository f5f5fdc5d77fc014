/** The names of the plugins that are part of the package, by kind. A test holds them against the plugins. */
export const BUILT_IN_NAMES = {
  runner: ["mock", "openai", "sglang", "tgi", "vllm"],
  benchmark: ["aime25", "arithmetic", "gpqa-diamond", "gsm8k", "hmmt-feb25", "math500"],
  meter: ["amd-smi"],
  importer: [
    "aiperf",
    "every-eval-ever",
    "guidellm",
    "hugging-face",
    "inferencex",
    "inspect",
    "llm-d-report",
    "lm-eval",
    "nemo-skills",
    "openrouter",
    "sglang-bench",
    "table",
    "trtllm-bench",
    "vllm-bench",
  ],
  architecture: [],
} satisfies Record<string, string[]>;
