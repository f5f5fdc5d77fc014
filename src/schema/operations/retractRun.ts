import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { retractRun } from "../../recording/corrections.ts";
import { shortText } from "../../recording/submitted/texts.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { labOf, Run } from "../results/run.ts";
import { runOf } from "./evaluation.ts";

builder.mutationField("retractRun", (t) =>
  t.field({
    type: Run,
    description:
      "Takes back a run that succeeded. It counts in no answer any more and is kept with the reason. The token must hold for the lab of the run.",
    ...needs("measure", { weight: 50 }),
    args: {
      id: t.arg.id({ required: true, description: "The global id of the run." }),
      reason: t.arg.string({ required: true, description: "The reason, which everybody may read." }),
      supersededBy: t.arg.id({
        description: "The global id of the corrected run that replaces it: of the same model, mode, benchmark and lab.",
      }),
    },
    resolve: async (_, { id, reason, supersededBy }, context) => {
      const run = await runOf(id, context);
      const lab = await labOf(run, context);
      if (!mayDo(context.principal, "measure", lab)) throw refusalOfLab(context.principal, lab, "id");
      if (!shortText.min(1).safeParse(reason.trim()).success) {
        throw new RequestError("BAD_VALUE", "reason: say in 1 to 10000 characters why it is taken back.", "reason");
      }
      const other = supersededBy == null ? null : await runOf(supersededBy, context);
      const alike = ["modelId", "mode", "benchmarkId", "labId"] as const;
      if (
        other &&
        (other.id === run.id || other.status !== "SUCCEEDED" || alike.some((key) => other[key] !== run[key]))
      ) {
        const message =
          "supersededBy: it is no other run of the same model, mode, benchmark and lab that succeeded, so that it cannot replace this one.";
        throw new RequestError("BAD_RUN", message, "supersededBy");
      }
      if (!(await retractRun(context.store, run.id, reason.trim(), other?.contentHash ?? null))) {
        throw new RequestError(
          "BAD_RUN",
          `id: the run is ${run.status}. Only a run that SUCCEEDED can be taken back.`,
          "id",
        );
      }
      context.loaders.run.clear(run.id);
      return (await context.loaders.run.load(run.id))!;
    },
  }),
);
