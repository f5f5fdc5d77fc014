import type { Architecture } from "../compute/architecture/architecture.ts";
import { answerFlops } from "../compute/cost/flops.ts";
import { flopsOfMean } from "../compute/cost/flopsOfMean.ts";
import type { BenchmarkRow } from "../store/catalogue.ts";
import { spreadOf } from "../store/tokenSpread.ts";
import type { RunSubmission } from "./submitted/submission.ts";

/** The way in which the FLOP of answers are computed from the architecture and the numbers of tokens. */
export interface ComputeEstimate {
  /** The FLOP of one answer; null where its output tokens are not known. */
  flops(promptTokens: number | null | undefined, outputTokens: number | null | undefined): number | null;
  /**
   * The mean FLOP of several answers of which only mean tokens are known, corrected by a typical spread of their lengths,
   * and a note that says so; null where the output tokens are not known.
   */
  ofMean(run: Pick<RunSubmission, "model" | "mode">, tokens: MeanTokens): { value: number; note: string } | null;
  note: string;
}

interface MeanTokens {
  prompt: number | undefined;
  output: number | undefined;
  reasoning: number | undefined;
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
  const note = notes.join("; ");
  return {
    flops: (promptTokens, outputTokens) =>
      outputTokens == null ? null : answerFlops(architecture, promptTokens ?? assumed, outputTokens).total,
    ofMean: ({ model, mode }, { prompt, output, reasoning }) => {
      if (output === undefined) return null;
      const flops = (tokens: number) => answerFlops(architecture, prompt ?? assumed, tokens).total;
      const { variation, origin } = spreadOf({ model, mode, tokens: output, countsReasoning: (reasoning ?? 0) > 0 });
      const bound = flops(output);
      if (!(bound > 0)) return { value: bound, note };
      const value = flopsOfMean(flops, output, variation);
      const correction =
        `from mean tokens, corrected for the spread of lengths (coefficient of variation ${variation.toPrecision(2)}, ${origin}): ` +
        `${(value / bound).toFixed(2)} times the FLOP of an answer of mean length, ${bound.toExponential(2)}, which are a lower bound`;
      return { value, note: `${note}; ${correction}` };
    },
    note,
  };
}
