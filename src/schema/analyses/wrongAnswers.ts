import { requireBudgetMetric } from "../../analysis/saturations.ts";
import { type MeasuredPair, readWrongAnswers, type WrongAnswersRow } from "../../analysis/wrongAnswers.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { builder } from "../base/builder.ts";
import { referred } from "../base/context.ts";
import { RunFilter } from "../base/filters.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Model } from "../results/model.ts";
import { Estimate } from "./estimate.ts";

const WrongAnswerPair = builder.objectRef<MeasuredPair>("WrongAnswerPair").implement({
  description: "What a model in a mode spent on wrong answers on a benchmark, for each unit it spent on right ones.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => referred(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => referred(context, "benchmarks", benchmarkId),
    }),
    right: t.exposeInt("right", { description: "Right answers." }),
    wrong: t.exposeInt("wrong", { description: "Wrong answers." }),
    pooled: t.expose("pooled", {
      type: Estimate,
      nullable: true,
      description: "Mean cost of all wrong answers over that of all right ones; null where one kind is missing.",
    }),
    withinProblem: t.expose("withinProblem", {
      type: Estimate,
      nullable: true,
      description: "The same within problems that have both; null where none has.",
    }),
  }),
});

const WrongAnswers = builder.objectRef<WrongAnswersRow>("WrongAnswers").implement({
  description:
    "What wrong answers cost against right ones: pooled, where hard problems bring both length and errors, and within problems that a model answered both ways, where difficulty can't explain it.",
  fields: (t) => ({
    pooled: t.expose("pooled", {
      type: Estimate,
      nullable: true,
      description: "Mean cost of wrong answers over that of right ones: the geometric mean over pairs.",
    }),
    withinProblem: t.expose("withinProblem", {
      type: Estimate,
      nullable: true,
      description: "The same within problems that have both: the geometric mean over problems, clustered by problem.",
    }),
    shareOfPairs: t.expose("shareOfPairs", {
      type: Estimate,
      nullable: true,
      description: "The share of model–benchmark pairs that spend more on wrong answers, pooled.",
    }),
    shareOfPairsWithinProblem: t.expose("shareOfPairsWithinProblem", {
      type: Estimate,
      nullable: true,
      description: "The share of pairs that spend more on wrong answers within the same problem.",
    }),
    pairs: t.expose("pairs", { type: [WrongAnswerPair], description: "Every model in a mode on a benchmark." }),
  }),
});

builder.queryField("wrongAnswers", (t) =>
  t.field({
    type: WrongAnswers,
    description: "What wrong answers cost against right ones, over the samples of the runs that match.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs." }),
      metric: t.arg.string({ defaultValue: "output_tokens", description: "The cost: `output_tokens` or `flops`." }),
    },
    resolve: (_, { where, metric }, { store, catalogue }) =>
      readWrongAnswers(store, criteriaOf(where ?? {}, catalogue), requireBudgetMetric(metric!)),
  }),
);
