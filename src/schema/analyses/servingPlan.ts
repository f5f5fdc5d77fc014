import { describeServing } from "../../analysis/deployment/chosenDeployment.ts";
import { lengthsInWords, planReason, planWarnings } from "../../analysis/planning/planWords.ts";
import type { ServingPlan as PlanRow } from "../../analysis/planning/servingPlan.ts";
import type { PlannedPoint } from "../../analysis/servingPlans.ts";
import { variationSquared } from "../../compute/fleets/lengths.ts";
import { ERRORS } from "../../errors/errorTable.ts";
import { PlanError, type PlanErrorCode } from "../../errors/planError.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { DeploymentInput, Precision } from "./deployment.ts";
import { Estimate } from "./estimate.ts";
import { TimeBasis } from "./modelCompute.ts";

export const LoadInput = builder.inputType("LoadInput", {
  description: "What a service must carry. Requests come at random (Poisson), evenly over the replicas.",
  fields: (t) => ({
    requestsPerSecond: t.float({ required: true, description: "Requests a second, from 0.000001 to 1,000,000." }),
    promptTokens: t.float({
      description: "The mean tokens of a prompt, from 1 to 10,000,000. By default those of the benchmark.",
    }),
    ttftP95: t.float({
      description:
        "The longest time to the first token in seconds, at the 95th percentile, the wait for a place included.",
    }),
    itlP95: t.float({ description: "The longest time between two tokens in seconds, at the 95th percentile." }),
  }),
});

const AnswerLengths = builder.objectRef<PlanRow["lengths"]>("AnswerLengths").implement({
  description: "How long the answers of a model are, as a plan counts with them.",
  fields: (t) => ({
    mean: t.float({ description: "Their mean, in tokens.", resolve: ({ moments }) => moments.mean }),
    variation: t.float({
      description: "Their coefficient of variation: the standard deviation divided by the mean.",
      resolve: ({ moments }) => Math.sqrt(variationSquared(moments)),
    }),
    longest: t.float({
      nullable: true,
      description: "The longest measured one, in tokens. Null where only their mean is known.",
      resolve: ({ moments }) => moments.longest,
    }),
    answerCount: t.exposeInt("answerCount", {
      nullable: true,
      description:
        "The number of the model's own measured answers that they come from. Null where only their mean is known.",
    }),
    origin: t.string({ description: "Where they are from, in words.", resolve: lengthsInWords }),
  }),
});

const EstimatorUsed = builder.objectRef<Pick<PlanRow, "estimator" | "error">>("EstimatorUsed").implement({
  description: "What estimated the times, and how far off it was where such deployments were measured.",
  fields: (t) => ({
    name: t.string({ description: "Its name.", resolve: ({ estimator }) => estimator.name }),
    version: t.string({ description: "Its version.", resolve: ({ estimator }) => estimator.version }),
    meanError: t.float({
      nullable: true,
      description:
        "The mean error of its time per output token, as a share, in the narrowest measured cell of engine, accelerator and kind of model. Null where it was never measured there.",
      resolve: ({ error }) => error?.mean,
    }),
    medianError: t.float({
      nullable: true,
      description: "The median of the same.",
      resolve: ({ error }) => error?.median,
    }),
    measuredCount: t.int({
      nullable: true,
      description: "The number of measured configurations of that cell.",
      resolve: ({ error }) => error?.rows,
    }),
  }),
});

const ServingPlan = builder.objectRef<PlanRow>("ServingPlan").implement({
  description:
    "How a load is carried with the fewest machines. Times are in seconds and hold for a full batch; docs/deployment.md has the formulas and their limits.",
  fields: (t) => ({
    servedAs: t.string({
      description: "One replica in words: accelerators, split, batch and engine.",
      resolve: ({ serving }) => describeServing(serving),
    }),
    reason: t.string({ description: "What was chosen and why, in whole sentences.", resolve: planReason }),
    warnings: t.stringList({
      description: "What to know before relying on it, in whole sentences.",
      resolve: planWarnings,
    }),
    machines: t.exposeInt("machines", { description: "The number of machines, each with the accelerators of `on`." }),
    accelerators: t.exposeInt("accelerators", { description: "The accelerators of all machines." }),
    replicas: t.exposeInt("replicas", { description: "The copies of the model on all machines." }),
    precision: t.field({
      type: Precision,
      description: "The number format of the weights.",
      resolve: ({ serving }) => serving.precision,
    }),
    checkpoint: t.string({
      nullable: true,
      description: "The slug of the checkpoint that is published in that format. Null where none is known.",
      resolve: ({ published }) => published.checkpoint,
    }),
    batch: t.int({
      description: "The most answers that each replica runs at the same time.",
      resolve: ({ serving }) => serving.batch,
    }),
    tensorParallel: t.int({
      description: "Accelerators that cut each layer among them.",
      resolve: ({ serving }) => serving.split.tensor,
    }),
    attentionParallel: t.int({
      description: "Groups of them that attend for their own part of the batch.",
      resolve: ({ serving }) => serving.split.attention,
    }),
    pipelineParallel: t.int({
      description: "Stages of layers that follow each other.",
      resolve: ({ serving }) => serving.split.pipeline,
    }),
    expertParallel: t.int({
      description: "Groups of accelerators that each hold whole experts.",
      resolve: ({ serving }) => serving.split.expert,
    }),
    utilisation: t.exposeFloat("utilisation", {
      description:
        "The share of all places that would be taken if each answer took as long as in a full batch: at most 0.95.",
    }),
    meanRunning: t.exposeFloat("meanRunning", {
      description: "The answers that run at the same time on each replica on average, by Little's law.",
    }),
    waitP95: t.exposeFloat("waitP95", {
      description: "The time until a place is free, at the 95th percentile, by Erlang's C formula.",
    }),
    ttftP95: t.exposeFloat("ttftP95", {
      description: "The time to the first token with the wait for a place, at the 95th percentile.",
    }),
    itlP95: t.exposeFloat("itlP95", { description: "The time between two tokens, at the 95th percentile." }),
    promptTokens: t.exposeFloat("promptTokens", { description: "The tokens of a prompt that it counts with." }),
    lengths: t.expose("lengths", { type: AnswerLengths, description: "The answers that it counts with." }),
    joulesPerAnswer: t.exposeFloat("joulesPerAnswer", {
      nullable: true,
      description:
        "Joules of all accelerators for each answer, idling included. Null where the accelerator's power is not known.",
    }),
    dollarsPerMonth: t.expose("dollarsPerMonth", {
      type: Estimate,
      nullable: true,
      description:
        "US dollars for 730 hours of all accelerators. Where the model's answers were not measured, `low` and `high` are those of the least and the most spread lengths that models have; else they are null. Null without a price.",
    }),
    timeBasis: t.field({
      type: TimeBasis,
      description: "Whether the time between tokens was measured in this configuration.",
      resolve: ({ measured }) => (measured ? ("MEASURED" as const) : ("ESTIMATED" as const)),
    }),
    estimator: t.field({
      type: EstimatorUsed,
      description: "What estimated the other times.",
      resolve: (plan) => plan,
    }),
  }),
});

const PlanCode = builder.enumType("ServingRefusalCode", {
  description: "Why there is no plan.",
  values: Object.fromEntries(
    Object.entries(ERRORS.plan).map(([code, { meaning }]) => [code, { description: meaning }]),
  ) as Record<PlanErrorCode, { description: string }>,
});

const ServingRefusal = builder.objectRef<Pick<PlanError, "code" | "message">>("ServingRefusal").implement({
  description: "Why there is no plan of serving a model on a deployment.",
  fields: (t) => ({
    code: t.expose("code", { type: PlanCode, description: "The kind of reason." }),
    message: t.exposeString("message", { description: "The reason in whole sentences, with what to change." }),
  }),
});

export const ServingOutcome = builder.objectRef<PlannedPoint>("ServingOutcome").implement({
  description: "The plan of serving a model on one of the deployments that were asked for, or why there is none.",
  fields: (t) => ({
    deployment: t.string({
      description: "The deployment that was asked for, as `2 × RTX-4090`: one machine.",
      resolve: ({ machine }) => `${machine.count} × ${machine.hardware}`,
    }),
    plan: t.field({
      type: ServingPlan,
      nullable: true,
      description: "The plan; null where there is none.",
      resolve: ({ outcome }) => (outcome instanceof PlanError ? null : outcome),
    }),
    refusal: t.field({
      type: ServingRefusal,
      nullable: true,
      description: "Why there is no plan; null where there is one.",
      // An error that a resolver gives would count as one that it threw.
      resolve: ({ outcome }) =>
        outcome instanceof PlanError ? { code: outcome.code, message: outcome.message } : null,
    }),
  }),
});

/** What a plan costs, in points: hundreds of estimates for each deployment. */
export const SERVING_WEIGHT = 50;

/** The arguments of every field that plans. */
export const servingArguments = builder.args((t) => ({
  on: t.field({
    type: [DeploymentInput],
    required: true,
    ...cost({ weight: 150 }),
    description: "From 1 to 8 deployments to plan with, each one machine.",
  }),
  load: t.field({ type: LoadInput, required: true, description: "What the service must carry." }),
  estimator: t.string({
    description:
      "The name of the estimator to ask: `paretograph`, or that of a plugin. By default the one with the smallest measured error in the cell of the deployment that knows its times.",
  }),
}));
