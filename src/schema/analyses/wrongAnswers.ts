import { requireBudgetMetric } from "../../analysis/saturation.ts";
import { type MeasuredPair, readWrongAnswers, type WrongAnswersRow } from "../../analysis/wrongAnswers.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { RunFilter } from "../base/filters.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Model } from "../results/model.ts";
import { Estimate } from "./estimate.ts";

const WrongAnswerPair = builder.objectRef<MeasuredPair>("WrongAnswerPair").implement({
  description: "The cost of the wrong answers of a model in a mode on a benchmark compared with its right ones.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => resolveRow(context, "benchmarks", benchmarkId),
    }),
    right: t.exposeInt("right", { description: "The number of right answers." }),
    wrong: t.exposeInt("wrong", { description: "The number of wrong answers." }),
    pooled: t.expose("pooled", {
      type: Estimate,
      nullable: true,
      description: "The mean cost of all wrong answers divided by that of all right ones. Null if one kind is missing.",
    }),
    withinProblem: t.expose("withinProblem", {
      type: Estimate,
      nullable: true,
      description:
        "The same ratio within problems that have both right and wrong answers. Null if no problem has both.",
    }),
  }),
});

const WrongAnswers = builder.objectRef<WrongAnswersRow>("WrongAnswers").implement({
  description:
    "The cost of wrong answers compared with right ones. The pooled ratio includes that hard problems bring both long answers and errors. The ratio within problems that a model answered both ways cannot be explained by difficulty.",
  fields: (t) => ({
    pooled: t.expose("pooled", {
      type: Estimate,
      nullable: true,
      description: "The mean cost of wrong answers divided by that of right ones, as the geometric mean over pairs.",
    }),
    withinProblem: t.expose("withinProblem", {
      type: Estimate,
      nullable: true,
      description:
        "The same ratio within problems that have both kinds: the geometric mean over problems, clustered by problem.",
    }),
    shareOfPairs: t.expose("shareOfPairs", {
      type: Estimate,
      nullable: true,
      description:
        "The share of pairs of a model in a mode and a benchmark that spend more on wrong answers, over all problems.",
    }),
    shareOfPairsWithinProblem: t.expose("shareOfPairsWithinProblem", {
      type: Estimate,
      nullable: true,
      description: "The share of pairs that spend more on wrong answers within the same problem.",
    }),
    pairs: t.expose("pairs", {
      ...cost({ size: 50 }),
      type: [WrongAnswerPair],
      description: "The figures of each model in a mode on a benchmark.",
    }),
  }),
});

builder.queryField("wrongAnswers", (t) =>
  t.field({
    ...followsFromData(2000),
    type: WrongAnswers,
    nullable: true,
    description: "The cost of wrong answers compared with right ones, over the samples of the runs that match.",
    args: {
      where: t.arg({ type: RunFilter, description: "The runs to use." }),
      metric: t.arg.string({
        defaultValue: "output_tokens",
        description: "The metric of the cost: `output_tokens` or `flops`.",
      }),
    },
    resolve: (_, { where, metric }, { store, catalogue }) =>
      readWrongAnswers(store, criteriaOf(where ?? {}, catalogue), requireBudgetMetric(metric!)),
  }),
);
