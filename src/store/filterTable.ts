import type { CatalogueKind, ModelRow } from "./catalogue.ts";
import type { runs } from "./tables.ts";

/**
 * The types of a filter's value, as GraphQL writes them. A list asks for any of its values, a range for what lies
 * between its ends.
 */
export type FilterType =
  | "[String!]"
  | "[Architecture!]"
  | "[Provenance!]"
  | "[Assurance!]"
  | "Boolean"
  | "FloatRange"
  | "DateRange"
  | "DateTimeRange";

interface Filter {
  /** The name in queries and in the parameters of a picture's URL. */
  name: string;
  type: FilterType;
  description: string;
  /** The field of a model that it asks about. Such filters are evaluated in memory, over the catalogue. */
  ofModel?: keyof ModelRow;
  /** The column of runs that it asks about. Such filters become conditions of SQL. */
  ofRun?: keyof typeof runs.$inferSelect;
  /** Whether the pooling index leaves it out: few runs differ in it, and an index has 32 columns at most. */
  outsideIndex?: true;
  /** The table whose slugs a caller writes where the column holds row ids. */
  slugsOf?: CatalogueKind;
}

/**
 * Everything that models and runs can be filtered by. The filters of the GraphQL schema, the parameters of a picture's
 * URL, the criteria and their SQL, and the columns of the pooling index follow from it. The first column of runs is the
 * key of that index.
 */
export const FILTERS = [
  {
    name: "benchmark",
    type: "[String!]",
    description: "Slugs of benchmarks, e.g. `gpqa-diamond`.",
    ofRun: "benchmarkId",
    slugsOf: "benchmarks",
  },
  {
    name: "model",
    type: "[String!]",
    description: "Slugs of models, e.g. `Qwen/Qwen3-30B-A3B`.",
    ofRun: "modelId",
    slugsOf: "models",
  },
  { name: "family", type: "[String!]", description: "Families of models, e.g. `Qwen3`.", ofModel: "family" },
  { name: "developer", type: "[String!]", description: "Developers of models, e.g. `Alibaba`.", ofModel: "developer" },
  { name: "architecture", type: "[Architecture!]", description: "Kinds of architecture.", ofModel: "architecture" },
  { name: "mode", type: "[String!]", description: "Modes, e.g. `default`, `on`, `off`, `high`.", ofRun: "mode" },
  {
    name: "lab",
    type: "[String!]",
    description: "Slugs of the labs that ran or published the runs, e.g. `epoch`.",
    ofRun: "labId",
    slugsOf: "labs",
  },
  { name: "runner", type: "[String!]", description: "Engines that served the model, e.g. `vllm`.", ofRun: "runner" },
  {
    name: "hardware",
    type: "[String!]",
    description: "Slugs of accelerators, e.g. `H100-SXM`.",
    ofRun: "hardwareId",
    slugsOf: "hardware",
  },
  {
    name: "provenance",
    type: "[Provenance!]",
    description: "The ways in which the runs came into this store.",
    ofRun: "provenance",
  },
  {
    name: "verified",
    type: "Boolean",
    description: "True for runs that their lab signed in a feed that this store reads, false for the others.",
    ofRun: "verified",
    outsideIndex: true,
  },
  {
    name: "assurance",
    type: "[Assurance!]",
    description: "What the labs of the runs say of them in their feeds, as far as this store can show it.",
    ofRun: "assurance",
    outsideIndex: true,
  },
  {
    name: "reproduced",
    type: "Boolean",
    description:
      "True for runs that another lab signed to have reproduced with a run of its own, false for the others.",
    ofRun: "reproduced",
    outsideIndex: true,
  },
  {
    name: "disputed",
    type: "Boolean",
    description: "True for runs that another lab disputes with a run of its own, false for the others.",
    ofRun: "disputed",
    outsideIndex: true,
  },
  {
    name: "protocol",
    type: "[String!]",
    description: "Protocols: how the model was asked and graded, named as `protocol` of a run names them.",
    ofRun: "protocolId",
  },
  {
    name: "grader",
    type: "[String!]",
    description:
      "What judged the answers, named as `grader` of a run names it, e.g. `arithmetic 1.0.0` or `lighteval`.",
    ofRun: "grader",
  },
  {
    name: "servedAs",
    type: "[String!]",
    description: "How the model was served, e.g. `vllm, fp8`, as `servedAs` of a run says it.",
    ofRun: "servedAs",
  },
  {
    name: "provider",
    type: "[String!]",
    description: "Providers that served the model, e.g. `together`, as `serving.provider` of a run names them.",
    ofRun: "provider",
  },
  {
    name: "engine",
    type: "[String!]",
    description: "Engines that served the model, e.g. `vllm`, as `serving.engine` of a run names them.",
    ofRun: "engine",
  },
  {
    name: "precision",
    type: "[String!]",
    description: "Precisions of the weights, e.g. `fp8`, as `serving.precision` of a run names them.",
    ofRun: "precision",
  },
  {
    name: "effort",
    type: "[String!]",
    description: "How much the model was told to reason, e.g. `high`, as `serving.effort` of a run names it.",
    ofRun: "effort",
  },
  {
    name: "coverage",
    type: "FloatRange",
    description: "The share of the benchmark's problems that the run answered, between 0 and 1.",
    ofRun: "coverage",
  },
  {
    name: "openWeights",
    type: "Boolean",
    description: "True for models whose weights can be downloaded, false for the others.",
    ofModel: "openWeights",
  },
  {
    name: "totalParameters",
    type: "FloatRange",
    description: "All weights of the model, as a number of parameters.",
    ofModel: "totalParameters",
  },
  {
    name: "activeParameters",
    type: "FloatRange",
    description: "The weights that the model uses for a token, as a number of parameters.",
    ofModel: "activeParameters",
  },
  {
    name: "contextLength",
    type: "FloatRange",
    description: "The longest context that the model takes, in tokens.",
    ofModel: "contextLength",
  },
  {
    name: "license",
    type: "[String!]",
    description:
      "Licences of the model's weights, as SPDX expressions, e.g. `Apache-2.0`. Those without an SPDX identifier are written as `LicenseRef-Gemma`.",
    ofModel: "license",
  },
  {
    name: "releasedOn",
    type: "DateRange",
    description: "The day on which the model was released.",
    ofModel: "releasedOn",
  },
  { name: "finishedAt", type: "DateTimeRange", description: "The time at which the run ended.", ofRun: "finishedAt" },
] as const satisfies readonly Filter[];

type Declared = (typeof FILTERS)[number];
export type DeclaredModelFilter = Extract<Declared, { ofModel: string }>;
export type DeclaredRunFilter = Extract<Declared, { ofRun: string }> & Pick<Filter, "outsideIndex">;

export const MODEL_FILTERS = FILTERS.filter((filter) => "ofModel" in filter) as DeclaredModelFilter[];
export const RUN_FILTERS = FILTERS.filter((filter) => "ofRun" in filter) as DeclaredRunFilter[];
