import { builder } from "./builder.ts";

interface PluginRow {
  name: string;
  kind: "RUNNER" | "BENCHMARK";
  version: string;
  apiVersion: string;
  source: string;
  optionsSchema: unknown;
}

const PluginKind = builder.enumType("PluginKind", {
  description: "What a plugin adds.",
  values: {
    RUNNER: { description: "An engine that serves models." },
    BENCHMARK: { description: "A set of problems with its grading." },
  } as const,
});

const Plugin = builder.objectRef<PluginRow>("Plugin").implement({
  description: "A runner or benchmark that registered itself.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name." }),
    kind: t.expose("kind", { type: PluginKind, description: "What it adds." }),
    version: t.exposeString("version", { description: "Its version." }),
    apiVersion: t.exposeString("apiVersion", {
      description: "The version of the plugin contract that it is written for.",
    }),
    source: t.exposeString("source", { description: "The package or file that it comes from." }),
    optionsSchema: t.field({
      type: "JSON",
      nullable: true,
      description: "The JSON Schema of its options.",
      resolve: (plugin) => plugin.optionsSchema,
    }),
  }),
});

builder.queryField("plugins", (t) =>
  t.field({
    type: [Plugin],
    description: "The runners and benchmarks that registered themselves; none in this version.",
    resolve: () => [],
  }),
);
