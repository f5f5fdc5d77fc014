import { ERRORS } from "../../errors/errorTable.ts";
import type { Engine, Generation } from "../../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";

const NOT_SHOWN = "What was said is not shown, since the data of the benchmark are private.";

/**
 * The engine of a run whose data are private. Engines quote prompts and answers in their errors, so that each failure is
 * known by its code alone, and notes on counts are left out.
 */
export function withoutWords(engine: Engine): Engine {
  return {
    ...engine,
    async generate(request, signal) {
      try {
        return bare(await engine.generate(request, signal));
      } catch (error) {
        if (signal.aborted && error === signal.reason) throw error;
        if (!isRunnerError(error)) throw new Error(`The runner threw an error. ${NOT_SHOWN}`);
        const { code, retryAfter, partial } = error;
        const known = Object.hasOwn(ERRORS.runner, code) ? code : "ENGINE_FAILED";
        throw new RunnerError(known, `${ERRORS.runner[known].meaning} ${NOT_SHOWN}`, {
          retryAfter,
          partial: partial && bare(partial),
        });
      }
    },
  };
}

const bare = (generation: Generation): Generation => ({
  ...generation,
  finishReason: /^[\w-]{1,40}$/.test(generation.finishReason) ? generation.finishReason : "other",
  reasoningTokensNote: null,
  usageNotes: [],
});

/** What is kept of an answer to a private problem: its verdict and its figures. */
export function withoutTexts(sample: SampleSubmission): SampleSubmission {
  const { output: _output, answer: _answer, expected: _expected, promptHash: _hash, ...kept } = sample;
  return kept;
}
