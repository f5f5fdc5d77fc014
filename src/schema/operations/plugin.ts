import type { RegisteredPlugin } from "../../plugins/registry.ts";
import { builder } from "../base/builder.ts";

const PluginKind = builder.enumType("PluginKind", {
  description: "What a plugin adds.",
  values: {
    RUNNER: { description: "An engine that serves models." },
    BENCHMARK: { description: "A set of problems with its grading." },
  } as const,
});

const KINDS = { runner: "RUNNER", benchmark: "BENCHMARK" } as const;

const Plugin = builder.objectRef<RegisteredPlugin>("Plugin").implement({
  description: "A runner or benchmark that registered itself.",
  fields: (t) => ({
    name: t.string({ description: "Its name.", resolve: ({ plugin }) => plugin.name }),
    kind: t.field({ type: PluginKind, description: "What it adds.", resolve: ({ plugin }) => KINDS[plugin.kind] }),
    version: t.string({ description: "Its version.", resolve: ({ plugin }) => plugin.version }),
    apiVersion: t.string({
      description: "The version of the plugin contract that it is written for.",
      resolve: ({ plugin }) => plugin.apiVersion,
    }),
    description: t.string({ description: "What it is.", resolve: ({ plugin }) => plugin.description }),
    source: t.exposeString("source", { description: "`built in`, or the package or file that it comes from." }),
    optionsSchema: t.field({
      type: "JSON",
      nullable: true,
      description: "The JSON Schema of its options.",
      resolve: ({ optionsSchema }) => optionsSchema,
    }),
  }),
});

builder.queryField("plugins", (t) =>
  t.field({
    type: [Plugin],
    description: "The runners and benchmarks that registered themselves, by kind and name.",
    resolve: async (_, __, { evaluation }) => (await evaluation)?.plugins.list() ?? [],
  }),
);
