import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { RunFilter } from "../base/filters.ts";
import { DeploymentInput } from "./deployment.ts";
import { CandidateGrain, ConstraintInput, ObjectiveInput } from "./frontierInputs.ts";

/** What computing a frontier costs, in points. */
export const FRONTIER_WEIGHT = 500;

const WHERE = "The runs to use. It must name at least one benchmark.";
const OBJECTIVES = "The objectives to trade. Without any, accuracy is traded against compute (`flops`).";

/** The arguments of every field that returns a frontier. */
export const frontierArguments = builder.args((t) => ({
  where: t.field({ type: RunFilter, description: WHERE }),
  objectives: t.field({ type: [ObjectiveInput], description: OBJECTIVES }),
  constraints: t.field({
    type: [ConstraintInput],
    description: "Limits that every candidate must meet. Candidates that do not meet them do not compete.",
  }),
  grain: t.field({ type: CandidateGrain, defaultValue: "MODEL", description: "The kind of the candidates." }),
  dataVersion: t.string({
    ...cost({ weight: 30 }),
    description: "An earlier version of the data to answer from. It stands for `where.dataVersion`.",
  }),
  asOf: t.field({ type: "Date", description: "Use only models that were released by this day." }),
  on: t.field({
    ...cost({ weight: 300 }),
    type: DeploymentInput,
    description:
      "The deployment that the models would be served on. Latency, TTFT, throughput, GPU time and memory, energy and cost are then those of the deployment. Models that do not fit are left out.",
  }),
  minMembership: t.float({
    ...cost({ weight: 500 }),
    description:
      "A confidence between 0 and 1. The points are then all candidates whose `membership` is at least this, also those that are dominated at their values. The field `undecided` holds the points of the frontier that have no membership.",
  }),
  betterThanChance: t.boolean({
    ...cost({ weight: 50 }),
    description:
      "True to leave out candidates that are not better than chance (`FrontierPoint.betterThanChance`): they do not compete.",
  }),
}));

/** The arguments of every field that returns a trajectory. */
export const trajectoryArguments = builder.args((t) => ({
  where: t.field({ type: RunFilter, description: WHERE }),
  objectives: t.field({ type: [ObjectiveInput], description: OBJECTIVES }),
  constraints: t.field({ type: [ConstraintInput], description: "Limits that every candidate must meet." }),
  from: t.field({
    type: "Date",
    description: "The first day to return. The frontier of that day includes all models released before it.",
  }),
  to: t.field({ type: "Date", description: "The last day." }),
}));

/** The same arguments on this benchmark alone. */
export function onBenchmark<Arguments extends { where?: object | null }>(slug: string, args: Arguments) {
  return { ...args, where: { ...args.where, benchmark: [slug] } };
}
