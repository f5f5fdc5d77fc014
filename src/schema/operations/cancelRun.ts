import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { labOf, Run } from "../results/run.ts";
import { evaluationOf, runOf } from "./evaluation.ts";

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
    type: CancelRunResult,
    description:
      "Cancels a run that has not ended. Its stored samples are kept. The token must hold for the lab of the run.",
    ...needs("measure", { weight: 50 }),
    args: { id: t.arg.id({ required: true, description: "The global id of the run." }) },
    resolve: async (_, { id }, context) => {
      const run = await runOf(id, context);
      const lab = await labOf(run, context);
      if (!mayDo(context.principal, "measure", lab)) throw refusalOfLab(context.principal, lab, "id");
      const runId = run.id;
      return { runId, canceled: await (await evaluationOf(context)).cancelRun(runId) };
    },
  }),
);
