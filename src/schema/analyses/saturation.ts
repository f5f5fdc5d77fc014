import {
  readBenchmarkSaturation,
  readModelSaturation,
  requireBudgetMetric,
  type SaturationRow,
} from "../../analysis/saturation.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { BudgetedAccuracy } from "../../frontier/studies/saturatingCurve.ts";
import { findByName } from "../../store/catalogue.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { RunFilter } from "../base/filters.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Metric } from "../results/metric.ts";
import { Model } from "../results/model.ts";
import { Range } from "./range.ts";

const SaturationPosition = builder.enumType("SaturationPosition", {
  description: "The position of the saturation point relative to the budgets in the data.",
  values: {
    BELOW: { description: "It lies below all budgets in the data, and the lowest of them is returned." },
    WITHIN: { description: "It lies among the budgets in the data." },
    BEYOND: { description: "It lies beyond all budgets in the data and is extrapolated from the curve." },
  } as const,
});

const CurvePoint = builder.objectRef<BudgetedAccuracy>("CurvePoint").implement({
  description: "The accuracy within a budget.",
  fields: (t) => ({
    budget: t.exposeFloat("budget", { description: "The highest cost that an answer may have, in the metric's unit." }),
    accuracy: t.exposeFloat("accuracy", { description: "The accuracy within it, between 0 and 1." }),
  }),
});

const Saturation = builder.objectRef<SaturationRow>("Saturation").implement({
  description:
    "The budget beyond which more compute stops paying. A budget is the highest cost that an answer may have, and an answer that is not finished within it counts as wrong. The curve accuracy = asymptote · Φ(steepness · log10(budget / midpoint)), where Φ is the normal distribution function, is fitted by least squares.",
  fields: (t) => ({
    metric: t.field({
      type: Metric,
      description: "The metric of the budget.",
      resolve: (row, _, { catalogue }) => catalogue.metrics.find(row.metric)!,
    }),
    mode: t.exposeString("mode", { nullable: true, description: "The mode of the model. Null if models are pooled." }),
    modelCount: t.exposeInt("modelCount", {
      description: "The number of models in a mode that the curve is the mean of.",
    }),
    points: t.expose("points", {
      ...cost({ size: 20 }),
      type: [CurvePoint],
      description: "The points that the curve was fitted to.",
    }),
    asymptote: t.float({
      description: "The accuracy that the curve tends to, between 0 and 1.",
      resolve: ({ curve }) => curve.asymptote,
    }),
    midpoint: t.float({
      description: "The budget at which half of the asymptote is reached, in the metric's unit.",
      resolve: ({ curve }) => curve.midpoint,
    }),
    steepness: t.float({
      description: "The number of standard deviations of Φ for a tenfold increase of the budget.",
      resolve: ({ curve }) => curve.steepness,
    }),
    residual: t.exposeFloat("residual", {
      description: "The root mean squared distance of the points from the curve, as accuracy.",
    }),
    gain: t.exposeFloat("gain", { description: "The accuracy that ten times the budget has to add to be worth it." }),
    budget: t.exposeFloat("budget", {
      description:
        "The saturation point, in the metric's unit: beyond it, ten times the budget adds less than the gain.",
    }),
    budgetInterval: t.expose("interval", {
      type: Range,
      nullable: true,
      description: "Its 95 % interval by a bootstrap over problems. Null for a single problem.",
    }),
    observedBudget: t.exposeFloat("observedBudget", {
      description: "The saturation point of the points themselves, without a curve, in the metric's unit.",
    }),
    accuracy: t.exposeFloat("accuracy", { description: "The curve's accuracy at the saturation point." }),
    position: t.expose("position", {
      type: SaturationPosition,
      description: "The position of the saturation point relative to the budgets in the data.",
    }),
    reached: t.exposeBoolean("reached", { description: "True if the budgets in the data go beyond it." }),
    reachedShare: t.exposeFloat("reachedShare", {
      nullable: true,
      description:
        "The share of resamples in which the budgets in the data go beyond the saturation point. Null for a single problem.",
    }),
  }),
});

const SMALLEST_GAIN = 1e-6;

function requireGain(gain: number): number {
  if (gain >= SMALLEST_GAIN && gain < 1) return gain;
  throw new RequestError("BAD_RANGE", `gain: ${gain} is not between ${SMALLEST_GAIN} and 1.`, "gain");
}

const metricDescription = "The metric of the budget: `output_tokens` or `flops`.";
const gainDescription = "The accuracy that ten times the budget has to add to be worth it.";

builder.objectField(Model, "saturation", (t) =>
  t.field({
    ...cost({ weight: 1000 }),
    type: Saturation,
    nullable: true,
    description:
      "The budget beyond which more compute stops paying for it on a benchmark. Null if there are too few samples to tell.",
    args: {
      benchmark: t.arg.string({ required: true, description: "The benchmark's slug." }),
      mode: t.arg.string({ description: "The mode of the model. By default it is the mode with the longest answers." }),
      metric: t.arg.string({ defaultValue: "output_tokens", description: metricDescription }),
      gain: t.arg.float({ defaultValue: 0.01, description: gainDescription }),
    },
    resolve: (model, { benchmark, mode, metric, gain }, { store, catalogue }) => {
      const { id } = findByName(catalogue, "benchmarks", benchmark, "benchmark");
      const criteria = { benchmarkIds: [id], modelIds: [model.id], ...(mode != null && { modes: [mode] }) };
      return readModelSaturation(store, criteria, requireBudgetMetric(metric!), requireGain(gain!));
    },
  }),
);

builder.objectField(Benchmark, "saturation", (t) =>
  t.field({
    ...cost({ weight: 4000 }),
    type: Saturation,
    nullable: true,
    description:
      "The budget beyond which more compute stops paying on it, with all models in all modes pooled. Null if there are too few samples to tell.",
    args: {
      where: t.arg({ type: RunFilter, description: "The runs to use. Its field `benchmark` has no effect here." }),
      metric: t.arg.string({ defaultValue: "output_tokens", description: metricDescription }),
      gain: t.arg.float({ defaultValue: 0.01, description: gainDescription }),
    },
    resolve: ({ id, slug }, { where, metric, gain }, { store, catalogue }) => {
      const criteria = criteriaOf({ ...where, benchmark: [slug] }, catalogue);
      const ofThis = { ...criteria, benchmarkIds: [id] };
      return readBenchmarkSaturation(store, ofThis, requireBudgetMetric(metric!), requireGain(gain!));
    },
  }),
);
