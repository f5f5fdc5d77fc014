import type { ImporterPlugin } from "../contract/importer.ts";
import { everyEvalEver } from "./every-eval-ever/importer.ts";
import { inspectImporter } from "./inspect/importer.ts";
import { lmEvalImporter } from "./lm-eval/importer.ts";
import { tables } from "./mapped-tables/importer.ts";
import { modelCards } from "./model-cards/importer.ts";
import { nemoSkillsImporter } from "./nemo-skills/importer.ts";
import { openRouter } from "./openrouter/importer.ts";
import { AIPERF } from "./speed/aiperf.ts";
import { GUIDELLM } from "./speed/guidellm.ts";
import { INFERENCEX } from "./speed/inferencex.ts";
import { LLMD_REPORT } from "./speed/llmdReport.ts";
import { SGLANG_BENCH } from "./speed/sglangBench.ts";
import { TENSORRT_LLM_BENCH } from "./speed/tensorrtLlm.ts";
import { VLLM_BENCH } from "./speed/vllmBench.ts";

/** The importers that come with the package, in the order in which they are shown. */
export const BUILT_IN_IMPORTERS = [
  lmEvalImporter,
  inspectImporter,
  everyEvalEver,
  nemoSkillsImporter,
  modelCards,
  openRouter,
  VLLM_BENCH,
  SGLANG_BENCH,
  GUIDELLM,
  AIPERF,
  INFERENCEX,
  TENSORRT_LLM_BENCH,
  LLMD_REPORT,
  tables,
] as ImporterPlugin[];
