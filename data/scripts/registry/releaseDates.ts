/** A release date that `models.csv` lacks and another source states. */
export interface ReleaseDate {
  slug: string;
  /** YYYY-MM-DD */
  value: string;
  source: string;
}

const LLAMA_MODELS = "meta-llama/llama-models:README.md";
const MODELS_DEV = "anomalyco/models.dev";

export const RELEASE_DATES: ReleaseDate[] = [
  { slug: "meta-llama/Llama-2-7b-hf", value: "2023-07-18", source: LLAMA_MODELS },
  { slug: "meta-llama/Llama-2-13b-hf", value: "2023-07-18", source: LLAMA_MODELS },
  { slug: "meta-llama/Llama-2-70b-hf", value: "2023-07-18", source: LLAMA_MODELS },
  {
    slug: "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
    value: "2025-12-15",
    source: `${MODELS_DEV}:models/nvidia/nemotron-3-nano-30b-a3b.toml`,
  },
  {
    slug: "nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16",
    value: "2026-06-04",
    source: `${MODELS_DEV}:models/nvidia/nemotron-3-ultra-550b-a55b.toml`,
  },
  {
    slug: "mistralai/Devstral-Small-2-24B-Instruct-2512",
    value: "2025-12-09",
    source: `${MODELS_DEV}:providers/mistral/models/labs-devstral-small-2512.toml`,
  },
  {
    slug: "mistralai/Ministral-3-3B-Instruct-2512",
    value: "2025-12-02",
    source: `${MODELS_DEV}:providers/amazon-bedrock/models/mistral.ministral-3-3b-instruct.toml`,
  },
  {
    slug: "nvidia/OpenReasoning-Nemotron-14B",
    value: "2025-07-18",
    source: "NVIDIA, https://huggingface.co/blog/nvidia/openreasoning-nemotron",
  },
  {
    slug: "mistralai/Mistral-Large-Instruct-2407",
    value: "2024-07-24",
    source: "Epoch AI, AI Benchmarking Hub: mistral-large-2407",
  },
];
