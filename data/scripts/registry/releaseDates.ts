/** A release date that another source than `models.csv` states. */
export interface ReleaseDate {
  slug: string;
  /** YYYY-MM-DD */
  value: string;
  source: string;
}

/** A release date of `models.csv` that is wrong. */
export interface WrongDate {
  slug: string;
  wrong: string;
  why: string;
}

const LLAMA_MODELS = "meta-llama/llama-models:README.md";
const MODELS_DEV = "anomalyco/models.dev";

const MISTRAL_CHANGELOG = "mistralai/platform-docs-public:changelog/en";
const QWEN_VL = "QwenLM/Qwen3-VL:README.md";
const HELM = "stanford-crfm/helm:src/helm/config/model_metadata.yaml";
const GEMMA_2_2B = "huggingface/blog:_blog.yml (gemma-july-update)";
const QWEN_MATH = "Qwen, https://qwenlm.github.io/blog/qwen2.5-math/";

const OLMO_2 =
  "the date of the Instruct models, with which they were released (allenai/OLMo-2-1124-13B, page of the model hub)";

/** The dates of `models.csv` that are not used, and why. Where `RELEASE_DATES` has none instead, the date is unknown. */
export const WRONG_DATES: WrongDate[] = [
  {
    slug: "mistralai/Mixtral-8x22B-Instruct-v0.1",
    wrong: "2024-04-10",
    why: "that of its base model",
  },
  {
    slug: "mistralai/Mistral-7B-Instruct-v0.2",
    wrong: "2024-03-23",
    why: "that of the base model of version 0.2, which came later",
  },
  { slug: "mistralai/Mistral-Large-Instruct-2411", wrong: "2024-11-01", why: "a provider's listing by the month" },
  { slug: "meta-llama/Llama-3.2-3B", wrong: "2024-10-03", why: "that of a provider's listing" },
  { slug: "google/gemma-2-2b-it", wrong: "2024-07-16", why: "a provider's listing, before the announcement" },
  { slug: "Qwen/Qwen2.5-Coder-32B-Instruct", wrong: "2025-04-11", why: "that of a provider's listing" },
  { slug: "Qwen/Qwen3-VL-30B-A3B-Instruct", wrong: "2025-10-05", why: "that of a provider's listing" },
  { slug: "nvidia/Llama-3.1-Nemotron-70B-Instruct-HF", wrong: "2025-04-15", why: "that of a provider's listing" },
  { slug: "nvidia/Llama-3_3-Nemotron-Super-49B-v1", wrong: "2025-04-07", why: "that of its listing by models.dev" },
  {
    slug: "nvidia/NVIDIA-Nemotron-Nano-12B-v2",
    wrong: "2024-12-01",
    why: "before its training, which took from June to August 2025 (nvidia/NVIDIA-Nemotron-Nano-12B-v2-Base, page of the model hub)",
  },
];

export const RELEASE_DATES: ReleaseDate[] = [
  {
    slug: "mistralai/Mixtral-8x22B-Instruct-v0.1",
    value: "2024-04-17",
    source: `${MISTRAL_CHANGELOG}/2024-04-17.mdx`,
  },
  { slug: "mistralai/Mixtral-8x22B-v0.1", value: "2024-04-10", source: HELM },
  { slug: "mistralai/Mixtral-8x7B-v0.1", value: "2023-12-08", source: `${HELM} (mixtral-8x7b-32kseqlen)` },
  {
    slug: "mistralai/Mistral-7B-Instruct-v0.2",
    value: "2023-12-11",
    source: "Mistral AI, https://mistral.ai/news/la-plateforme (by a copy of the text, dated 11 December 2023)",
  },
  {
    slug: "mistralai/Mistral-Large-Instruct-2411",
    value: "2024-11-18",
    source: `${MISTRAL_CHANGELOG}/2024-11-18.mdx`,
  },
  { slug: "mistralai/mathstral-7B-v0.1", value: "2024-07-16", source: `${MISTRAL_CHANGELOG}/2024-07-16.mdx` },
  { slug: "mistralai/Mistral-Nemo-Base-2407", value: "2024-07-18", source: `${MISTRAL_CHANGELOG}/2024-07-18.mdx` },
  {
    slug: "MiniMaxAI/MiniMax-M1-40k",
    value: "2025-06-16",
    source:
      "anomalyco/models.dev:providers/302ai/models/MiniMax-M1.toml; both versions of M1 were released together (arXiv 2506.13585, abstract)",
  },
  { slug: "meta-llama/Llama-3.2-3B", value: "2024-09-25", source: LLAMA_MODELS },
  { slug: "google/gemma-2-2b", value: "2024-07-31", source: GEMMA_2_2B },
  { slug: "google/gemma-2-2b-it", value: "2024-07-31", source: GEMMA_2_2B },
  {
    slug: "Qwen/Qwen2.5-Coder-32B-Instruct",
    value: "2024-11-12",
    source: `${MODELS_DEV}:models/alibaba/qwen2.5-coder-32b-instruct.toml`,
  },
  {
    slug: "Qwen/Qwen2.5-Coder-7B-Instruct",
    value: "2024-09-19",
    source:
      "JonathanChavezTamales/llm-leaderboard:data/organizations/qwen/models/qwen-2.5-coder-7b-instruct/model.json",
  },
  { slug: "Qwen/Qwen2.5-Math-1.5B", value: "2024-09-19", source: QWEN_MATH },
  { slug: "Qwen/Qwen2.5-Math-1.5B-Instruct", value: "2024-09-19", source: QWEN_MATH },
  { slug: "Qwen/Qwen2.5-Math-7B", value: "2024-09-19", source: QWEN_MATH },
  { slug: "Qwen/Qwen2.5-Math-7B-Instruct", value: "2024-09-19", source: QWEN_MATH },
  { slug: "Qwen/Qwen2.5-Math-72B-Instruct", value: "2024-09-19", source: QWEN_MATH },
  { slug: "Qwen/Qwen3-VL-2B-Instruct", value: "2025-10-21", source: QWEN_VL },
  { slug: "Qwen/Qwen3-VL-4B-Instruct", value: "2025-10-15", source: QWEN_VL },
  { slug: "Qwen/Qwen3-VL-30B-A3B-Instruct", value: "2025-10-04", source: QWEN_VL },
  { slug: "HuggingFaceTB/SmolLM2-135M-Instruct", value: "2024-10-31", source: HELM },
  { slug: "HuggingFaceTB/SmolLM2-360M-Instruct", value: "2024-10-31", source: HELM },
  { slug: "HuggingFaceTB/SmolLM2-1.7B-Instruct", value: "2024-10-31", source: HELM },
  { slug: "HuggingFaceTB/SmolLM3-3B", value: "2025-07-08", source: "https://huggingface.co/blog/smollm3" },
  { slug: "allenai/OLMo-2-1124-7B", value: "2024-11-26", source: OLMO_2 },
  { slug: "allenai/OLMo-2-1124-13B", value: "2024-11-26", source: OLMO_2 },
  { slug: "allenai/Olmo-3-1025-7B", value: "2025-11-20", source: "Ai2, https://allenai.org/blog/olmo3" },
  { slug: "open-thoughts/OpenThinker-32B", value: "2025-02-12", source: "open-thoughts/open-thoughts:README.md" },
  { slug: "openbmb/MiniCPM3-4B", value: "2024-09-05", source: "OpenBMB/MiniCPM:README.md" },
  { slug: "tiiuae/Falcon-H1-0.5B-Instruct", value: "2025-05-21", source: "tiiuae/Falcon-H1:README.md" },
  { slug: "tiiuae/Falcon-H1-7B-Instruct", value: "2025-05-21", source: "tiiuae/Falcon-H1:README.md" },
  {
    slug: "nvidia/Llama-3.1-Nemotron-70B-Instruct-HF",
    value: "2024-10-02",
    source: `${HELM} (llama-3.1-nemotron-70b-instruct)`,
  },
  {
    slug: "nvidia/Llama-3_3-Nemotron-Super-49B-v1",
    value: "2025-03-18",
    source:
      "JonathanChavezTamales/llm-leaderboard:data/organizations/nvidia/models/llama-3.3-nemotron-super-49b-v1/model.json",
  },
  {
    slug: "nvidia/Nemotron-H-56B-Base-8K",
    value: "2025-04-14",
    source: "nvidia/Nemotron-H-56B-Base-8K (page of the model hub)",
  },
  {
    slug: "nvidia/Nemotron-H-47B-Base-8K",
    value: "2025-04-12",
    source: "nvidia/Nemotron-H-47B-Base-8K (page of the model hub)",
  },
  {
    slug: "nvidia/Nemotron-H-4B-Base-8K",
    value: "2025-10-23",
    source: "nvidia/Nemotron-H-4B-Base-8K (page of the model hub)",
  },
  {
    slug: "nvidia/DeepSeek-V3.1-NVFP4",
    value: "2025-11-25",
    source: "nvidia/DeepSeek-V3.1-NVFP4 (page of the model hub)",
  },
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
