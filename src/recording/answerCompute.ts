import type { Architecture } from "../compute/architecture/architecture.ts";
import { answerFlops } from "../compute/cost/flops.ts";
import type { BenchmarkRow } from "../store/catalogue.ts";
import type { RunSubmission } from "./submission.ts";

/** The way in which the FLOP of answers are computed from the architecture and the numbers of tokens. */
export interface ComputeEstimate {
  /** The FLOP of one answer; null where its output tokens are not known. */
  flops(promptTokens: number | null | undefined, outputTokens: number | null | undefined): number | null;
  note: string;
}

/**
 * The estimate for a run on a benchmark. Where prompt tokens are not known it assumes the benchmark's mean that some source
 * measured, or leaves the prompt out where none did; its note says which.
 */
export function computeEstimate(
  architecture: Architecture,
  benchmark: BenchmarkRow,
  submission: Pick<RunSubmission, "measures" | "samples" | "estimated">,
): ComputeEstimate {
  const knowsPrompts =
    submission.measures.prompt_tokens !== undefined ||
    (submission.samples?.every((sample) => sample.outputTokens == null || sample.promptTokens != null) ?? false);
  const assumed = submission.measures.prompt_tokens?.value ?? benchmark.promptTokens ?? 0;
  const notes = ["computed from the architecture and the number of tokens"];
  if (!knowsPrompts) {
    notes.push(
      benchmark.promptTokens === null
        ? "prompt tokens unknown, the prompt's own compute is left out"
        : `prompt tokens unknown, taken as ${Math.round(benchmark.promptTokens)} (${benchmark.promptTokensSource})`,
    );
  }
  const counted = submission.estimated?.output_tokens ?? submission.measures.output_tokens?.note;
  if (counted) notes.push(`output tokens ${counted}`);
  if (!submission.samples?.some((sample) => sample.outputTokens != null)) {
    notes.push("from mean tokens, a lower bound of the mean over answers");
  }
  return {
    flops: (promptTokens, outputTokens) =>
      outputTokens == null ? null : answerFlops(architecture, promptTokens ?? assumed, outputTokens).total,
    note: notes.join("; "),
  };
}
