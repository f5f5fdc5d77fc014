import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Lab } from "./lab.ts";

builder.objectField(Lab, "feedKey", (t) =>
  t.string({
    ...cost({ weight: 2 }),
    nullable: true,
    description:
      "The id of the key by which its feed is known here: what it signs is verified. Null where this store follows no feed of it, or where an operator revoked its key.",
    resolve: ({ slug }, _, { loaders }) => loaders.feedKeys.load(slug),
  }),
);
