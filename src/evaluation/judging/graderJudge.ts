import type { BenchmarkCode } from "../../plugins/boundary/benchmarkCode.ts";
import { promptShape } from "../../plugins/boundary/checkedPrompt.ts";
import type { GraderJudge, Problem } from "../../plugins/contract/benchmark.ts";
import type { Engine, GenerationRequest } from "../../plugins/contract/runner.ts";
import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { figuresOf } from "../answers/figures.ts";
import { addedTokens, type Judge, REFUSALS } from "../answers/judge.ts";

/** The most tokens of a reply, of an engine that cannot be kept from thinking too. */
const REPLY_TOKENS = 4000;
const LONGEST_REASON = 1000;

/** What a benchmark whose grader asks a judge needs to grade an answer again. */
export interface AskingGrader {
  benchmark: BenchmarkCode;
  options: unknown;
  problems: ReadonlyMap<string, Problem>;
}

/** A judge for which the benchmark's own grader decides, which asks the engine what it wants to know. */
export function createGraderJudge(engine: Engine, { benchmark, options, problems }: AskingGrader): Judge {
  const { model } = engine.identity;
  return {
    model,
    async ask({ problem, repeat, text, finishReason }, signal) {
      const asked = problems.get(problem);
      if (!asked) throw new RunnerError("JUDGE_FAILED", `There is no problem ${problem} any more.`);
      let promptTokens: number | null = 0;
      let outputTokens: number | null = 0;
      let failure: unknown;
      let reason = "";
      const judge: GraderJudge = {
        model,
        async ask(prompt, { schema } = {}) {
          const messages = promptShape.parse(typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt);
          const request = { messages, temperature: 0, maxTokens: REPLY_TOKENS, thinking: "off" as const };
          try {
            const generation = await generate(engine, request, schema, signal);
            const figures = figuresOf(generation);
            promptTokens = addedTokens(promptTokens, figures.promptTokens);
            outputTokens = addedTokens(outputTokens, figures.outputTokens);
            reason = generation.answer;
            return reason;
          } catch (error) {
            failure = error;
            throw error;
          }
        },
      };
      try {
        const grade = await benchmark.grade(asked, text, options, repeat, { finishReason }, judge);
        const { correct, score, scores } = grade;
        const graded = { ...(score !== undefined && { score }), ...(scores && { measures: scores }) };
        return { correct, reason: reason.trim().slice(0, LONGEST_REASON), model, promptTokens, outputTokens, graded };
      } catch (error) {
        if (failure !== undefined) throw failure;
        throw new RunnerError("JUDGE_FAILED", `No verdict: ${error}`, { cause: error });
      }
    },
  };
}

/** Asks for a reply of the form, and once more without it where the engine refuses forms. */
async function generate(
  engine: Engine,
  request: GenerationRequest,
  schema: Record<string, unknown> | undefined,
  signal: AbortSignal,
) {
  if (!schema) return engine.generate(request, signal);
  try {
    return await engine.generate({ ...request, responseSchema: schema }, signal);
  } catch (error) {
    if (!isRunnerError(error) || !REFUSALS.includes(error.code)) throw error;
    return engine.generate(request, signal);
  }
}
