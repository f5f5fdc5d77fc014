import { mayDo, type Principal } from "../../access/principal.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { type JudgedSample, type JudgingReport, judgingReport } from "../../recording/judgeReport.ts";
import { namedRun } from "../../recording/namedRun.ts";
import { recordVersion } from "../../recording/runVersion.ts";
import { readStoredSamples } from "../../recording/storedSamples.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { createJudge } from "../answers/judge.ts";
import { openingOf, requireReach } from "../permission/chosenPlugin.ts";
import { type Recipe, recipe as recipeSchema } from "../plan/recipe.ts";
import { graderOf, type RunGrader } from "../regrading/gradedBy.ts";
import { derivingLab } from "../regrading/ownership.ts";
import type { ExecutionContext } from "../setup/executionContext.ts";
import { createGraderJudge } from "./graderJudge.ts";
import { judgeAnswers, noteOn } from "./judgeAnswers.ts";
import { judgesOf } from "./judgeStoredAnswers.ts";

/** The judges of a request. Those of the run's own recipe are asked where none are given. */
export type ChosenJudges = Pick<Recipe, "judge" | "secondJudge" | "judgePrice">;

export interface JudgedRun {
  /** The content hash of the run, and of what came of it; null where no verdict came. */
  run: string;
  version: string | null;
  derivedBy: string | null;
  /** The undecided answers that were to be judged, those that were decided, and the code of the failure that ended it. */
  asked: number;
  decided: number;
  stoppedBy: string | null;
  report: JudgingReport | null;
}

/**
 * Asks judges about the undecided answers of a finished run, and about some that were decided. With their verdicts a new version
 * supersedes an own run, and a result of this instance's own lab is derived from another lab's run. What a judge that is
 * away leaves stays undecided, and can be judged later in the same way.
 *
 * @throws RequestError `BAD_RUN` for a run that cannot be judged.
 */
export async function judgeRun(
  context: ExecutionContext,
  name: number | string,
  principal: Principal,
  { judges, lab, signal }: { judges: ChosenJudges; lab?: string | undefined; signal: AbortSignal },
): Promise<JudgedRun> {
  const { store, plugins, engines, log } = context;
  const run = await namedRun(store, name);
  const derivedBy = await derivingLab(store, run, principal, lab);
  const stored = recipeSchema.safeParse(run.recipe).data;
  const chosen: ChosenJudges = judges.judge ? judges : (stored ?? {});
  if (!chosen.judge) throw new RequestError("BAD_RUN", `judge: run ${name} names no judge. Give one.`, "judge");
  const byOperator = mayDo(principal, "operate") && (judges.judge !== undefined || stored?.byOperator === true);
  const samples = await readStoredSamples(store, run.id);
  const grader = await graderIfThere(context, run, principal, signal);
  const questions = new Map([...(grader?.problems ?? [])].map(([id, { question }]) => [id, question]));
  const asksItself = grader && plugins.find("benchmark", grader.plugin.name).asksJudge;
  const asking = asksItself ? { ...grader, options: grader.recipe.benchmark.options } : null;
  const judged = new Map(samples.map((sample) => [keyOf(sample), sample]));
  let verdicts = 0;
  const openings = await Promise.all(judgesOf(chosen).map((judge) => openingOf(judge, byOperator, plugins)));
  for (const opening of openings) await requireReach(opening);
  try {
    const opened = await engines.open(openings, signal);
    const outcome = await judgeAnswers(samples, {
      judges: opened.map((engine) => (asking ? createGraderJudge(engine, asking) : createJudge(engine))),
      isGrader: asking !== null,
      price: judges.judgePrice ?? chosen.judgePrice,
      questionOf: (problem) => questions.get(problem) ?? null,
      ...{ signal, log },
      async store(sample) {
        judged.set(keyOf(sample), sample);
        if (sample.judgement?.correct != null) verdicts++;
      },
    });
    const after = [...judged.values()];
    const report = judgingReport(after.flatMap(judgedSample));
    const { asked, decided, stoppedBy } = outcome;
    const result = { run: run.contentHash, derivedBy, asked, decided, stoppedBy, report };
    if (verdicts === 0) return { ...result, version: null };
    const models = opened.map(({ identity }) => identity.model);
    const done = `judged by ${models.join(" and ")}: ${decided} of ${asked} undecided answers decided`;
    const version = await recordVersion(store, run, {
      ...{ samples: after, derivedBy, grader: { judge: models[0]!, secondJudge: models[1] ?? null } },
      note: [done, noteOn(outcome)].filter(Boolean).join("; "),
      ...(run.recipe && { recipe: { ...run.recipe, ...withoutUndefined(chosen) } as never }),
    });
    return { ...result, version };
  } finally {
    await grader?.benchmark.close();
    await engines.close();
  }
}

const keyOf = ({ problem, repeat }: SampleSubmission) => `${repeat} ${problem}`;

export const judgedSample = ({ correct, judgement }: SampleSubmission): JudgedSample[] =>
  judgement ? [{ correct: correct ?? null, judgement }] : [];

const withoutUndefined = ({ judge, secondJudge, judgePrice }: ChosenJudges) => ({
  judge,
  ...(secondJudge && { secondJudge }),
  ...(judgePrice && { judgePrice }),
});

/** The benchmark of the run with its problems, as far as it is there: a judge can do without their texts. */
async function graderIfThere(
  context: ExecutionContext,
  run: Parameters<typeof graderOf>[1],
  principal: Principal,
  signal: AbortSignal,
): Promise<RunGrader | null> {
  try {
    return await graderOf(context, run, principal, { signal });
  } catch (error) {
    if (signal.aborted || !expectedFailure(error)) throw error;
    context.log(`The judge is shown no questions: ${(error as Error).message}`);
    return null;
  }
}
