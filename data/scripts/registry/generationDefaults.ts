import type { Sampling } from "../../../src/decoding/decoding.ts";
import { samplingDefaults } from "../../../src/decoding/samplingDefaults.ts";
import type { Sourced } from "./model.ts";

/** What a `generation_config.json` of the model hub says of sampling, under its own names. */
interface Published {
  do_sample?: boolean;
  temperature?: number;
  top_p?: number;
  top_k?: number;
  repetition_penalty?: number;
}

const R1: Published = { do_sample: true, temperature: 0.6, top_p: 0.95 };
const LLAMA_3: Published = { do_sample: true, temperature: 0.6, top_p: 0.9 };
const QWEN_25: Published = { do_sample: true, temperature: 0.7, top_p: 0.8, top_k: 20, repetition_penalty: 1.05 };

/**
 * The files that were opened: on the model's own page of the hub at that commit or reference, or, where its page could not be
 * had, a copy of the file on the page of somebody who republishes the model, which is then named. A model whose file could
 * not be had is not here, and one whose file says nothing of sampling neither.
 */
const PUBLISHED: Record<string, { says: Published; at: string; copy?: string }> = {
  "deepseek-ai/DeepSeek-R1": { says: R1, at: "17e58a0d69c91482404b9233cd8599c69252e4c3" },
  "deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B": { says: R1, at: "0092dee1c3071f735313cbdbc000b73da19b78fc" },
  "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B": { says: R1, at: "e2702c98808daaf40b07da72b9f9c327cd2f443c" },
  "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B": { says: R1, at: "refs/pr/43" },
  "deepseek-ai/DeepSeek-R1-Distill-Llama-8B": { says: R1, at: "ebb8e559ecd0261986edcf3cefd3b1acd8bcc750" },
  "zai-org/GLM-4.6": { says: { temperature: 1 }, at: "refs/pr/34" },
  "MiniMaxAI/MiniMax-M2": {
    says: { do_sample: true, temperature: 1, top_p: 0.95, top_k: 40 },
    at: "refs/pr/22",
  },
  "nvidia/Llama-3.1-Nemotron-70B-Instruct-HF": {
    says: { do_sample: false, top_p: 1 },
    at: "475e82d053a28c901c453234e332b7461a5ff172",
  },
  "Qwen/Qwen3-8B": {
    says: { do_sample: true, temperature: 0.6, top_p: 0.95, top_k: 20 },
    at: "1f56b745cfd4b3ffac019aeeaa64a1ad743ab24e",
    copy: "Sagicc/qwen3-8b-tokenizer",
  },
  "Qwen/Qwen2.5-7B-Instruct": {
    says: QWEN_25,
    at: "bfd6ff73fcabdbea18d6a258bca9d8c23d0d7059",
    copy: "superllms/Qwen2.5-7B-Instruct_ec9b48da",
  },
  "Qwen/Qwen2.5-14B-Instruct": {
    says: QWEN_25,
    at: "84d1f32f261f71d8e8d529f18e67b163c786f9d9",
    copy: "VPTQ-community/Qwen2.5-14B-Instruct-v8-k256-256-woft",
  },
  "Qwen/Qwen2.5-32B-Instruct": {
    says: QWEN_25,
    at: "0748b530c6aab788f668873277012cbe85d91d65",
    copy: "VPTQ-community/Qwen2.5-32B-Instruct-v8-k256-256-woft",
  },
  "Qwen/Qwen2.5-72B-Instruct": {
    says: QWEN_25,
    at: "8998c9b6d5bc78db0a1eb3dc5a198d435e3bb0d1",
    copy: "VPTQ-community/Qwen2.5-72B-Instruct-v8-k65536-65536-woft",
  },
  "Qwen/Qwen2.5-Coder-32B-Instruct": {
    says: QWEN_25,
    at: "1f0ca894f6ea16bc8cc765364b56946a0f044a4c",
    copy: "ai-team-20/qwen3-coder-480b-3",
  },
  "meta-llama/Meta-Llama-3-8B-Instruct": {
    says: LLAMA_3,
    at: "4d1671d4f82b44a6a8711b1069b97323f6a5f74c",
    copy: "Userb1az/llama-3-8B-Instruct",
  },
  "meta-llama/Meta-Llama-3-70B": {
    says: LLAMA_3,
    at: "025ad112bf13a7a7503b293da0434ffddabf6149",
    copy: "Undi95/Meta-Llama-3-70B-hf",
  },
  "meta-llama/Meta-Llama-3-70B-Instruct": {
    says: LLAMA_3,
    at: "8db8ac30f80de458563b8e604a5b10076cfd8f57",
    copy: "Undi95/Meta-Llama-3-70B-Instruct-hf",
  },
  "meta-llama/Llama-3.1-8B-Instruct": {
    says: LLAMA_3,
    at: "5c528da865c45d05317bd9da19c65230d226f3a2",
    copy: "vicky4s4s/llama-3.1-8B-instruct",
  },
  "meta-llama/Llama-3.1-70B-Instruct": {
    says: LLAMA_3,
    at: "5_0",
    copy: "bartowski/Meta-Llama-3.1-70B-Instruct-exl2",
  },
  "meta-llama/Llama-3.1-405B-Instruct": {
    says: LLAMA_3,
    at: "5eac00f5b988ec61fb48b321d8bcc34414d5bf1d",
    copy: "VPTQ-community/Meta-Llama-3.1-405B-Instruct-v16-k65536-64-woft",
  },
  "meta-llama/Llama-3.2-3B-Instruct": {
    says: LLAMA_3,
    at: "91bbba1e137070c19be67f730daffeef6cdee631",
    copy: "slava177/Llama-3.2-3B-Instruct",
  },
  "meta-llama/Llama-3.3-70B-Instruct": {
    says: LLAMA_3,
    at: "3_0",
    copy: "bartowski/Llama-3.3-70B-Instruct-exl2",
  },
};

export const MODELS_WITH_DEFAULTS = Object.keys(PUBLISHED);

/** The sampling that the makers of a model state; null where no file of theirs was had. */
export function generationDefaults(slug: string): Sourced<Sampling> | null {
  const published = PUBLISHED[slug];
  const value = samplingDefaults(published?.says);
  if (!published || !value) return null;
  const { at, copy } = published;
  const place = `page of the model hub, ${at}${copy ? `; a copy of that of ${slug}` : ""}`;
  return { value, source: `${copy ?? slug}:generation_config.json (${place})` };
}
