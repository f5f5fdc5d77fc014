import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { labOf, Run } from "../results/run.ts";
import { evaluationOf, runOf } from "./evaluation.ts";

builder.mutationField("resumeRun", (t) =>
  t.field({
    type: Run,
    description:
      "Lets a run that failed or was canceled go on from its stored answers: only requests that failed are asked again. A run " +
      "that waits is taken as soon as a worker is free. The token must hold for the lab of the run, and only an operator " +
      "resumes what only an operator may ask for.",
    ...needs("measure", { weight: 200 }),
    args: {
      id: t.arg.id({ required: true, description: "The global id of the run." }),
      waitEngine: t.arg.float({
        description:
          "The seconds for which it waits for its engine from now on. By default as long as it was asked with.",
      }),
    },
    resolve: async (_, { id, waitEngine }, context) => {
      const run = await runOf(id, context);
      const lab = await labOf(run, context);
      if (!mayDo(context.principal, "measure", lab)) throw refusalOfLab(context.principal, lab, "id");
      await (await evaluationOf(context)).resume(run.id, context.principal, waitEngine ?? undefined);
      context.loaders.run.clear(run.id);
      return (await context.loaders.run.load(run.id))!;
    },
  }),
);
