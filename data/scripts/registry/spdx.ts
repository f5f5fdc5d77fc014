/**
 * Licences as SPDX expressions, by the names under which sources state them. A licence without an SPDX identifier is a
 * `LicenseRef-…`, as the specification has it (SPDX 3.0.1, annex "SPDX license expressions").
 */
const SPDX: Record<string, string> = {
  "Apache-2.0": "Apache-2.0",
  "CC-BY-4.0": "CC-BY-4.0",
  "CC-BY-NC-4.0": "CC-BY-NC-4.0",
  MIT: "MIT",
  "Modified MIT": "LicenseRef-Modified-MIT",
  "modified-mit": "LicenseRef-Modified-MIT",
  "Gemma Terms of Use": "LicenseRef-Gemma",
  "Llama 2 Community License": "LicenseRef-Llama-2-Community",
  "Llama 3 Community License": "LicenseRef-Llama-3-Community",
  "Llama 3.1 Community License": "LicenseRef-Llama-3.1-Community",
  "Llama 3.2 Community License": "LicenseRef-Llama-3.2-Community",
  llama_3_2_community_license: "LicenseRef-Llama-3.2-Community",
  "Llama 3.3 Community License": "LicenseRef-Llama-3.3-Community",
  llama_3_3_community_license_agreement: "LicenseRef-Llama-3.3-Community",
  "Llama 4 Community License": "LicenseRef-Llama-4-Community",
  llama_4_community_license_agreement: "LicenseRef-Llama-4-Community",
  "DeepSeek Model License": "LicenseRef-DeepSeek-Model",
  deepseek: "LicenseRef-DeepSeek-Model",
  tongyi_qianwen: "LicenseRef-Tongyi-Qianwen",
  qwen: "LicenseRef-Qwen",
  "Tencent Hunyuan Community License": "LicenseRef-Tencent-Hunyuan-Community",
  "EXAONE AI Model License 1.1 - NC": "LicenseRef-EXAONE-1.1-NC",
  "EXAONE AI Model License 1.2 - NC": "LicenseRef-EXAONE-1.2-NC",
  "Mistral Research License": "LicenseRef-Mistral-Research",
  nvidia_open_model_license_agreement: "LicenseRef-NVIDIA-Open-Model",
  "NVIDIA Open Model License": "LicenseRef-NVIDIA-Open-Model",
  "nvidia-nemotron-open-model-license": "LicenseRef-NVIDIA-Nemotron-Open-Model",
  "NVIDIA Nemotron Open Model License": "LicenseRef-NVIDIA-Nemotron-Open-Model",
  "NVIDIA Internal Scientific Research and Development Model License":
    "LicenseRef-NVIDIA-Internal-Scientific-Research-and-Development",
  "openmdw-1.1": "LicenseRef-OpenMDW-1.1",
};

/** Names that say of no licence which it is. */
const NO_NAMES = ["", "other"];

/** The SPDX expression of a licence; null where its name is none. Throws for a name that is not in the table. */
export function spdxOf(name: string): string | null {
  if (NO_NAMES.includes(name)) return null;
  if (!Object.hasOwn(SPDX, name)) throw new Error(`The licence "${name}" has no SPDX expression in spdx.ts.`);
  return SPDX[name]!;
}
