import { mayDo } from "../../access/principal.ts";
import type { KnownMetric } from "../../frontier/metricCatalogue.ts";
import type { Metric as MetricRow } from "../../frontier/metrics.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { withoutPaths } from "../base/withoutPaths.ts";

const Direction = builder.enumType("Direction", {
  description: "The direction in which a metric improves.",
  values: { MAXIMIZE: { description: "More is better." }, MINIMIZE: { description: "Less is better." } } as const,
});

export { Direction };

export const Scale = builder.enumType("Scale", {
  description: "The kind of axis on which the values of a metric spread evenly.",
  values: {
    LINEAR: { description: "Equal steps are equal differences." },
    LOG: { description: "Equal steps are equal ratios. Zero and below have no place on it." },
  } as const,
});

/** The name that the schema has for a scale. */
export const scaleCalled = (scale: MetricRow["scale"]) => (scale === "log" ? "LOG" : "LINEAR");

export const Metric = builder.node(builder.objectRef<KnownMetric>("Metric"), {
  description: "A quantity that runs measure and that may be an objective of a frontier. Plugins may add others.",
  id: { resolve: (metric) => metric.name, description: "The global id." },
  loadOne: (name, { catalogue }) => catalogue.metrics.find(name),
  fields: (t) => ({
    name: t.exposeString("name", { description: "The name in queries, e.g. `output_tokens`." }),
    title: t.exposeString("title", { description: "The display name." }),
    unit: t.exposeString("unit", { description: "The unit of its values. The unit `1` is a share between 0 and 1." }),
    direction: t.expose("direction", { type: Direction, description: "The direction in which it improves." }),
    scale: t.field({
      type: Scale,
      description: "The kind of axis on which its values spread evenly.",
      resolve: ({ scale }) => scaleCalled(scale),
    }),
    description: t.exposeString("description", { description: "A description of the quantity." }),
    provider: t.string({
      nullable: true,
      description:
        "What provides its values: `built in`, or a plugin with its version and source. Null if the plugin that added it is not installed any more.",
      resolve: ({ provider }, _, { principal }) =>
        provider && (mayDo(principal, "operate") ? provider : withoutPaths(provider)),
      extensions: { shownTo: "operate" },
    }),
  }),
});

builder.queryField("metrics", (t) =>
  t.field({
    ...cost({ size: 30 }),
    type: [Metric],
    description: "Every metric that may be an objective. Built-in metrics come first.",
    resolve: (_, __, { catalogue }) => catalogue.metrics.list(),
  }),
);
