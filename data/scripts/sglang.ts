/** Carries over the rows of SGLang's documentation of DeepSeek-V3.2: `node data/scripts/sglang.ts [folder]`. */
import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { FURTHER_ROWS, readFurtherRows } from "./furtherSkillsRows.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";

export const SGLANG: BundledSource = {
  lab: { slug: "sglang", name: "SGLang", url: "https://github.com/sgl-project/sglang" },
  url: "https://github.com/sgl-project/sglang/blob/01253e4ea51103f00cff2b055ee92ffc9fdf0bc7/docs/basic_usage/deepseek_v32.md",
  license: "Apache-2.0",
  publishedOn: null,
  notes:
    "AIME 2025 by DeepSeek-V3.2 and its variants on SGLang with eight GPUs, asked and graded by NeMo-Skills: means over four answers a problem, without samples. What the page says of other benchmarks has no tokens and is left out.",
};

function readSglang(files: SourceFiles): (BundledRun | LeftOut)[] {
  const nameOf = readModelNames("sglang");
  return readFurtherRows(
    files,
    "sgl-project/sglang",
    ({ model }) => nameOf(model),
    () => ({ runner: "sglang", decoding: { temperature: 1, topP: 0.95 } }),
  );
}

const importer = sourceImporter(SGLANG, [FURTHER_ROWS], readSglang);
export default importer;

if (import.meta.main) await carryOver(SGLANG, importer);
