import type { Principal } from "../../access/principal.ts";
import { seesDetails } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { OUTSIDE_SUBGRAPH } from "../base/outsideSubgraph.ts";
import { labOf, Run } from "../results/run.ts";
import { Scope } from "./tokens.ts";

const Viewer = builder.objectRef<Principal>("Viewer").implement({
  description: "The caller, as far as its token says who it is.",
  fields: (t) => ({
    scope: t.expose("scope", {
      type: Scope,
      nullable: true,
      description: "The rights of its token. Null for a caller without one.",
    }),
    lab: t.exposeString("lab", {
      nullable: true,
      description: "The slug of the lab to which its token is bound. Null where it is bound to none.",
    }),
  }),
});

builder.queryField("viewer", (t) =>
  t.field({
    extensions: OUTSIDE_SUBGRAPH,
    type: Viewer,
    description: "The caller and its rights.",
    resolve: (_, __, { principal }) => principal,
  }),
);

builder.objectField(Run, "viewerMayMeasure", (t) =>
  t.boolean({
    ...cost({ weight: 1 }),
    description: "Whether the caller may measure for its lab: rerun it, cancel it, let it go on, or take it back.",
    resolve: async (run, _, context) => seesDetails(context.principal, await labOf(run, context)),
  }),
);
