import { type CheapestBy, cheapestOf, type PlannedPoint, planPoint, planRequest } from "../../analysis/servingPlans.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { knownEstimators } from "../base/estimators.ts";
import { Frontier } from "./frontier.ts";
import { FrontierPoint } from "./frontierPoint.ts";
import { SERVING_WEIGHT, ServingOutcome, servingArguments } from "./servingPlan.ts";

const CheapestByType = builder.enumType("CheapestBy", {
  description: "What a plan of serving is the cheapest by.",
  values: {
    TOKENS: { description: "The mean output tokens of an answer." },
    JOULES: { description: "The joules of an answer." },
    DOLLARS: { description: "The US dollars of a month." },
  } satisfies Record<CheapestBy, { description: string }>,
});

const CheapestServing = builder
  .objectRef<{ by: CheapestBy; amount: number; of: PlannedPoint }>("CheapestServing")
  .implement({
    description: "The point and the deployment that carry a load for the least.",
    fields: (t) => ({
      by: t.expose("by", { type: CheapestByType, description: "What it is the cheapest by." }),
      amount: t.exposeFloat("amount", { description: "How much it takes: tokens, joules or US dollars." }),
      point: t.field({ type: FrontierPoint, description: "The point.", resolve: ({ of }) => of.point }),
      serving: t.field({ type: ServingOutcome, description: "Its plan.", resolve: ({ of }) => of }),
    }),
  });

/** The most points of a frontier are about as many. */
const ASSUMED_POINTS = 20;

builder.objectField(Frontier, "cheapestServing", (t) =>
  t.field({
    ...cost({ weight: ASSUMED_POINTS * SERVING_WEIGHT, size: 3 }),
    type: [CheapestServing],
    description:
      "Of all points of the frontier on all of the deployments those that carry a load for the fewest tokens, joules and dollars; what nobody knows is left out. Limits on the frontier, such as a least accuracy, hold.",
    args: servingArguments,
    resolve: async (frontier, args, context) => {
      const request = planRequest(args, context.catalogue, await knownEstimators(context));
      const planned: PlannedPoint[] = [];
      for (const point of frontier.points) {
        const { slug } = await resolveRow(context, "models", point.modelId);
        planned.push(...(await planPoint(point, slug, request)));
      }
      return cheapestOf(planned);
    },
  }),
);
