import type { RunProgress as ProgressRow } from "../../evaluation/progress.ts";
import { shownToOperators } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { RunStatus } from "../base/filters.ts";
import { labOf } from "../results/run.ts";
import { evaluationOf, runOf } from "./evaluation.ts";
import { whileHolds } from "./whileHolds.ts";

const RunProgress = builder.objectRef<ProgressRow>("RunProgress").implement({
  description: "The progress of a run that is measured.",
  fields: (t) => ({
    status: t.expose("status", { type: RunStatus, description: "The status of the run." }),
    done: t.exposeInt("done", { description: "The number of answers that are stored." }),
    total: t.exposeInt("total", { description: "The number of answers that the run will have." }),
    correct: t.exposeInt("correct", { description: "The number of stored answers that are correct." }),
    errors: t.exposeInt("errors", {
      description: "The number of answers whose request or grading failed. They are no part of the accuracy.",
    }),
    truncated: t.exposeInt("truncated", {
      description: "The number of answers that were cut by a limit of tokens or time. They count as wrong.",
    }),
    undecided: t.exposeInt("undecided", {
      description: "The number of answers that could not be decided. They count as wrong.",
    }),
    judged: t.exposeInt("judged", { description: "The number of answers that a judge decided." }),
    outputTokens: t.exposeFloat("outputTokens", {
      description: "The output tokens of the answers so far, as far as they are known.",
    }),
    cost: t.exposeFloat("cost", {
      nullable: true,
      description:
        "The US dollars of the answers so far whose price is known; null where none is. Judges are no part of it.",
    }),
    low: t.exposeFloat("low", {
      nullable: true,
      description: "The lower end of the 95 % interval of the accuracy so far; null before the first answer.",
    }),
    high: t.exposeFloat("high", {
      nullable: true,
      description: "The upper end of the 95 % interval of the accuracy so far; null before the first answer.",
    }),
    tokensPerSecond: t.exposeFloat("tokensPerSecond", {
      nullable: true,
      description:
        "The output tokens a second since the worker began with the run; null before its first answer, and after the end.",
    }),
    remaining: t.exposeFloat("remaining", {
      nullable: true,
      description: "The seconds that remain at the rate so far; null where the rate is not known.",
    }),
    inFlight: t.exposeInt("inFlight", { description: "The number of requests that the engine is working on." }),
    message: t.exposeString("message", {
      nullable: true,
      description:
        "A message for people, for example what a worker waits for; null where there is none, and for callers who may not " +
        "measure for the lab of the run. `Run.error` says to everybody why a run failed.",
      ...shownToOperators<ProgressRow>(async ({ runId }, context) =>
        labOf((await context.loaders.run.load(runId))!, context),
      ),
    }),
  }),
});

builder.subscriptionField("runProgress", (t) =>
  t.field({
    ...cost({ weight: 20 }),
    type: RunProgress,
    description:
      "The progress of a run from now on, at most four times a second, until the run ends, or the token with which it was asked.",
    args: { id: t.arg.id({ required: true, description: "The global id of the run." }) },
    subscribe: async (_, { id }, context) =>
      whileHolds((await evaluationOf(context)).follow((await runOf(id, context)).id), context.stillHolds),
    resolve: (progress) => progress,
  }),
);
