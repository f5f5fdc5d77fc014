import { findByName } from "../../store/catalogue.ts";
import { hardestProblems } from "../../store/reading/graded/problemList.ts";
import type { ProblemKey, ProblemResultRow, ProblemRow } from "../../store/reading/graded/problemResults.ts";
import type { StratumResultRow } from "../../store/reading/graded/problemStrata.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { type Context, resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "./benchmark.ts";
import { Model } from "./model.ts";
import { Run } from "./run.ts";

const Stratum = builder.objectRef<ProblemRow["strata"][number]>("ProblemStratum").implement({
  description: "A part of a benchmark to which a problem belongs.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "What the parts differ in, e.g. `subject` or `level`." }),
    value: t.exposeString("value", { description: "The part, e.g. `Algebra`." }),
  }),
});

const ProblemResult = builder.objectRef<ProblemResultRow>("ProblemResult").implement({
  description: "The answers of a model in a mode to one problem, over all its runs.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model that answered.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    right: t.exposeInt("right", { description: "The number of right answers." }),
    total: t.exposeInt("total", {
      description: "The number of answers, without those that failed. One that could not be decided counts as wrong.",
    }),
  }),
});

/** What is known of a problem, read for all problems of a request at once. */
const known = async (key: ProblemKey, { loaders }: Context): Promise<Pick<ProblemRow, "strata" | "results">> =>
  (await loaders.problem.load(key)) ?? { strata: [], results: [] };

const Problem = builder.objectRef<ProblemKey>("Problem").implement({
  description:
    "A problem of a benchmark and who solved it. Its question is not served: the store does not hold it, as licences and canaries of datasets forbid it for some.",
  fields: (t) => ({
    problemId: t.exposeString("problemId", { description: "The id of the problem within its benchmark." }),
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => resolveRow(context, "benchmarks", benchmarkId),
    }),
    strata: t.field({
      ...cost({ size: 5 }),
      type: [Stratum],
      description: "The parts of the benchmark that it belongs to. Empty if no run here has loaded the benchmark.",
      resolve: async (problem, _, context) => (await known(problem, context)).strata,
    }),
    results: t.field({
      ...cost({ size: 50 }),
      type: [ProblemResult],
      description: "The models that answered it, those first that solve it most often.",
      resolve: async (problem, _, context) => (await known(problem, context)).results,
    }),
    meanScore: t.float({
      nullable: true,
      description:
        "The mean, over models in their modes, of the mean score of their answers, between 0 and 1: a low one is that of a hard problem. Null if no answer to it was graded.",
      resolve: async (problem, _, context) => meanOf((await known(problem, context)).results.map(({ score }) => score)),
    }),
  }),
});

builder.queryField("problem", (t) =>
  t.field({
    ...followsFromData(500),
    type: Problem,
    nullable: true,
    description: "A problem of a benchmark. Null if the store holds no answer to it and no stratum of it.",
    args: {
      benchmark: t.arg.string({ required: true, description: "The slug of the benchmark, e.g. `math500`." }),
      id: t.arg.string({ required: true, description: "The id of the problem, as `problemId` of a sample gives it." }),
    },
    resolve: (_, { benchmark, id }, { loaders, catalogue }) =>
      loaders.problem.load({
        benchmarkId: findByName(catalogue, "benchmarks", benchmark, "benchmark").id,
        problemId: id,
      }),
  }),
);

const ProblemConnection = builder.connectionObject({
  type: Problem,
  name: "ProblemConnection",
  description: "A page of problems.",
});

builder.objectField(Benchmark, "problems", (t) =>
  t.connection(
    {
      ...cost({ weight: 3000 }),
      type: Problem,
      description:
        "Its problems that have graded answers, the hardest first (`Problem.meanScore`). Empty if its sources give only totals.",
      resolve: async ({ id }, page, { store }) =>
        connectionOfList(await hardestProblems(store, id), pageRequest(page, ["text"]), ({ problemId }) => [problemId]),
    },
    ProblemConnection,
  ),
);

const meanOf = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const StratumResult = builder.objectRef<StratumResultRow>("StratumResult").implement({
  description: "The results of a run on the problems of one part of its benchmark.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "What the parts differ in, e.g. `subject` or `level`." }),
    value: t.exposeString("value", { description: "The part, e.g. `Algebra`." }),
    problemCount: t.exposeInt("problemCount", { description: "The number of its problems that were answered." }),
    answerCount: t.exposeInt("answerCount", {
      description: "The number of answers to them, without those that failed.",
    }),
    accuracy: t.exposeFloat("accuracy", {
      description: "The mean over its problems of the share of right answers, between 0 and 1.",
    }),
  }),
});

builder.objectField(Run, "strata", (t) =>
  t.field({
    ...cost({ weight: 500, size: 20 }),
    type: [StratumResult],
    description:
      "Its accuracy on each part of the benchmark, such as a subject or a level, in the order of their names. A problem can belong to several parts. Empty if it has no samples, or if no run here has loaded the benchmark.",
    args: { name: t.arg.string({ description: "Return only parts of this name, e.g. `subject`." }) },
    resolve: async (run, { name }, { loaders }) => {
      const strata = await loaders.strata.load(run.id);
      return name == null ? strata : strata.filter((stratum) => stratum.name === name);
    },
  }),
);
