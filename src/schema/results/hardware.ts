import type { HardwareRow } from "../../store/catalogue.ts";
import { builder } from "../base/builder.ts";

export const Hardware = builder.node(builder.objectRef<HardwareRow>("Hardware"), {
  description: "An accelerator that models are served on.",
  id: { resolve: (hardware) => hardware.slug, description: "The global id." },
  loadOne: (slug, context) => context.catalogue.hardware.bySlug.get(slug),
  fields: (t) => ({
    slug: t.exposeString("slug", { description: "The name in queries, e.g. `h100`." }),
    name: t.exposeString("name", { description: "The display name." }),
    vendor: t.exposeString("vendor", { nullable: true, description: "The maker of the accelerator." }),
  }),
});
