import {
  type ComparedRow,
  type DifferingProblem as DifferingRow,
  type PairedComparisonRow,
  readPairedComparison,
} from "../../analysis/pairedComparison.ts";
import { pairedRequest } from "../../analysis/request/pairedRequest.ts";
import { mixtureWarnings } from "../../analysis/warnings.ts";
import type { PairedDifference as DifferenceRow } from "../../frontier/studies/pairedDifference.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { RunFilter } from "../base/filters.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Metric } from "../results/metric.ts";
import { Model } from "../results/model.ts";
import { Estimate } from "./estimate.ts";
import { Warning } from "./warning.ts";

const ComparedInput = builder.inputType("ComparedInput", {
  description: "One side of a paired comparison: a model, in a mode, at a setting of its test-time compute.",
  fields: (t) => ({
    model: t.string({ required: true, description: "The slug of the model, e.g. `Qwen/Qwen3-30B-A3B`." }),
    mode: t.string({
      description: "The mode. Without one it is the only mode with results on the benchmark, else `default`.",
    }),
    tokenCap: t.int({
      description: "The number of output tokens at which each answer is cut off, which makes it wrong.",
    }),
    votes: t.int({ description: "The number of answers to a problem that vote, 2 or more." }),
  }),
});

const ComparedSide = builder.objectRef<ComparedRow>("ComparedSide").implement({
  description: "One side of a paired comparison.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    tokenCap: t.exposeInt("tokenCap", {
      nullable: true,
      description: "The number of output tokens at which answers are cut off. Null without a cap.",
    }),
    votes: t.exposeInt("votes", {
      nullable: true,
      description: "The number of answers that vote. Null without a vote.",
    }),
    answerCount: t.exposeInt("answerCount", {
      description: "The number of its graded answers to the problems that both sides answered.",
    }),
    onlyHere: t.exposeInt("onlyHere", {
      description: "The number of problems that only this side answered. They are left out.",
    }),
  }),
});

const PairedVerdict = builder.enumType("PairedVerdict", {
  description: "The side that is better by the data.",
  values: {
    A: { description: "The first: it is more accurate, or costs less." },
    B: { description: "The second: it is more accurate, or costs less." },
    TIED: { description: "The data cannot tell." },
  } as const,
});

export const PairedDifference = builder
  .objectRef<DifferenceRow & { metric: string; note?: string | null }>("PairedDifference")
  .implement({
    description: "The difference of two sides on the same problems, each of which counts alike.",
    fields: (t) => ({
      metric: t.field({
        type: Metric,
        description: "The metric.",
        resolve: ({ metric }, _, { catalogue }) => catalogue.metrics.find(metric)!,
      }),
      a: t.exposeFloat("a", { description: "The mean of the first side over these problems, in the metric's unit." }),
      b: t.exposeFloat("b", { description: "The mean of the second side over these problems, in the metric's unit." }),
      difference: t.field({
        type: Estimate,
        description:
          "The mean of a - b over problems, with its 95 % interval: of an accuracy Tango's score interval, clustered by problem where there are repeats; of a cost by a bootstrap over problems.",
        resolve: ({ difference, low, high, problemCount }) => ({ value: difference, low, high, count: problemCount }),
      }),
      note: t.exposeString("note", {
        nullable: true,
        description: "The prices that gave dollars to tokens, where a side states no cost of its own. Null elsewhere.",
      }),
      verdict: t.expose("verdict", {
        type: PairedVerdict,
        description:
          "The side that is better. `TIED` unless the interval leaves out 0, and for an accuracy of single answers unless the exact McNemar p is below 0.05 too.",
      }),
    }),
  });

export const McNemar = builder.objectRef<PairedComparisonRow["accuracy"]>("McNemar").implement({
  description:
    "The exact McNemar test over problems: whether those on which the sides differ split more unevenly than by chance. With repeats a problem counts for the side with the higher share of right answers.",
  fields: (t) => ({
    pValue: t.exposeFloat("pValue", { description: "The two-sided p, between 0 and 1. It is 1 if they never differ." }),
    onlyA: t.exposeInt("onlyA", { description: "The number of problems on which the first side did better." }),
    onlyB: t.exposeInt("onlyB", { description: "The number of problems on which the second side did better." }),
  }),
});

const DifferingProblem = builder.objectRef<DifferingRow>("DifferingProblem").implement({
  description: "A problem on which two sides differ.",
  fields: (t) => ({
    problemId: t.exposeString("problemId", { description: "The id of the problem within its benchmark." }),
    a: t.exposeFloat("a", { description: "The mean score of the first side, between 0 and 1." }),
    b: t.exposeFloat("b", { description: "The mean score of the second side, between 0 and 1." }),
  }),
});

const DifferingProblemConnection = builder.connectionObject({
  type: DifferingProblem,
  name: "DifferingProblemConnection",
  description: "A page of problems on which two sides differ.",
});

const PROBLEM_KEY = ["text"] as const;
const keyOf = ({ problemId }: DifferingRow) => [problemId];

const PairedComparison = builder.objectRef<PairedComparisonRow>("PairedComparison").implement({
  description: "The difference of two models, modes or operating points on the problems that both answered.",
  fields: (t) => ({
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => resolveRow(context, "benchmarks", benchmarkId),
    }),
    a: t.expose("a", { type: ComparedSide, description: "The first side." }),
    b: t.expose("b", { type: ComparedSide, description: "The second side." }),
    problemCount: t.int({
      description: "The number of problems that both answered.",
      resolve: ({ accuracy }) => accuracy.problemCount,
    }),
    accuracy: t.field({
      type: PairedDifference,
      description: "The difference of the accuracies.",
      resolve: ({ accuracy }) => ({ ...accuracy, metric: "accuracy" }),
    }),
    mcnemar: t.expose("accuracy", { type: McNemar, description: "The exact McNemar test of the verdicts." }),
    costs: t.expose("costs", {
      ...cost({ size: 4 }),
      type: [PairedDifference],
      description:
        "The differences of the costs that are known of single answers of both sides: output tokens, compute, dollars and seconds. Each is over the problems with a value on both sides, counted in `difference`.",
    }),
    differing: t.connection(
      {
        type: DifferingProblem,
        description: "The problems on which they differ, those first that differ most.",
        resolve: ({ differing }, page) => connectionOfList(differing, pageRequest(page, PROBLEM_KEY), keyOf),
      },
      DifferingProblemConnection,
    ),
    warnings: t.field({
      ...cost({ size: 4 }),
      type: [Warning],
      description: "What the two sides differ in beside their answers, such as the lab, the grader or the prompt.",
      resolve: ({ a, b, benchmarkId }, _, { catalogue }) =>
        mixtureWarnings(
          [a, b].map((side) => ({ ...side, benchmarkId })),
          catalogue,
        ),
    }),
    dataVersion: t.exposeString("dataVersion", { description: "The version of the data that it was computed from." }),
  }),
});

builder.queryField("compare", (t) =>
  t.field({
    ...followsFromData(1000),
    type: PairedComparison,
    nullable: true,
    description:
      "The difference of two models, modes or operating points on the same problems of a benchmark. Of several experiments those two are taken that share most problems, where such that were asked alike count twice.",
    args: {
      a: t.arg({ type: ComparedInput, required: true, description: "The first side." }),
      b: t.arg({ type: ComparedInput, required: true, description: "The second side." }),
      benchmark: t.arg.string({ required: true, description: "The slug of the benchmark, e.g. `gpqa-diamond`." }),
      where: t.arg({
        type: RunFilter,
        description:
          "What the runs of both sides must meet, such as a lab or a protocol. Its fields `benchmark`, `model` and `mode` and those of models have no effect.",
      }),
    },
    resolve: (_, args, { store, catalogue }) => readPairedComparison(store, pairedRequest(args, catalogue)),
  }),
);
