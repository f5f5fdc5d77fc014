import { type BenchmarkRow, findByName } from "../../store/catalogue.ts";
import { chanceLevelOf } from "../../store/chanceLevel.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { cost } from "../base/cost.ts";

export const Benchmark = builder.node(builder.objectRef<BenchmarkRow>("Benchmark"), {
  description:
    "A set of problems with one way to grade answers. A part of another's problems is a benchmark by itself.",
  id: { resolve: (benchmark) => benchmark.slug, description: "The global id." },
  loadOne: (slug, context) => context.catalogue.benchmarks.bySlug.get(slug),
  fields: (t) => ({
    slug: t.exposeString("slug", { description: "The name in queries, e.g. `gpqa-diamond`." }),
    benchmark: t.exposeString("benchmark", {
      description: "The benchmark of which this is a variant. It is the slug where there are no variants.",
    }),
    subset: t.exposeString("subset", { nullable: true, description: "The part of its problems. Null for all." }),
    language: t.exposeString("language", {
      nullable: true,
      description: "The language of the problems. Null if the benchmark has but one.",
    }),
    problemsVersion: t.exposeString("problemsVersion", {
      description: "The version of the problems. Results of different versions are never pooled.",
    }),
    name: t.exposeString("name", { description: "The display name." }),
    domain: t.exposeString("domain", { nullable: true, description: "The subject of its problems." }),
    problemCount: t.exposeInt("problemCount", { nullable: true, description: "The number of its problems." }),
    chanceLevel: t.float({
      description:
        "The accuracy of guessing, between 0 and 1: as stated for the benchmark, else one of its options, else 0.",
      resolve: chanceLevelOf,
    }),
    plugin: t.exposeString("plugin", {
      nullable: true,
      description: "The benchmark plugin that can run it here. Null if all results come from elsewhere.",
    }),
    version: t.exposeString("version", { description: "The version of its problems and grading." }),
    url: t.exposeString("url", { nullable: true, description: "The address of a description of its problems." }),
    license: t.exposeString("license", {
      nullable: true,
      description: "The licence of its problems, where the lab that brought it states it.",
    }),
  }),
});

builder.objectField(Benchmark, "subsetOf", (t) =>
  t.field({
    type: Benchmark,
    nullable: true,
    description: "The benchmark that its problems are a part of. Results of the two are never pooled.",
    resolve: ({ subsetOf }, _, { catalogue }) => (subsetOf === null ? null : catalogue.benchmarks.byId.get(subsetOf)),
  }),
);

const BenchmarkConnection = builder.connectionObject({
  type: Benchmark,
  name: "BenchmarkConnection",
  description: "A page of benchmarks.",
});

builder.queryFields((t) => ({
  benchmark: t.field({
    type: Benchmark,
    nullable: true,
    description: "A benchmark by its slug. Null if the store does not hold it: the error then names the nearest slugs.",
    args: { slug: t.arg.string({ required: true, description: "The slug, e.g. `gpqa-diamond`." }) },
    resolve: (_, { slug }, { catalogue }) => findByName(catalogue, "benchmarks", slug, "slug"),
  }),
  benchmarks: t.connection(
    {
      ...cost({ weight: 2 }),
      type: Benchmark,
      description: "The benchmarks of the store in the order of their slugs.",
      resolve: (_, page, { catalogue }) =>
        connectionOfList(catalogue.benchmarks.all, pageRequest(page, ["text"]), keyOf),
    },
    BenchmarkConnection,
  ),
}));

const keyOf = (benchmark: BenchmarkRow) => [benchmark.slug];
