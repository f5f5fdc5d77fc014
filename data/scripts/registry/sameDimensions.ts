import type { ConfigFile } from "./sourceFolder.ts";

/** A model without a config of its own whose dimensions are those of another, and how that is known. */
interface SameDimensions {
  slug: string;
  as: string;
  why: string;
}

const SAME_DIMENSIONS: SameDimensions[] = [
  {
    slug: "deepseek-ai/DeepSeek-V3-0324",
    as: "nvidia/DeepSeek-V3-0324-NVFP4",
    why: "a quantization of this model",
  },
  { slug: "zai-org/GLM-4.7", as: "zai-org/GLM-4.7-FP8", why: "its maker's quantization of this model" },
  {
    slug: "simplescaling/s1.1-32B",
    as: "Qwen/Qwen2.5-32B-Instruct",
    why: "the model that it is a fine-tune of (arXiv 2501.19393, abstract)",
  },
  {
    slug: "GAIR/LIMO",
    as: "Qwen/Qwen2.5-32B-Instruct",
    why: "the model that it is a fine-tune of (arXiv 2502.03387)",
  },
  {
    slug: "nvidia/Llama-3.1-Nemotron-Nano-8B-v1",
    as: "meta-llama/Llama-3.1-8B-Instruct",
    why: "the model that it is a derivative of (its model card)",
  },
  {
    slug: "deepseek-ai/DeepSeek-V3.1-Terminus",
    as: "deepseek-ai/DeepSeek-V3.1",
    why: "which has the same base model, DeepSeek-V3.1-Base (its model card)",
  },
  {
    slug: "deepseek-ai/DeepSeek-V3.2-Exp",
    as: "deepseek-ai/DeepSeek-V3.2",
    why: "the release that it was the experiment for, with the same sparse attention (deepseek-ai/DeepSeek-V3.2-Exp:README.md)",
  },
  {
    slug: "zai-org/GLM-4.6",
    as: "zai-org/GLM-4.5",
    why: "whose layers, widths, heads and experts are those in the published GGUF metadata of GLM-4.6, but for the longer context",
  },
];

/** The dimensions that stand for a model: its own, or those of the model that it shares them with. */
export function configOf(slug: string, configs: Map<string, ConfigFile>): ConfigFile | undefined {
  const own = configs.get(slug);
  if (own) return own;
  const same = SAME_DIMENSIONS.find((known) => known.slug === slug);
  const shared = same && configs.get(same.as);
  if (!same || !shared) return undefined;
  const from = `dimensions only: those of ${same.as}, ${same.why}`;
  return { ...shared, from: shared.from === undefined ? from : `${from}; there: ${shared.from}` };
}
