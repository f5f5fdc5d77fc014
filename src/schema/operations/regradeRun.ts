import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import type { GradeChange, Regraded } from "../../evaluation/regrading/regradeRun.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { AnswerFate } from "../results/answerFate.ts";
import { Run } from "../results/run.ts";
import { evaluationOf, runOf } from "./evaluation.ts";

/** The most changes that an answer lists. */
const MOST_CHANGES = 1000;

const GradedStateRef = builder.objectRef<GradeChange["before"]>("GradedState").implement({
  description: "An answer as it was graded.",
  fields: (t) => ({
    fate: t.expose("fate", { type: AnswerFate, description: "What became of it." }),
    answer: t.exposeString("answer", { nullable: true, description: "The final answer that was extracted." }),
    expected: t.exposeString("expected", { nullable: true, description: "The gold answer." }),
  }),
});

const GradeChangeRef = builder.objectRef<GradeChange>("GradeChange").implement({
  description: "An answer that is graded in another way than before.",
  fields: (t) => ({
    problemId: t.exposeString("problem", { description: "The id of the problem within its benchmark." }),
    repeat: t.exposeInt("repeat", {
      description: "The number of the answer among the answers to its problem, from 0.",
    }),
    before: t.expose("before", { type: GradedStateRef, description: "As it was graded before." }),
    after: t.expose("after", { type: GradedStateRef, description: "As it is graded now." }),
  }),
});

const RegradeRunResult = builder.objectRef<Regraded>("RegradeRunResult").implement({
  description: "What came of grading a run again.",
  fields: (t) => ({
    run: t.field({
      type: Run,
      nullable: true,
      description:
        "The new version, or the derived run. Null if nothing changed, or if it was only asked what would change.",
      resolve: ({ version }, _, { loaders }) => (version === null ? null : loaders.runByHash.load(version)),
    }),
    answers: t.exposeInt("answers", { description: "The number of answers of the run." }),
    kept: t.exposeInt("kept", {
      description: "Those that could not be graded again, because their output or their problem is not there.",
    }),
    changeCount: t.int({ description: "Those that changed.", resolve: ({ changes }) => changes.length }),
    changes: t.field({
      ...cost({ size: 100 }),
      type: [GradeChangeRef],
      description: `The answers that changed, at most ${MOST_CHANGES}.`,
      resolve: ({ changes }) => changes.slice(0, MOST_CHANGES),
    }),
  }),
});

builder.mutationField("regradeRun", (t) =>
  t.field({
    type: RegradeRunResult,
    description:
      "Grades the stored outputs of a run again with the grader of today. If something changes, a new version supersedes a run " +
      "that was measured here and for whose lab the token holds. Of any other run a result of the caller's own lab is derived.",
    ...needs("measure", { weight: 500 }),
    args: {
      id: t.arg.id({ required: true, description: "The global id of the run." }),
      grader: t.arg.string({ description: "Another benchmark that grades, with the same problems." }),
      lab: t.arg.string({
        description: "The lab of a derived result. By default that of the caller's token, or `local`.",
      }),
      dryRun: t.arg.boolean({ description: "True to be told only what would change." }),
    },
    resolve: async (_, { id, grader, lab, dryRun }, context) => {
      const run = await runOf(id, context);
      if (lab != null && !mayDo(context.principal, "measure", lab)) throw refusalOfLab(context.principal, lab, "lab");
      const evaluation = await evaluationOf(context);
      const regraded = await evaluation.regrade(run.id, context.principal, {
        grader: grader ?? undefined,
        lab: lab ?? undefined,
        dryRun: dryRun ?? false,
      });
      context.loaders.run.clear(run.id);
      return regraded;
    },
  }),
);
