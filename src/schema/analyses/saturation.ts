import {
  readBenchmarkSaturation,
  readModelSaturation,
  requireBudgetMetric,
  type SaturationRow,
} from "../../analysis/saturations.ts";
import { RequestError } from "../../errors/requestError.ts";
import { metricNamed } from "../../frontier/metrics.ts";
import type { BudgetedAccuracy } from "../../frontier/studies/saturatingCurve.ts";
import { findBySlug } from "../../store/catalogue.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { builder } from "../base/builder.ts";
import { RunFilter } from "../base/filters.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Metric } from "../results/metric.ts";
import { Model } from "../results/model.ts";
import { Range } from "./range.ts";

const SaturationPosition = builder.enumType("SaturationPosition", {
  description: "Where the saturation point lies against the budgets that the data reach.",
  values: {
    BELOW: { description: "Below them all: every budget seen is past it, and the lowest stands for it." },
    WITHIN: { description: "Among them." },
    BEYOND: { description: "Beyond them: extrapolated from the curve." },
  } as const,
});

const CurvePoint = builder.objectRef<BudgetedAccuracy>("CurvePoint").implement({
  description: "What a budget buys.",
  fields: (t) => ({
    budget: t.exposeFloat("budget", { description: "What an answer may cost, in the metric's unit." }),
    accuracy: t.exposeFloat("accuracy", { description: "The accuracy within it, between 0 and 1." }),
  }),
});

const Saturation = builder.objectRef<SaturationRow>("Saturation").implement({
  description:
    "Where more compute stops paying. Each budget is what an answer may cost at most; one that is not finished within it counts as wrong. The curve accuracy = asymptote · Φ(steepness · log10(budget / midpoint)), Φ being the normal distribution, is fitted by least squares.",
  fields: (t) => ({
    metric: t.field({ type: Metric, description: "What the budget is of.", resolve: (row) => metricNamed(row.metric) }),
    mode: t.exposeString("mode", { nullable: true, description: "The mode; null where models are pooled." }),
    modelCount: t.exposeInt("modelCount", {
      description: "How many models, each in a mode, the curve is the mean of.",
    }),
    points: t.expose("points", { type: [CurvePoint], description: "The points that the curve was fitted to." }),
    asymptote: t.float({
      description: "The accuracy that the curve tends to, between 0 and 1.",
      resolve: ({ curve }) => curve.asymptote,
    }),
    midpoint: t.float({
      description: "The budget at which half of the asymptote is reached, in the metric's unit.",
      resolve: ({ curve }) => curve.midpoint,
    }),
    steepness: t.float({
      description: "Standard deviations of Φ for a tenfold of the budget.",
      resolve: ({ curve }) => curve.steepness,
    }),
    residual: t.exposeFloat("residual", {
      description: "Root of the mean squared distance of the points from the curve, as accuracy.",
    }),
    gain: t.exposeFloat("gain", { description: "The accuracy that a tenfold of the budget has to add." }),
    budget: t.exposeFloat("budget", {
      description: "The saturation point: past it a tenfold adds less than the gain, in the metric's unit.",
    }),
    budgetInterval: t.expose("interval", {
      type: Range,
      nullable: true,
      description: "Its 95 % interval by a bootstrap over problems; null for a single problem.",
    }),
    observedBudget: t.exposeFloat("observedBudget", {
      description: "The same without a curve: past it the points themselves gain less.",
    }),
    accuracy: t.exposeFloat("accuracy", { description: "The curve's accuracy at the saturation point." }),
    position: t.expose("position", { type: SaturationPosition, description: "Where it lies against the data." }),
    reached: t.exposeBoolean("reached", { description: "Whether the data's budgets go past it." }),
    reachedShare: t.exposeFloat("reachedShare", {
      nullable: true,
      description: "The share of resamples in which they do; null for a single problem.",
    }),
  }),
});

const SMALLEST_GAIN = 1e-6;

function requireGain(gain: number): number {
  if (gain >= SMALLEST_GAIN && gain < 1) return gain;
  throw new RequestError("BAD_RANGE", `gain: ${gain} is not between ${SMALLEST_GAIN} and 1.`, "gain");
}

const metricDescription = "What the budget is of: `output_tokens` or `flops`.";
const gainDescription = "The accuracy that a tenfold of the budget has to add to pay.";

builder.objectField(Model, "saturation", (t) =>
  t.field({
    type: Saturation,
    nullable: true,
    description: "Where more compute stops paying for it on a benchmark; null where samples can't tell.",
    args: {
      benchmark: t.arg.string({ required: true, description: "The benchmark's slug." }),
      mode: t.arg.string({ description: "The mode; that with the longest answers if not given." }),
      metric: t.arg.string({ defaultValue: "output_tokens", description: metricDescription }),
      gain: t.arg.float({ defaultValue: 0.01, description: gainDescription }),
    },
    resolve: (model, { benchmark, mode, metric, gain }, { store, catalogue }) => {
      const { id } = findBySlug(catalogue, "benchmarks", benchmark, "benchmark");
      const criteria = { benchmarkIds: [id], modelIds: [model.id], ...(mode != null && { modes: [mode] }) };
      return readModelSaturation(store, criteria, requireBudgetMetric(metric!), requireGain(gain!));
    },
  }),
);

builder.objectField(Benchmark, "saturation", (t) =>
  t.field({
    type: Saturation,
    nullable: true,
    description:
      "Where more compute stops paying on it, all models in all modes pooled; null where samples can't tell.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs; `benchmark` in it has no effect here." }),
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
