import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { labOf } from "../results/run.ts";
import { evaluationOf, runOf } from "./evaluation.ts";
import { StartRunResult } from "./startRun.ts";

builder.mutationField("rerunRun", (t) =>
  t.field({
    type: StartRunResult,
    description:
      "Queues a run that asks the same as one that was measured here: its recipe and its decoding. The token must hold for " +
      "the lab of the run, and only an operator runs again what only an operator may ask for.",
    ...needs("measure", { weight: 200 }),
    args: { id: t.arg.id({ required: true, description: "The global id of the run." }) },
    resolve: async (_, { id }, context) => {
      const run = await runOf(id, context);
      const lab = await labOf(run, context);
      if (!mayDo(context.principal, "measure", lab)) throw refusalOfLab(context.principal, lab, "id");
      return { runIds: [await (await evaluationOf(context)).rerun(run.id, context.principal)] };
    },
  }),
);
