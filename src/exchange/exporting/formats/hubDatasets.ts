import type { BenchmarkRow } from "../../../store/catalogue.ts";

/**
 * Data sets on the Hugging Face Hub that are benchmarks there, by the slug of ours, with the task that model pages name. A
 * benchmark that the Hub does not list so has no place on a model's page.
 */
export const HUB_BENCHMARKS: Record<string, { id: string; task: string }> = {
  "gpqa-diamond": { id: "Idavidrein/gpqa", task: "diamond" },
  gsm8k: { id: "openai/gsm8k", task: "gsm8k" },
  hle: { id: "cais/hle", task: "hle" },
  "mmlu-pro": { id: "TIGER-Lab/MMLU-Pro", task: "mmlu_pro" },
};

/** The id of a benchmark's data set on the Hub; null where it is not known to be there. */
export function datasetOf({ slug, url }: Pick<BenchmarkRow, "slug" | "url">): string | null {
  const known = Object.hasOwn(HUB_BENCHMARKS, slug) ? HUB_BENCHMARKS[slug]!.id : null;
  return known ?? /^https:\/\/huggingface\.co\/datasets\/([\w.-]+\/[\w.-]+)\/?$/.exec(url ?? "")?.[1] ?? null;
}
