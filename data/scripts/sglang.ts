/** Carries over the rows of SGLang's documentation of DeepSeek-V3.2: `node data/scripts/sglang.ts [folder]`. */
import { type BundledRun, type BundledSource, readModelNames, sourceFolder, writeBundled } from "./bundledFormat.ts";
import { readFurtherRows } from "./furtherSkillsRows.ts";

export const SGLANG: BundledSource = {
  lab: { slug: "sglang", name: "SGLang", url: "https://github.com/sgl-project/sglang" },
  url: "https://github.com/sgl-project/sglang/blob/01253e4ea51103f00cff2b055ee92ffc9fdf0bc7/docs/basic_usage/deepseek_v32.md",
  license: "Apache-2.0",
  publishedOn: null,
  notes:
    "AIME 2025 by DeepSeek-V3.2 and its variants on SGLang with eight GPUs, asked and graded by NeMo-Skills: means over four answers a problem, without samples. What the page says of other benchmarks has no tokens and is left out.",
};

export function readSglang(folder: string): BundledRun[] {
  const nameOf = readModelNames("sglang");
  return readFurtherRows(
    folder,
    "sgl-project/sglang",
    ({ model }) => nameOf(model),
    () => ({ runner: "sglang", decoding: { temperature: 1, topP: 0.95 } }),
  );
}

if (import.meta.main) writeBundled(SGLANG, readSglang(sourceFolder()));
