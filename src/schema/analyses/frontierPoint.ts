import { dominatorsOf, type FrontierPoint as PointRow } from "../../analysis/frontierPoint.ts";
import { planPoint, planRequest } from "../../analysis/servingPlans.ts";
import type { ExperimentRow } from "../../store/reading/experiments.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { knownEstimators } from "../base/estimators.ts";
import { Benchmark } from "../results/benchmark.ts";
import { listMeasures, Measure } from "../results/measure.ts";
import { Model } from "../results/model.ts";
import { Run } from "../results/run.ts";
import { Estimate } from "./estimate.ts";
import { OperatingPoint } from "./operatingPoint.ts";
import { SERVING_WEIGHT, ServingOutcome, servingArguments } from "./servingPlan.ts";

const Experiment = builder.objectRef<ExperimentRow>("Experiment").implement({
  description: "Runs that were pooled, because they were asked and served alike and have the same metrics.",
  fields: (t) => ({
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => resolveRow(context, "benchmarks", benchmarkId),
    }),
    protocol: t.exposeString("protocolId", {
      nullable: true,
      description: "The name of how the model was asked and graded, as `Run.protocol`. Null if it is not known.",
    }),
    servedAs: t.exposeString("servedAs", {
      nullable: true,
      description: "The provider or the engine, with the precision of weights and cache. Null if it is not known.",
    }),
    runCount: t.exposeInt("runCount", { description: "The number of runs." }),
  }),
});

export const FrontierPoint = builder.objectRef<PointRow>("FrontierPoint");

FrontierPoint.implement({
  description: "A candidate and its position relative to the frontier.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: (point, _, context) => resolveRow(context, "models", point.modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode of the model." }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run, if runs are the candidates.",
      resolve: (point, _, { loaders }) => (point.runId === null ? null : loaders.run.load(point.runId)),
    }),
    operatingPoint: t.expose("operatingPoint", {
      type: OperatingPoint,
      nullable: true,
      description: "The setting of its test-time compute, if operating points are the candidates.",
    }),
    measures: t.field({
      ...cost({ size: 16 }),
      type: [Measure],
      description:
        "All measures of the candidate, the objectives first. Each is the mean over its runs and over benchmarks.",
      resolve: async (point, _, { catalogue }) =>
        listMeasures(
          catalogue.metrics,
          await point.frontier.measuresOf(point),
          point.frontier.objectives.map(({ metric }) => metric),
        ),
    }),
    coverage: t.float({
      nullable: true,
      description:
        "The share of the problems that its runs answered, between 0 and 1; the mean over benchmarks. Null if the number of problems is not known.",
      resolve: async (point) => (await point.frontier.measuresOf(point)).coverage?.value,
    }),
    isPartial: t.boolean({
      description:
        "True if its runs are known to have answered only a part of the problems. Its intervals are those of the few answers.",
      resolve: async (point) => ((await point.frontier.measuresOf(point)).coverage?.value ?? 1) < 1,
    }),
    betterThanChance: t.boolean({
      nullable: true,
      description:
        "Whether the lower end of the interval of its accuracy lies above the chance level of the benchmarks, that of guessing. Null without an accuracy.",
      resolve: (point) => point.frontier.isBetterThanChance(point),
    }),
    servedAs: t.string({
      nullable: true,
      description:
        "How it is served on the deployment of `on`, in words, with the split, batch and precision that were chosen. Null without `on`.",
      resolve: ({ servedAs }) => servedAs && `${servedAs.where}, weights in ${servedAs.precision}`,
    }),
    experiments: t.field({
      ...cost({ weight: 10, size: 5 }),
      type: [Experiment],
      description:
        "The experiments that it is read from, one a benchmark: of several of a model in a mode the one with most answers.",
      resolve: (point) => point.frontier.experimentsOf(point),
    }),
    rank: t.exposeInt("rank", {
      description: "The Pareto rank: 1 on the frontier, 2 on the frontier of the remaining candidates, and so on.",
    }),
    membership: t.field({
      ...cost({ weight: 25 }),
      type: "Float",
      nullable: true,
      description:
        "The probability that the candidate is on the frontier: the share of 1,000 resamples in which no other candidate dominates it. Problems are drawn with replacement, the same ones for all candidates. A value without samples is drawn from the interval that is stated of it, and estimated costs from the errors of their estimator. Null if nothing of the candidate is known to vary. `membershipNote` says what does not come from samples.",
      resolve: async (point) => (await point.frontier.membershipOf(point)).probability,
    }),
    membershipNote: t.string({
      ...cost({ weight: 25 }),
      nullable: true,
      description:
        "What of the candidate does not come from its samples, why, and whether it varies by a stated error or stands still. Null if all comes from samples.",
      resolve: async (point) => (await point.frontier.membershipOf(point)).note,
    }),
    corrected: t.field({
      ...cost({ weight: 25 }),
      type: Estimate,
      nullable: true,
      description:
        "The first maximised objective, corrected for the choice: the best of many candidates on the same problems is partly the luckiest. In each resample the best candidate within the cost of this point is chosen anew, and judged by the part of the data that did not choose it. The uncorrected figure is in `measures`; the `count` is the number of candidates within the cost, which it was chosen from. Null off the frontier of the first maximised and the first minimised objective, and where nothing is known to vary.",
      resolve: async (point) => {
        const { corrected } = await point.frontier.membershipOf(point);
        return corrected && { ...corrected, count: corrected.candidateCount };
      },
    }),
    dominatedBy: t.field({
      ...cost({ weight: 1, size: 20 }),
      type: [FrontierPoint],
      description: "The points of the frontier that dominate this candidate.",
      resolve: dominatorsOf,
    }),
    servingPlans: t.field({
      ...cost({ weight: SERVING_WEIGHT, size: 3 }),
      type: [ServingOutcome],
      description:
        "How a service of the model would carry a load on each of the deployments, with the lengths of its own measured answers: replicas, batch, split, utilisation, joules and dollars a month. A deployment is one machine of `count` accelerators; the plan says how many of them are needed. Its `batch` is the best one if not given.",
      args: servingArguments,
      resolve: async (point, args, context) => {
        const request = planRequest(args, context.catalogue, await knownEstimators(context));
        return planPoint(point, (await resolveRow(context, "models", point.modelId)).slug, request);
      },
    }),
    marginalGain: t.exposeFloat("marginalGain", {
      nullable: true,
      description:
        "The gain on the first maximised objective, in its unit, for each tenfold increase of the first minimised objective since the point before it on the frontier. Null for the first point and off the frontier.",
    }),
  }),
});
export const FrontierPointConnection = builder.connectionObject({
  type: FrontierPoint,
  name: "FrontierPointConnection",
  description: "A page of candidates.",
});
