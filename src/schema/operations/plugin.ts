import { mayDo } from "../../access/principal.ts";
import type { RegisteredPlugin } from "../../plugins/registry.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";

const PluginKind = builder.enumType("PluginKind", {
  description: "The kind of a plugin.",
  values: {
    RUNNER: { description: "A runner opens an engine that serves models." },
    BENCHMARK: { description: "A benchmark is a set of problems with its grading." },
    METER: { description: "A meter reads the power, energy and memory of GPUs." },
    ARCHITECTURE: { description: "An architecture reads the configs of models whose type is not known otherwise." },
    IMPORTER: { description: "An importer reads the result files of another tool." },
    METRIC: { description: "A metric is computed from the measures of runs or answers." },
    EXPORTER: { description: "An exporter writes runs in the format of another tool." },
  } as const,
});

const IS_PATH = /^[./~\\]|^[A-Za-z]:[\\/]|^file:/;

const KINDS = {
  runner: "RUNNER",
  benchmark: "BENCHMARK",
  meter: "METER",
  importer: "IMPORTER",
  architecture: "ARCHITECTURE",
  metric: "METRIC",
  exporter: "EXPORTER",
} as const;

const Plugin = builder.objectRef<RegisteredPlugin>("Plugin").implement({
  description: "A runner, benchmark, meter, importer, architecture, metric or exporter that is installed.",
  fields: (t) => ({
    name: t.string({
      description: "The name of the plugin in queries and commands.",
      resolve: ({ plugin }) => plugin.name,
    }),
    kind: t.field({
      type: PluginKind,
      description: "The kind of the plugin, e.g. a runner or a benchmark.",
      resolve: ({ plugin }) => KINDS[plugin.kind],
    }),
    version: t.string({ description: "The version of the plugin.", resolve: ({ plugin }) => plugin.version }),
    apiVersion: t.string({
      description: "The version of the plugin contract for which it is written.",
      resolve: ({ plugin }) => plugin.apiVersion,
    }),
    description: t.string({
      description: "A sentence that describes the plugin.",
      resolve: ({ plugin }) => plugin.description,
    }),
    source: t.string({
      description:
        "The package that the plugin comes from, or `built in`. The path of a file is shown to callers with the scope " +
        "`operate` alone.",
      extensions: { shownTo: "operate" },
      resolve: ({ source }, _, { principal }) =>
        mayDo(principal, "operate") || !IS_PATH.test(source) ? source : "a file of the operator",
    }),
    optionsSchema: t.field({
      type: "JSON",
      nullable: true,
      description: "The JSON Schema of the plugin's options.",
      resolve: ({ optionsSchema }) => optionsSchema,
    }),
  }),
});

builder.queryField("plugins", (t) =>
  t.field({
    ...cost({ size: 10 }),
    type: [Plugin],
    description: "The installed plugins, ordered by kind and name.",
    resolve: async (_, __, { evaluation }) => (await evaluation)?.plugins.list() ?? [],
  }),
);
