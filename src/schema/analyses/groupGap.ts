import type { EqualCostRange } from "../../frontier/studies/equalCostRange.ts";
import type {
  Coefficient as CoefficientRow,
  GroupRegression as GroupRegressionRow,
} from "../../frontier/studies/groupRegression.ts";
import { builder } from "../base/builder.ts";

const GapSide = builder.enumType("GapSide", {
  description: "A side of a comparison of one group with all others.",
  values: {
    GROUP: { description: "The group itself." },
    OTHERS: { description: "All other groups together." },
  } as const,
});

export const GapRange = builder.objectRef<EqualCostRange>("GapRange").implement({
  description: "The range of costs over which a group is compared with all others, and where it goes beyond the data.",
  fields: (t) => ({
    fromCost: t.exposeFloat("fromCost", {
      description:
        "The lowest cost at which both sides have a candidate, in the unit of the first minimised objective.",
    }),
    toCost: t.exposeFloat("toCost", {
      description: "The cost of the most expensive candidate that raises the best value of either side.",
    }),
    extrapolated: t.expose("extrapolated", {
      type: GapSide,
      nullable: true,
      description:
        "The side whose best value is carried on beyond its most expensive candidate. Null if both have candidates up to the end of the range.",
    }),
    extrapolatedShare: t.exposeFloat("extrapolatedShare", {
      description: "The share of the range over which it is carried on, on a logarithmic axis, between 0 and 1.",
    }),
  }),
});

const Coefficient = builder.objectRef<CoefficientRow>("Coefficient").implement({
  description: "A coefficient of a regression with its 95 % interval.",
  fields: (t) => ({
    value: t.exposeFloat("value", { description: "The estimate." }),
    low: t.exposeFloat("low", { description: "The lower end of the interval." }),
    high: t.exposeFloat("high", { description: "The upper end of the interval." }),
  }),
});

export const GroupRegression = builder.objectRef<GroupRegressionRow>("GroupRegression").implement({
  description:
    "A regression of the first maximised objective on the group, log10 of the first minimised objective and the release date, over the candidates of all groups. Ordinary least squares, with standard errors clustered by model. It takes all three effects as straight lines that are the same for both sides, so that it extrapolates wherever a side has no candidates.",
  fields: (t) => ({
    gap: t.expose("gap", {
      type: Coefficient,
      description: "What the group reaches more than all others at the same cost and release date.",
    }),
    perTenfold: t.expose("perTenfold", {
      type: Coefficient,
      description: "What ten times the cost adds, at the same date and in the same group.",
    }),
    perYear: t.expose("perYear", {
      type: Coefficient,
      description: "What a year of release dates adds, at the same cost and in the same group.",
    }),
    candidateCount: t.exposeInt("rowCount", {
      description: "The number of candidates of all groups that have a release date and a cost above zero.",
    }),
    modelCount: t.exposeInt("clusterCount", { description: "The number of models among them." }),
  }),
});
