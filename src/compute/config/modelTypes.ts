import type { Architecture } from "../architecture/architecture.ts";
import { readDeepSeekV4 } from "./families/compressedFamily.ts";
import type { ConfigFields } from "./families/configFields.ts";
import {
  readExaone4,
  readGemma,
  readGemma2,
  readGemma3,
  readGlm4,
  readLlama,
  readOlmo,
  readPhi3Small,
  readQwen2,
  readQwen3,
  readSeedOss,
  readTiedLlama,
} from "./families/denseFamily.ts";
import { readDeepSeek, readMiniCpm3, readSparseDeepSeek } from "./families/latentFamily.ts";
import { readKimiLinear, readMiniMaxM1, readQwen3Next } from "./families/linearFamily.ts";
import {
  readBailingMoe,
  readErnieMoe,
  readGlm4Moe,
  readGptOss,
  readHunyuan,
  readMixtral,
  readPhiMoe,
  readQwen3Moe,
} from "./families/mixtureFamily.ts";
import { readNemotronNas } from "./families/prunedFamily.ts";
import { readFalconH1, readNemotronH } from "./families/stateSpaceFamily.ts";
import {
  readGemma4,
  readLaguna,
  readLlama4,
  readMiMoV2,
  readMiniMaxM3,
  readStep,
} from "./families/variedMixtureFamily.ts";

type Reader = (fields: ConfigFields) => Architecture;

/** The reader of each `model_type`, of whole configs and of the language parts inside multimodal configs. */
const READERS: Record<string, Reader> = {
  llama: readLlama,
  mistral: readLlama,
  ministral3: readLlama,
  phi3: readLlama,
  granite: readLlama,
  exaone: readLlama,
  ernie4_5: readTiedLlama,
  smollm3: readTiedLlama,
  qwen2: readQwen2,
  mimo: readQwen2,
  qwen3: readQwen3,
  qwen3_vl_text: readQwen3,
  olmo2: readOlmo,
  olmo3: readOlmo,
  exaone4: readExaone4,
  glm4: readGlm4,
  seed_oss: readSeedOss,
  phi3small: readPhi3Small,
  gemma: readGemma,
  gemma2: readGemma2,
  gemma3_text: readGemma3,
  "nemotron-nas": readNemotronNas,
  qwen3_moe: readQwen3Moe,
  qwen3_vl_moe_text: readQwen3Moe,
  mixtral: readMixtral,
  minimax_m2: readMixtral,
  minimax_m3: readMiniMaxM3,
  minimax_m3_vl_text: readMiniMaxM3,
  phimoe: readPhiMoe,
  gpt_oss: readGptOss,
  glm4_moe: readGlm4Moe,
  bailing_moe_v2: readBailingMoe,
  llama4_text: readLlama4,
  hunyuan: readHunyuan,
  laguna: readLaguna,
  step3p5: readStep,
  step3p7: readStep,
  mimo_v2_flash: readMiMoV2,
  ernie4_5_moe: readErnieMoe,
  gemma4_text: readGemma4,
  deepseek_v2: readDeepSeek,
  deepseek_v3: readDeepSeek,
  kimi_k2: readDeepSeek,
  glm4_moe_lite: readDeepSeek,
  deepseek_v32: readSparseDeepSeek,
  glm_moe_dsa: readSparseDeepSeek,
  minicpm3: readMiniCpm3,
  deepseek_v4: readDeepSeekV4,
  deepseek_ref: readDeepSeekV4,
  qwen3_next: readQwen3Next,
  qwen3_5_text: readQwen3Next,
  qwen3_5_moe_text: readQwen3Next,
  minimax_m1: readMiniMaxM1,
  kimi_linear: readKimiLinear,
  nemotron_h: readNemotronH,
  falcon_h1: readFalconH1,
};

/** The reader of a `model_type`; undefined for a type that is not known. */
export function readerOf(modelType: string): Reader | undefined {
  return Object.hasOwn(READERS, modelType) ? READERS[modelType] : undefined;
}

/** The `model_type`s that can be read, sorted. */
export function knownModelTypes(): string[] {
  return Object.keys(READERS).sort();
}
