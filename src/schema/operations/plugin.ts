import { mayDo } from "../../access/principal.ts";
import type { PluginProblem } from "../../plugins/discovery.ts";
import type { RegisteredPlugin } from "../../plugins/registry.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { withoutPaths } from "../base/withoutPaths.ts";

const PluginKind = builder.enumType("PluginKind", {
  description: "The kind of a plugin.",
  values: {
    RUNNER: { description: "A runner opens an engine that serves models." },
    BENCHMARK: { description: "A benchmark is a set of problems with its grading." },
    METER: { description: "A meter reads the power, energy and memory of GPUs." },
    ARCHITECTURE: { description: "An architecture reads the configs of models whose type is not known otherwise." },
    IMPORTER: { description: "An importer reads the result files of another tool." },
    METRIC: { description: "A metric is computed from the measures of runs or answers." },
    ESTIMATOR: { description: "An estimator says how fast models are served." },
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
  estimator: "ESTIMATOR",
} as const;

const Plugin = builder.objectRef<RegisteredPlugin>("Plugin").implement({
  description: "A runner, benchmark, meter, importer, architecture, metric, exporter or estimator that is installed.",
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

const PluginStage = builder.enumType("PluginStage", {
  description: "How far a plugin came that is left out.",
  values: {
    IMPORT: { description: "Its module was to be imported." },
    CHECK: { description: "What it exports was held against the contract." },
    REGISTER: { description: "Its name, its options and its metrics were to be taken." },
  } as const,
});

const Problem = builder.objectRef<PluginProblem>("PluginProblem").implement({
  description: "A plugin that is left out, with the reason. Callers without the scope `operate` see no paths in it.",
  fields: (t) => ({
    source: t.string({
      description: "The package or file that should have brought the plugin.",
      extensions: { shownTo: "operate" },
      resolve: ({ source }, _, { principal }) => (mayDo(principal, "operate") ? source : withoutPaths(source)),
    }),
    stage: t.expose("stage", { type: PluginStage, description: "How far it came." }),
    code: t.string({
      description: "The code of the reason. docs/errors.md lists the codes.",
      resolve: ({ error }) => error.code,
    }),
    message: t.string({
      description: "The reason, and what would help.",
      extensions: { shownTo: "operate" },
      resolve: ({ error }, _, { principal }) =>
        mayDo(principal, "operate") ? error.message : withoutPaths(error.message),
    }),
  }),
});

builder.queryField("pluginProblems", (t) =>
  t.field({
    ...cost({ size: 10 }),
    type: [Problem],
    description: "The plugins that are left out, each with the reason. The others work.",
    resolve: async (_, __, { evaluation }) => [...((await evaluation)?.pluginProblems ?? [])],
  }),
);

builder.queryField("plugins", (t) =>
  t.field({
    ...cost({ size: 10 }),
    type: [Plugin],
    description: "The installed plugins, ordered by kind and name.",
    resolve: async (_, __, { evaluation }) => (await evaluation)?.plugins.list() ?? [],
  }),
);
