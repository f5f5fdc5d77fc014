import type { Architecture } from "../architecture/architecture.ts";
import { readBailingHybrid, readBailingLinear, readBailingMoe, readBailingMoe2 } from "./families/bailingFamily.ts";
import { readCohere, readCohere2 } from "./families/cohereFamily.ts";
import { readDeepSeekV4 } from "./families/compressedFamily.ts";
import type { ConfigFields } from "./families/configFields.ts";
import {
  readExaone4,
  readGemma,
  readGemma2,
  readGemma3,
  readGlm,
  readGlm4,
  readHunyuanDense,
  readInternLm3,
  readLlama,
  readOlmo,
  readPhi3Small,
  readQwen2,
  readQwen3,
  readSeedOss,
  readTiedLlama,
} from "./families/denseFamily.ts";
import { readErnieVl } from "./families/ernieVlFamily.ts";
import { readGemma3n } from "./families/gemma3nFamily.ts";
import { readDeepSeek, readMiniCpm3, readSparseDeepSeek } from "./families/latentFamily.ts";
import { readLfm2, readLfm2Moe } from "./families/lfmFamily.ts";
import { readKimiLinear, readMiniMax, readMiniMaxM1, readQwen3Next } from "./families/linearFamily.ts";
import { readLongCat } from "./families/longCatFamily.ts";
import { readBamba, readGraniteHybrid, readJamba, readMamba, readMamba2 } from "./families/mambaFamily.ts";
import {
  readErnieMoe,
  readGlm4Moe,
  readGlm4vMoe,
  readGptOss,
  readHunyuan,
  readMixtral,
  readPhiMoe,
  readQwen3Moe,
} from "./families/mixtureFamily.ts";
import { readChatGlm, readLlada } from "./families/ownNamesFamily.ts";
import { readNemotronNas } from "./families/prunedFamily.ts";
import {
  readAfmoe,
  readDeepSeekMoe,
  readDots1,
  readExaoneMoe,
  readGraniteMoe,
  readOlmoe,
  readQwen2Moe,
  readSolarOpen,
} from "./families/sharedExpertsFamily.ts";
import { readFalconH1, readNemotronH } from "./families/stateSpaceFamily.ts";
import {
  readApertus,
  readArcee,
  readFalcon,
  readGpt2,
  readGptBigCode,
  readGptNeoX,
  readNemotron,
  readOpt,
  readPhi,
  readStarCoder2,
} from "./families/ungatedFamily.ts";
import {
  readGemma4,
  readLaguna,
  readLlama4,
  readMiMoV2,
  readMiniMaxM3,
  readStep,
  readStep3,
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
  internlm2: readLlama,
  internlm3: readInternLm3,
  helium: readLlama,
  cwm: readLlama,
  ernie4_5: readTiedLlama,
  smollm3: readTiedLlama,
  qwen2: readQwen2,
  mimo: readQwen2,
  qwen2_vl: readQwen2,
  qwen2_vl_text: readQwen2,
  qwen2_5_vl: readQwen2,
  qwen2_5_vl_text: readQwen2,
  qwen2_5_omni_text: readQwen2,
  Dream: readQwen2,
  llada: readLlada,
  qwen3: readQwen3,
  qwen3_vl_text: readQwen3,
  olmo2: readOlmo,
  olmo3: readOlmo,
  exaone4: readExaone4,
  chatglm: readChatGlm,
  glm: readGlm,
  glm4: readGlm4,
  glm4v: readGlm4,
  glm4v_text: readGlm4,
  seed_oss: readSeedOss,
  phi3small: readPhi3Small,
  gemma: readGemma,
  gemma2: readGemma2,
  gemma3_text: readGemma3,
  "nemotron-nas": readNemotronNas,
  cohere: readCohere,
  cohere2: readCohere2,
  gemma3n_text: readGemma3n,
  nemotron: readNemotron,
  arcee: readArcee,
  apertus: readApertus,
  gpt_neox: readGptNeoX,
  gpt2: readGpt2,
  gpt_bigcode: readGptBigCode,
  opt: readOpt,
  falcon: readFalcon,
  phi: readPhi,
  starcoder2: readStarCoder2,
  qwen2_moe: readQwen2Moe,
  qwen3_moe: readQwen3Moe,
  qwen3_omni_moe_text: readQwen3Moe,
  qwen3_vl_moe_text: readQwen3Moe,
  olmoe: readOlmoe,
  flex_olmo: readOlmoe,
  dots1: readDots1,
  deepseek: readDeepSeekMoe,
  solar_open: readSolarOpen,
  exaone_moe: readExaoneMoe,
  afmoe: readAfmoe,
  granitemoe: readGraniteMoe,
  granitemoeshared: readGraniteMoe,
  mixtral: readMixtral,
  minimax_m2: readMixtral,
  minimax_m3: readMiniMaxM3,
  minimax_m3_vl_text: readMiniMaxM3,
  phimoe: readPhiMoe,
  gpt_oss: readGptOss,
  glm4_moe: readGlm4Moe,
  glm4v_moe: readGlm4vMoe,
  glm4v_moe_text: readGlm4vMoe,
  bailing_moe: readBailingMoe,
  bailing_moe_v2: readBailingMoe2,
  bailing_moe_linear: readBailingLinear,
  bailing_moe_linear_v2: readBailingLinear,
  bailing_hybrid: readBailingHybrid,
  llama4_text: readLlama4,
  hunyuan: readHunyuan,
  hunyuan_v1_moe: readHunyuan,
  hunyuan_v1_dense: readHunyuanDense,
  laguna: readLaguna,
  step3: readStep3,
  step3_text: readStep3,
  step3p5: readStep,
  step3p7: readStep,
  mimo_v2_flash: readMiMoV2,
  ernie4_5_moe: readErnieMoe,
  ernie4_5_moe_vl: readErnieVl,
  ernie4_5_vl_moe_text: readErnieVl,
  gemma4_text: readGemma4,
  deepseek_v2: readDeepSeek,
  deepseek_v3: readDeepSeek,
  kimi_k2: readDeepSeek,
  glm4_moe_lite: readDeepSeek,
  longcat_flash: readLongCat,
  deepseek_v32: readSparseDeepSeek,
  glm_moe_dsa: readSparseDeepSeek,
  minicpm3: readMiniCpm3,
  deepseek_v4: readDeepSeekV4,
  deepseek_ref: readDeepSeekV4,
  qwen3_next: readQwen3Next,
  qwen3_5_text: readQwen3Next,
  qwen3_5_moe_text: readQwen3Next,
  minimax: readMiniMax,
  minimax_text_01: readMiniMaxM1,
  minimax_m1: readMiniMaxM1,
  kimi_linear: readKimiLinear,
  lfm2: readLfm2,
  lfm2_moe: readLfm2Moe,
  mamba: readMamba,
  falcon_mamba: readMamba,
  mamba2: readMamba2,
  jamba: readJamba,
  bamba: readBamba,
  granitemoehybrid: readGraniteHybrid,
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
