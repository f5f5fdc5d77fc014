import { shownRecipe } from "../../access/shownRecipe.ts";
import { runCost } from "../../analysis/candidates/runCost.ts";
import { requireMetric } from "../../analysis/request/objectives.ts";
import { RequestError } from "../../errors/requestError.ts";
import { COLUMN_METRICS } from "../../frontier/metrics.ts";
import type { ClusteredMean } from "../../frontier/statistics/clusteredMean.ts";
import { majorityVote } from "../../frontier/testTimeCompute/majorityVote.ts";
import { passAtK } from "../../frontier/testTimeCompute/passAtK.ts";
import { judgingReport } from "../../recording/judgeReport.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { criteriaOf } from "../../store/filters/runFilter.ts";
import { countRuns } from "../../store/reading/counts.ts";
import { pageRequest } from "../../store/reading/page.ts";
import {
  type ListedRun,
  type RunOrderField as OrderField,
  type RunRow,
  readRunPage,
  runKeyTypes,
} from "../../store/reading/runPages.ts";
import { SAMPLE_KEY_TYPES, sampleKey } from "../../store/reading/samplePages.ts";
import { versionText } from "../../store/store.ts";
import { seesDetails, shownToOperators } from "../base/access.ts";
import { badId, builder, decodeGlobalID, runHashOf } from "../base/builder.ts";
import { connectionOf } from "../base/connection.ts";
import { type Context, resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { OrderDirection, Provenance, RunFilter, RunStatus } from "../base/filters.ts";
import { AnswerFate } from "./answerFate.ts";
import { Benchmark } from "./benchmark.ts";
import { Decoding } from "./decoding.ts";
import { Hardware } from "./hardware.ts";
import { JudgingReportRef } from "./judging.ts";
import { Lab } from "./lab.ts";
import { listMeasures, Measure } from "./measure.ts";
import { Model } from "./model.ts";

import { Sample, SampleConnection } from "./sample.ts";
import { Serving } from "./serving.ts";

const ClusteredMeanRef = builder.objectRef<ClusteredMean>("ClusteredMean").implement({
  description: "A mean over problems with its standard error.",
  fields: (t) => ({
    mean: t.exposeFloat("mean", { description: "The mean over problems, between 0 and 1." }),
    standardError: t.exposeFloat("standardError", {
      nullable: true,
      description: "Its standard error over problems. Null for a single problem.",
    }),
    count: t.exposeInt("count", { description: "The number of answers that it is computed from." }),
  }),
});

/** No vote and no pass@k needs more, and binomials of more would overflow. */
const MOST_REPEATS = 1000;

function requireCount(k: number): number {
  if (k >= 1 && k <= MOST_REPEATS) return k;
  throw new RequestError("BAD_VALUE", `k: ${k} is not between 1 and ${MOST_REPEATS}.`, "k");
}

const shownVersion = (digest: string | null) => digest && versionText(digest);

/** The slug of the lab that ran it. */
export const labOf = async (run: Pick<RunRow, "labId">, context: Context) =>
  (await resolveRow(context, "labs", run.labId)).slug;

export const Run = builder.node(builder.objectRef<RunRow>("Run"), {
  description: "One model in one mode on one benchmark, by one lab.",
  id: {
    resolve: (run) => run.contentHash,
    description: "The global id. It changes once, when a run that is measured ends; its earlier id stays valid.",
  },
  loadMany: (ids, context) => ids.map((id) => context.loaders.runByHash.load(runHashOf(id))),
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model that answered.",
      resolve: (run, _, context) => resolveRow(context, "models", run.modelId),
    }),
    mode: t.exposeString("mode", {
      description:
        "The name of what changes answers and price: reasoning effort, tools, selection or precision. It is `default` if nothing was chosen.",
    }),
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark whose problems were answered.",
      resolve: (run, _, context) => resolveRow(context, "benchmarks", run.benchmarkId),
    }),
    lab: t.field({
      type: Lab,
      description: "The lab that ran or published it.",
      resolve: (run, _, context) => resolveRow(context, "labs", run.labId),
    }),
    runner: t.exposeString("runner", { nullable: true, description: "The engine that served the model." }),
    runnerVersion: t.exposeString("runnerVersion", { nullable: true, description: "The version of the engine." }),
    hardware: t.field({
      type: Hardware,
      nullable: true,
      description: "The accelerator that it was served on.",
      resolve: (run, _, context) => (run.hardwareId === null ? null : resolveRow(context, "hardware", run.hardwareId)),
    }),
    hardwareCount: t.exposeInt("hardwareCount", { nullable: true, description: "The number of accelerators." }),
    deployment: t.field({
      ...cost({ weight: 1 }),
      type: "JSON",
      nullable: true,
      description: "The settings of the server (parallelism, precision, batch), named as in the source.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).deployment,
    }),
    status: t.expose("status", { type: RunStatus, description: "The stage that it has reached." }),
    provenance: t.expose("provenance", { type: Provenance, description: "The way in which it came into this store." }),
    sourceUrl: t.exposeString("sourceUrl", { nullable: true, description: "The address at which it was published." }),
    license: t.exposeString("license", { nullable: true, description: "The licence of the source." }),
    contentHash: t.exposeString("contentHash", {
      description: "The SHA-256 of its content. The same submission has the same hash in every store.",
    }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "The time at which it began." }),
    finishedAt: t.expose("finishedAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it ended.",
    }),
    protocol: t.string({
      nullable: true,
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).protocolId,
      description:
        "The name of how it was asked and graded: a digest of prompt, shots, extraction, grader, judge and class of temperature. Null if it is not known.",
    }),
    grader: t.string({
      nullable: true,
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).grader,
      description:
        "What judged its answers: the grader that its source states, or the benchmark's plugin with its version and the judge. Null if it is not known.",
    }),
    servedAs: t.string({
      nullable: true,
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).servedAs,
      description: "The provider or the engine, with the precision of weights and cache. Null if it is not known.",
    }),
    serving: t.field({
      type: Serving,
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).serving,
      description: "The facts of how the model was served, as far as they are known.",
    }),
    coverage: t.float({
      nullable: true,
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).coverage,
      description:
        "The share of the benchmark's problems that it answered, between 0 and 1. Null if their number is not known.",
    }),
    retractionReason: t.string({
      nullable: true,
      description: "The reason why it was taken back. Null if it was not.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).retractionReason,
    }),
    addedVersion: t.string({
      nullable: true,
      description: "The version of the data from which on it counted. Null if it never did.",
      resolve: async (run, _, { loaders }) => shownVersion((await loaders.runDetails.load(run.id)).addedVersion),
    }),
    retiredVersion: t.string({
      nullable: true,
      description:
        "The version of the data from which on it counted no more, because it was taken back. Null if it was not.",
      resolve: async (run, _, { loaders }) => shownVersion((await loaders.runDetails.load(run.id)).retiredVersion),
    }),
    problemCount: t.exposeInt("problemCount", { nullable: true, description: "The number of its problems." }),
    sampleCount: t.exposeInt("sampleCount", {
      nullable: true,
      description: "The number of its answers, repeats included.",
    }),
    decoding: t.field({
      type: Decoding,
      description: "The sampling settings of its answers.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).decoding,
    }),
    notes: t.string({
      nullable: true,
      description: "Further remarks of the source, and assumptions made when it was imported.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).notes,
    }),
    recipe: t.field({
      ...cost({ weight: 1 }),
      type: "JSON",
      nullable: true,
      description:
        "The request and the plugins that served it, enough to run it again. Null if it was not measured here. " +
        "Callers who may not measure for its lab see no options of plugins, addresses or files in it.",
      extensions: { shownTo: "measure" },
      resolve: async (run, _, context) => {
        const { recipe } = await context.loaders.runDetails.load(run.id);
        return recipe && shownRecipe(recipe, seesDetails(context.principal, await labOf(run, context)));
      },
    }),
    error: t.string({
      nullable: true,
      description: "The reason why it failed, or why it waits for another attempt.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).error,
    }),
    errorCode: t.string({
      nullable: true,
      description: "The code of that reason, for programs. docs/errors.md lists the codes.",
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).errorCode,
    }),
    errorDetails: t.string({
      nullable: true,
      description: "What went wrong in full. Null for callers who may not measure for the lab of the run.",
      ...shownToOperators(labOf),
      resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).errorDetails,
    }),
    measures: t.field({
      ...cost({ size: 16 }),
      type: [Measure],
      description: "All its measures, measured and estimated ones.",
      resolve: async (run, _, { loaders, catalogue }) =>
        listMeasures(catalogue.metrics, (await loaders.runDetails.load(run.id)).measures),
    }),
    measure: t.field({
      type: Measure,
      nullable: true,
      description: "Its measure of one metric. Null if it has none.",
      args: { metric: t.arg.string({ required: true, description: "The name of the metric, e.g. `flops`." }) },
      resolve: async (run, { metric: name }, { loaders, catalogue }) => {
        const metric = requireMetric(catalogue.metrics, name, "metric");
        const measure = (await loaders.runDetails.load(run.id)).measures[name];
        return measure && { ...measure, metric };
      },
    }),
    cost: t.field({
      type: Measure,
      nullable: true,
      description:
        "The US dollars of a problem: as its source states them, else its tokens at the price in force (`Model.prices`), as candidates have them, else its GPU time at the price in force of an hour of its accelerator. A price makes it estimated, and the note says which. Null if none is known.",
      resolve: async (run, _, { loaders, catalogue }) => {
        const priced = runCost(catalogue, run, (await loaders.runDetails.load(run.id)).measures);
        return priced && { ...priced, metric: requireMetric(catalogue.metrics, "cost", "metric") };
      },
    }),
    passAtK: t.field({
      ...cost({ weight: 20 }),
      type: ClusteredMeanRef,
      nullable: true,
      description:
        "The unbiased estimate of pass@k, the probability that at least one of k answers to a problem is right (Chen et al. 2021), over its samples. Null if a problem has fewer than k answers.",
      args: { k: t.arg.int({ required: true, description: "The number of answers to a problem, at least 1." }) },
      resolve: async (run, { k }, { loaders }) => passAtK(await loaders.ballots.load(run.id), requireCount(k)),
    }),
    majorityVote: t.field({
      ...cost({ weight: 20 }),
      type: ClusteredMeanRef,
      nullable: true,
      description:
        "The expected accuracy of a majority of k answers, over all choices of k of its samples. Null if a problem has fewer than k answers.",
      args: { k: t.arg.int({ required: true, description: "The number of answers that vote, at least 1." }) },
      resolve: async (run, { k }, { loaders }) => majorityVote(await loaders.ballots.load(run.id), requireCount(k)),
    }),
    judging: t.field({
      ...cost({ weight: 20 }),
      type: JudgingReportRef,
      nullable: true,
      description: "Its judges, with their errors and their agreement. Null if no answer was judged.",
      resolve: async (run, _, { loaders }) => judgingReport(await loaders.judgements.load(run.id)),
    }),
    samples: t.connection(
      {
        ...cost({ weight: 20 }),
        type: Sample,
        description: "Its answers in order of problem and repeat. The list is empty if the source gives only totals.",
        args: {
          correct: t.arg.boolean({ description: "Return only answers with this verdict." }),
          fate: t.arg({ type: AnswerFate, description: "Return only answers of which this became." }),
        },
        resolve: async (run, { correct, fate, ...page }, { loaders }) => {
          const choice = { correct, fate };
          const rows = await loaders.samplePages(choice, pageRequest(page, SAMPLE_KEY_TYPES)).load(run.id);
          return connectionOf(rows, sampleKey, () => loaders.sampleCounts(choice).load(run.id));
        },
      },
      SampleConnection,
    ),
  }),
});

builder.objectField(Run, "supersededBy", (t) =>
  t.field({
    type: Run,
    nullable: true,
    description: "The corrected run that replaces it. Null if there is none.",
    resolve: async (run, _, { loaders }) => {
      const { supersededBy } = await loaders.runDetails.load(run.id);
      return supersededBy === null ? null : loaders.runByHash.load(supersededBy);
    },
  }),
);

builder.objectField(Run, "derivedFrom", (t) =>
  t.field({
    type: Run,
    nullable: true,
    description:
      "The run whose stored answers were graded or judged again to make this one. Null if there is none, or if this store does not hold it.",
    resolve: async (run, _, { loaders }) => {
      const { derivedFrom } = await loaders.runDetails.load(run.id);
      return derivedFrom === null ? null : loaders.runByHash.load(derivedFrom);
    },
  }),
);

export const RunConnection = builder.connectionObject({
  type: Run,
  name: "RunConnection",
  description: "A page of runs.",
});

const RunOrderField = builder.enumType("RunOrderField", {
  description: "A value that runs can be ordered by: the time at which they ended, or a built-in metric.",
  values: Object.fromEntries([
    ["FINISHED_AT", { value: "finishedAt" as OrderField, description: "The time at which the run ended." }],
    ...COLUMN_METRICS.map(({ name, title, unit }) => [
      name.toUpperCase(),
      { value: name as OrderField, description: `${title}, in ${unit}.` },
    ]),
  ]) as Record<string, { value: OrderField; description: string }>,
});

const RunOrder = builder.inputType("RunOrder", {
  description: "The order of a list of runs. Ties are in the order in which they came into the store.",
  fields: (t) => ({
    field: t.field({ type: RunOrderField, description: "The value to order by, if it is no metric that is named." }),
    metric: t.string({
      description: "The name of the metric to order by, also of one that a plugin adds. Give either this or `field`.",
    }),
    direction: t.field({ type: OrderDirection, required: true, description: "The end of the order that comes first." }),
  }),
});

export const runListArguments = builder.args((t) => ({
  where: t.field({ type: RunFilter, description: "Return only runs that match." }),
  orderBy: t.field({
    type: RunOrder,
    description: "The order of the runs. By default the latest finished run comes first.",
  }),
}));

interface OrderArgument {
  field?: OrderField | null | undefined;
  metric?: string | null | undefined;
  direction: "ASC" | "DESC";
}

/** The order that is asked for. Throws `UNKNOWN_METRIC`, or `BAD_VALUE` where not exactly one value is named. */
export function orderOf(order: OrderArgument | null | undefined, { metrics }: Pick<Catalogue, "metrics">) {
  const { field, metric, direction } = order ?? {};
  if (order && (field == null) === (metric == null)) {
    throw new RequestError("BAD_VALUE", "orderBy: give either field or metric.", "orderBy");
  }
  if (metric != null) requireMetric(metrics, metric, "orderBy.metric");
  return { field: metric ?? field ?? "finishedAt", descending: direction !== "ASC" };
}

export const keyOfRun = (run: RunRow) => (run as ListedRun).key;

builder.queryFields((t) => ({
  run: t.field({
    type: Run,
    nullable: true,
    description: "A run by its global id. Null if the store does not hold it.",
    args: { id: t.arg.id({ required: true, description: "The global id of a run." }) },
    resolve: (_, { id: globalId }, { loaders }) => {
      const { typename, id } = decodeGlobalID(globalId);
      if (typename !== "Run") throw badId(globalId);
      return loaders.runByHash.load(runHashOf(id));
    },
  }),
  runs: t.connection(
    {
      ...cost({ weight: 50 }),
      type: Run,
      description: "The runs of the store.",
      args: runListArguments,
      resolve: async (_, { where, orderBy, ...page }, { store, catalogue }) => {
        const order = orderOf(orderBy, catalogue);
        const criteria = criteriaOf(where ?? {}, catalogue);
        const rows = await readRunPage(store, criteria, order, pageRequest(page, runKeyTypes(order)));
        return connectionOf(rows, keyOfRun, () => countRuns(store, criteria));
      },
    },
    RunConnection,
  ),
}));
