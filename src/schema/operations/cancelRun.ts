import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Run } from "../results/run.ts";
import { evaluationOf, runIdOf } from "./evaluation.ts";

const CancelRunResult = builder.objectRef<{ runId: number; canceled: boolean }>("CancelRunResult").implement({
  description: "The result of canceling a run.",
  fields: (t) => ({
    canceled: t.exposeBoolean("canceled", {
      description: "True if the run was canceled. It is false if the run had ended before.",
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run; null where the store does not hold it.",
      resolve: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    }),
  }),
});

builder.mutationField("cancelRun", (t) =>
  t.field({
    ...cost({ weight: 50 }),
    type: CancelRunResult,
    description: "Cancels a run that has not ended. Its stored samples are kept.",
    args: { id: t.arg.id({ required: true, description: "The global id of the run." }) },
    resolve: async (_, { id }, context) => {
      const runId = await runIdOf(id, context);
      return { runId, canceled: await (await evaluationOf(context)).cancelRun(runId) };
    },
  }),
);
