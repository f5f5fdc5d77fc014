import { setImmediate as nextTurn } from "node:timers/promises";
import type { Principal } from "../../access/principal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { splitReasoning } from "../../plugins/grading/thought/reasoning.ts";
import { canaryOf, withoutCanary } from "../../recording/canary.ts";
import { namedRun } from "../../recording/namedRun.ts";
import { recordVersion } from "../../recording/runVersion.ts";
import { readStoredSamples } from "../../recording/storedSamples.ts";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { CUT, fateOf, type SampleFate } from "../../store/sampleFate.ts";
import { graded } from "../answers/grading.ts";
import { runFailure } from "../answers/runFailure.ts";
import type { ExecutionContext } from "../setup/executionContext.ts";
import { graderOf, type RunGrader } from "./gradedBy.ts";
import { derivingLab } from "./ownership.ts";

/** An answer whose verdict, extracted answer or gold answer is another one than before. */
export interface GradeChange {
  problem: string;
  repeat: number;
  before: GradedState;
  after: GradedState;
}

interface GradedState {
  fate: SampleFate;
  answer: string | null;
  expected: string | null;
}

export interface Regraded {
  /** The content hash of the run that was graded again, and that of what came of it; null where nothing changed. */
  run: string;
  version: string | null;
  /** The lab of a derived result; null where the version supersedes the run. */
  derivedBy: string | null;
  /** The answers of the run, and those that kept their verdict because their output or their problem is not there. */
  answers: number;
  kept: number;
  changes: GradeChange[];
}

export interface RegradeRequest {
  /** Another benchmark that grades, with the same problems. */
  grader?: string | undefined;
  /** The lab of what is derived from another lab's run. */
  lab?: string | undefined;
  /** Only tells what would change. */
  dryRun?: boolean;
  signal: AbortSignal;
}

/**
 * Grades the stored outputs of a run again with the grader of today. Where something changes, a new version supersedes an own
 * run, and a result of this instance's own lab is derived from another lab's run.
 *
 * @throws RequestError `BAD_RUN` for a run that cannot be graded again.
 */
export async function regradeRun(
  context: Pick<ExecutionContext, "store" | "plugins" | "cacheFolder" | "readsAnyFile">,
  name: number | string,
  principal: Principal,
  request: RegradeRequest,
): Promise<Regraded> {
  const { store } = context;
  const run = await namedRun(store, name);
  const derivedBy = await derivingLab(store, run, principal, request.lab);
  const samples = inSampleOrder(await readStoredSamples(store, run.id));
  if (!samples.some(({ output }) => output != null)) {
    throw new RequestError("BAD_RUN", `id: run ${name} has no stored outputs that could be graded again.`, "id");
  }
  const grader = await graderOf(context, run, principal, request);
  const after: SampleSubmission[] = [];
  let kept = 0;
  try {
    for (const sample of samples) {
      request.signal.throwIfAborted();
      const regraded = await regradedSample(sample, grader);
      if (!regraded) kept++;
      after.push(regraded ?? sample);
      // Requests to the same process are answered meanwhile.
      if (after.length % 20 === 0) await nextTurn();
    }
  } finally {
    await grader.benchmark.close();
  }
  if (kept === samples.length) {
    throw new RequestError("BAD_RUN", `id: no answer of run ${name} is to a problem of ${grader.plugin.name}.`, "id");
  }
  const changes = samples.flatMap((sample, i) => changeOf(sample, after[i]!));
  const canary = canaryOf(run.recipe);
  const shown = changes.map((change) => withoutCanaryIn(change, canary));
  const result = { run: run.contentHash, derivedBy, answers: samples.length, kept, changes: shown };
  if (changes.length === 0 || request.dryRun) return { ...result, version: null };
  const { name: benchmark, version } = grader.plugin;
  const verdicts = changes.filter((change) => change.before.fate !== change.after.fate).length;
  const note = `graded again by ${benchmark} ${version}: ${verdicts} of ${samples.length} verdicts changed`;
  const recipe = run.recipe && {
    ...run.recipe,
    benchmark: { ...(run.recipe.benchmark as object), ...grader.recipe.benchmark },
  };
  const graderNamed = { benchmark, version };
  const hash = await recordVersion(store, run, {
    ...{ samples: after, note, derivedBy, grader: graderNamed },
    ...(recipe && { recipe: recipe as never }),
  });
  return { ...result, version: hash };
}

/** The sample with the verdict of the grader; null where it cannot be graded. */
async function regradedSample(
  sample: SampleSubmission,
  { benchmark, recipe, problems }: RunGrader,
): Promise<SampleSubmission | null> {
  const problem = problems.get(sample.problem);
  if (!problem || sample.output == null) return null;
  // What the engine failed at is not graded: an error of the grader is the one that a grader can take back.
  if (fateOf(sample) === "ERROR" && sample.errorCode !== "BENCHMARK_FAILED" && sample.errorCode !== "JUDGE_FAILED") {
    return null;
  }
  const finishReason = sample.finishReason ?? "stop";
  const cut = CUT.includes(finishReason);
  const { answer } = splitReasoning(sample.output, { cut });
  const ending = { answer, finishReason, refused: finishReason === "refused" };
  const grade = await graded(problem, sample.repeat, ending, { benchmark, recipe });
  const fresh = { ...sample, score: null, error: null, errorCode: null };
  if ("failure" in grade) {
    const { error, errorCode } = runFailure(grade.failure);
    return { ...fresh, correct: null, judgement: null, error, errorCode };
  }
  return { ...fresh, ...grade, ...withJudgement(sample, grade) };
}

/**
 * What a judge said of the answer holds on where the parse is still undecided. Where the parse decides now, it tells of the
 * judge's errors. It is worth nothing once the gold answer is another one.
 */
function withJudgement(
  { judgement, expected }: SampleSubmission,
  grade: Pick<SampleSubmission, "correct" | "expected">,
): Pick<SampleSubmission, "judgement" | "correct"> {
  const correct = grade.correct ?? null;
  if (!judgement || (expected ?? grade.expected) !== grade.expected) return { correct, judgement: null };
  const { isCheck: _, ...said } = judgement;
  if (correct !== null) return { correct, judgement: { ...said, isCheck: true } };
  const isAgreed = !said.second || said.second.correct === said.correct;
  return { correct: isAgreed ? said.correct : null, judgement: said };
}

/** A change as it is told: what a model wrote may hold the canary of the data. */
function withoutCanaryIn(change: GradeChange, canary: string | null): GradeChange {
  const told = (state: GradedState) => ({ ...state, answer: state.answer && withoutCanary(state.answer, canary) });
  return { ...change, before: told(change.before), after: told(change.after) };
}

const stateOf = (sample: SampleSubmission): GradedState => ({
  fate: fateOf(sample),
  answer: sample.answer ?? null,
  expected: sample.expected ?? null,
});

function changeOf(sample: SampleSubmission, regraded: SampleSubmission): GradeChange[] {
  const [before, after] = [stateOf(sample), stateOf(regraded)];
  // A source that states no gold answers is no change.
  const sameGold = before.expected === null || before.expected === after.expected;
  const isSame = before.fate === after.fate && before.answer === after.answer && sameGold;
  return isSame ? [] : [{ problem: sample.problem, repeat: sample.repeat, before, after }];
}
