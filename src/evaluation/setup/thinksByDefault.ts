import type { EngineIdentity } from "../../plugins/contract/runner.ts";

/**
 * Names of models that reason unless they are told not to, by their makers' cards: DeepSeek-R1 and its distillations, QwQ,
 * Qwen3 of April 2025 (its later "Instruct" models do not), the "Thinking" models of Qwen and Kimi, Magistral, gpt-oss,
 * Phi-4-reasoning, EXAONE-Deep, Sky-T1, Nemotron's and others' "Reasoning" models, MiMo, GLM-4.5 and GLM-Z1, Seed-OSS.
 */
const THINKERS =
  /(^|[-_/.])(deepseek[-_]?r1|r1|qwq|thinking|thinker|reasoning|reasoner|magistral|gpt[-_]oss|exaone[-_]deep|sky[-_]t1|mimo|glm[-_](4\.[5-9]|z1)|seed[-_]oss|s1|openthinker\d*)([-_/.:]|$)/i;
const HYBRID_QWEN = /(^|[-_/])qwen3[-_:](\d+(\.\d+)?b)(-a\d+b)?([-_](fp8|awq|gptq.*|gguf|mlx.*|4bit|8bit))*$/i;

/** Whether a model reasons without being told to: by its name, or since its engine parts reasoning off. */
export function thinksByDefault(model: string, { flags }: Pick<EngineIdentity, "flags">): boolean {
  const parser = flags?.reasoning_parser ?? flags?.reasoningParser;
  return THINKERS.test(model) || HYBRID_QWEN.test(model) || (typeof parser === "string" && parser !== "");
}
