import { expectedFailure } from "../../errors/codedError.ts";
import { readStoredSamples, storeJudgement } from "../../recording/storedSamples.ts";
import { databaseFailure } from "../../store/database/databaseFailure.ts";
import { createJudge } from "../answers/judge.ts";
import { type Opening, requireReach } from "../permission/chosenPlugin.ts";
import type { Recipe } from "../plan/recipe.ts";
import type { ExecutionContext } from "../setup/executionContext.ts";
import { askedOf } from "./askedOf.ts";
import { type AskingGrader, createGraderJudge } from "./graderJudge.ts";
import { judgeAnswers, noteOn } from "./judgeAnswers.ts";

interface Asked {
  recipe: Pick<Recipe, "judgePrice">;
  /** The engines that stay open beside those of the judges. */
  openings: Opening[];
  judges: Opening[];
  /** The texts of the problems by their ids. */
  questions: ReadonlyMap<string, string>;
  /** The grader that asks the judges itself; undefined where the judges are asked for a verdict. */
  grader?: AskingGrader | undefined;
  signal: AbortSignal;
}

/** The judges that a recipe names: none, one or two. */
export const judgesOf = ({ judge, secondJudge }: Pick<Recipe, "judge" | "secondJudge">) =>
  [judge, secondJudge].filter((one) => one !== undefined);

/**
 * Asks the judges of a run about its stored answers, and keeps each verdict when it is there. Gives a note for the run where
 * answers remain undecided. A judge that fails, also by not being there, costs no answer.
 */
export async function judgeStoredAnswers(
  { store, engines, log }: ExecutionContext,
  runId: number,
  { recipe, openings, judges, questions, grader, signal }: Asked,
): Promise<string | null> {
  const samples = await readStoredSamples(store, runId);
  const { undecided, checks } = askedOf(samples);
  if (undecided.length + (grader ? 0 : checks.length) === 0) return null;
  try {
    for (const judge of judges) await requireReach(judge);
    const opened = (await engines.open([...openings, ...judges], signal)).slice(openings.length);
    const outcome = await judgeAnswers(samples, {
      judges: opened.map((engine) => (grader ? createGraderJudge(engine, grader) : createJudge(engine))),
      isGrader: grader !== undefined,
      price: recipe.judgePrice,
      questionOf: (problem) => questions.get(problem) ?? null,
      ...{ signal, log },
      store: (sample) => storeJudgement(store, runId, sample),
    });
    return noteOn(outcome);
  } catch (error) {
    if (signal.aborted || databaseFailure(error)) throw error;
    const { code = "JUDGE_FAILED" } = expectedFailure(error) ?? {};
    log(`The judge: ${code}, ${(error as Error).message}`);
    return noteOn({ asked: undecided.length, decided: 0, left: undecided.length, stoppedBy: code });
  }
}
