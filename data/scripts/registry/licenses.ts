/** A licence of weights, as a source states it. */
interface StatedLicense {
  /** The name under which the source states it, which `spdx.ts` knows. */
  license: string;
  source: string;
  /** The models that the source speaks of. */
  of: RegExp;
}

const MODEL_HUB = "page of the model hub";
const LLAMA = "meta-llama/llama-models";
const MISTRAL = "mistralai/platform-docs-public:public/llms-full.txt (Model weights, License)";
const ARENA = "fboulnois/llm-leaderboard-csv:csv/lmarena_text.csv (LMArena's list of licences)";
const FOUNDRY = "Azure/azureml-assets:assets/models/foundrylocal";

/** What makers and others state. Of several that speak of a model the first one holds, and all before `models.csv`. */
const STATED: StatedLicense[] = [
  { of: /^01-ai\/Yi-1\.5-/, license: "Apache-2.0", source: "01-ai/Yi-1.5:README.md" },
  { of: /^01-ai\/Yi-34B/, license: "Apache-2.0", source: "01-ai/Yi:README.md" },
  { of: /^HuggingFaceTB\/SmolLM2-1\.7B-Instruct$/, license: "Apache-2.0", source: ARENA },
  { of: /^HuggingFaceTB\/SmolLM3-3B$/, license: "Apache-2.0", source: `HuggingFaceTB/SmolLM3-3B (${MODEL_HUB})` },
  {
    of: /^LGAI-EXAONE\/EXAONE-3\.5-/,
    license: "EXAONE AI Model License 1.1 - NC",
    source: "LG-AI-EXAONE/EXAONE-3.5:README.md",
  },
  {
    of: /^MiniMaxAI\/MiniMax-M1($|-)/,
    license: "Apache-2.0",
    source: "MiniMax-AI/MiniMax-M1:README.md (badge), LICENSE",
  },
  { of: /^MiniMaxAI\/MiniMax-M2$/, license: "MIT", source: "MiniMax-AI/MiniMax-M2:README.md" },
  { of: /^MiniMaxAI\/MiniMax-M2\.5$/, license: "Modified MIT", source: "MiniMax-AI/MiniMax-M2.5:README.md" },
  { of: /^Qwen\/Qwen3-\d/, license: "Apache-2.0", source: "QwenLM/Qwen3:README.md" },
  { of: /^Qwen\/Qwen3\.5-/, license: "Apache-2.0", source: "QwenLM/Qwen3.5:README.md" },
  ...["0.5b", "1.5b"].map((size) => ({
    of: new RegExp(`^Qwen/Qwen2\\.5-${size.replace(".", "\\.")}-Instruct$`, "i"),
    license: "Apache-2.0",
    source: `${FOUNDRY}/qwen2.5-${size}-instruct-generic-cpu/spec.yaml`,
  })),
  {
    of: /^allenai\/OLMo-2-1124-7B$/,
    license: "Apache-2.0",
    source: `allenai/OLMo-2-1124-7B (${MODEL_HUB})`,
  },
  {
    of: /^allenai\/OLMo-2-1124-13B$/,
    license: "Apache-2.0",
    source: `allenai/OLMo-2-1124-13B (${MODEL_HUB}, bf5d422)`,
  },
  {
    of: /^allenai\/OLMo-2-1124-13B-Instruct$/,
    license: "Apache-2.0",
    source: `allenai/OLMo-2-1124-13B-Instruct (${MODEL_HUB})`,
  },
  { of: /^allenai\/OLMo-2-0325-32B-Instruct$/, license: "Apache-2.0", source: ARENA },
  { of: /^deepseek-ai\/DeepSeek-V3-0324$/, license: "MIT", source: ARENA },
  {
    of: /^deepseek-ai\/DeepSeek-Coder-V2-/,
    license: "DeepSeek Model License",
    source: "deepseek-ai/DeepSeek-Coder-V2:README.md, 7",
  },
  {
    of: /^google\/gemma-7b/,
    license: "Gemma Terms of Use",
    source: `google/gemma-7b-quant-pytorch:README.md (${MODEL_HUB})`,
  },
  {
    of: /^google\/gemma-2-/,
    license: "Gemma Terms of Use",
    source:
      "https://ollama.com/library/gemma2:2b-instruct-q4_0, which shows them as the licence of all sizes of Gemma 2",
  },
  {
    of: /^google\/gemma-3-/,
    license: "Gemma Terms of Use",
    source: `leon-se/gemma-3-12b-it-FP8-Dynamic:Notice (${MODEL_HUB})`,
  },
  {
    of: /^google\/gemma-4-/,
    license: "Apache-2.0",
    source: "huggingface/blog:gemma4.md",
  },
  {
    of: /^ibm-granite\/granite-4\.0-/,
    license: "Apache-2.0",
    source: "ibm-granite/granite-4.0-language-models:README.md",
  },
  { of: /^inclusionAI\/Ling-mini-2\.0$/, license: "MIT", source: `inclusionAI/Ling-mini-2.0 (${MODEL_HUB})` },
  {
    of: /^meta-llama\/Llama-2-/,
    license: "Llama 2 Community License",
    source: `${LLAMA}:models/llama2/LICENSE`,
  },
  {
    of: /^meta-llama\/Meta-Llama-3-/,
    license: "Llama 3 Community License",
    source: `${LLAMA}:models/llama3/LICENSE`,
  },
  {
    of: /^meta-llama\/(Meta-)?Llama-3\.1-/,
    license: "Llama 3.1 Community License",
    source: `${LLAMA}:models/llama3_1/LICENSE`,
  },
  {
    of: /^meta-llama\/Llama-3\.2-/,
    license: "Llama 3.2 Community License",
    source: `${LLAMA}:models/llama3_2/LICENSE`,
  },
  {
    of: /^meta-llama\/Llama-3\.3-/,
    license: "Llama 3.3 Community License",
    source: `${LLAMA}:models/llama3_3/LICENSE`,
  },
  {
    of: /^meta-llama\/Llama-4-/,
    license: "Llama 4 Community License",
    source: `${LLAMA}:models/llama4/LICENSE`,
  },
  { of: /^microsoft\/Phi-3-small-8k-instruct$/, license: "MIT", source: ARENA },
  {
    of: /^mistralai\/(Mistral-7B-|Mixtral-|mathstral-|Mistral-Nemo-|Mistral-Small-|Magistral-Small-)/,
    license: "Apache-2.0",
    source: MISTRAL,
  },
  { of: /^mistralai\/(Mistral-Large-|Ministral-8B-)/, license: "Mistral Research License", source: MISTRAL },
  {
    of: /^moonshotai\/Kimi-K2-Instruct$/,
    license: "Modified MIT",
    source: "MoonshotAI/Kimi-K2:README.md, 6",
  },
  {
    of: /^moonshotai\/Kimi-K2-Instruct-0905$/,
    license: "modified-mit",
    source: `moonshotai/Kimi-K2-Instruct-0905 (${MODEL_HUB})`,
  },
  {
    of: /^moonshotai\/Kimi-K2-Thinking$/,
    license: "modified-mit",
    source: `unsloth/Kimi-K2-Thinking-BF16 (${MODEL_HUB}), the same weights`,
  },
  { of: /^moonshotai\/Moonlight-16B-A3B-/, license: "MIT", source: "MoonshotAI/Moonlight:LICENSE" },
  { of: /^nvidia\/DeepSeek-V3\.1-NVFP4$/, license: "MIT", source: `nvidia/DeepSeek-V3.1-NVFP4 (${MODEL_HUB})` },
  {
    of: /^nvidia\/DeepSeek-V3-0324-NVFP4$/,
    license: "MIT",
    source: `nvidia/DeepSeek-V3-0324-FP4 (${MODEL_HUB}), its earlier name`,
  },
  {
    of: /^nvidia\/Llama-3_3-Nemotron-Super-49B-v1$/,
    license: "NVIDIA Open Model License",
    source: `unsloth/Llama-3_3-Nemotron-Super-49B-v1 (${MODEL_HUB}), the same weights`,
  },
  { of: /^nvidia\/Llama-3_3-Nemotron-Super-49B-v1_5$/, license: "NVIDIA Open Model License", source: ARENA },
  {
    of: /^nvidia\/Nemotron-H-(47B|56B)-Base-8K$/,
    license: "NVIDIA Internal Scientific Research and Development Model License",
    source: `nvidia/Nemotron-H-56B-Base-8K and Nemotron-H-47B-Base-8K (${MODEL_HUB})`,
  },
  {
    of: /^nvidia\/Nemotron-H-4B-Base-8K$/,
    license: "NVIDIA Internal Scientific Research and Development Model License",
    source: `nvidia/Nemotron-H-4B-Base-8K (${MODEL_HUB})`,
  },
  {
    of: /^nvidia\/NVIDIA-Nemotron-3-Super-120B-A12B-/,
    license: "NVIDIA Nemotron Open Model License",
    source: "NVIDIA-NeMo/Nemotron:skills/nemotron-super3/model-card.md",
  },
  {
    of: /^nvidia\/NVIDIA-Nemotron-3-Nano-30B-A3B-/,
    license: "NVIDIA Nemotron Open Model License",
    source: "NVIDIA-NeMo/Nemotron:skills/nemotron-nano3/model-card.md",
  },
  { of: /^openbmb\/MiniCPM3-4B$/, license: "Apache-2.0", source: "OpenBMB/MiniCPM:README.md" },
  { of: /^stepfun-ai\/Step-3\.7-Flash/, license: "Apache-2.0", source: "stepfun-ai/Step-3.7-Flash:README.md" },
  { of: /^zai-org\/GLM-4\.5(-Air)?$/, license: "MIT", source: "zai-org/GLM-4.5:README.md" },
  { of: /^Nexusflow\/Athene-70B$/, license: "CC-BY-NC-4.0", source: ARENA },
  { of: /^Qwen\/Qwen1\.5-(32B|72B)-Chat$/, license: "tongyi_qianwen", source: ARENA },
  {
    of: /^deepseek-ai\/(DeepSeek-V2-Chat-0628|deepseek-llm-67b-chat)$/,
    license: "DeepSeek Model License",
    source: ARENA,
  },
];

/** The licence of a model's weights as its maker or another source states it; undefined where none of them does. */
export function statedLicense(slug: string): Omit<StatedLicense, "of"> | undefined {
  return STATED.find(({ of }) => of.test(slug));
}
