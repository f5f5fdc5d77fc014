import { findByName, type LabRow } from "../../store/catalogue.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { cost } from "../base/cost.ts";

export const Lab = builder.node(builder.objectRef<LabRow>("Lab"), {
  description: "An organisation that ran or published results.",
  id: { resolve: (lab) => lab.slug, description: "The global id." },
  loadOne: (slug, context) => context.catalogue.labs.bySlug.get(slug),
  fields: (t) => ({
    slug: t.exposeString("slug", { description: "The name in queries, e.g. `epoch`." }),
    name: t.exposeString("name", { description: "The display name." }),
    url: t.exposeString("url", { nullable: true, description: "The address of its page." }),
  }),
});

const LabConnection = builder.connectionObject({ type: Lab, name: "LabConnection", description: "A page of labs." });

builder.queryFields((t) => ({
  lab: t.field({
    type: Lab,
    nullable: true,
    description: "A lab by its slug. Null if the store does not hold it: the error then names the nearest slugs.",
    args: { slug: t.arg.string({ required: true, description: "The slug, e.g. `epoch`." }) },
    resolve: (_, { slug }, { catalogue }) => findByName(catalogue, "labs", slug, "slug"),
  }),
  labs: t.connection(
    {
      ...cost({ weight: 2 }),
      type: Lab,
      description: "The labs of the store in the order of their slugs.",
      resolve: (_, page, { catalogue }) => connectionOfList(catalogue.labs.all, pageRequest(page, ["text"]), keyOf),
    },
    LabConnection,
  ),
}));

const keyOf = (lab: LabRow) => [lab.slug];
