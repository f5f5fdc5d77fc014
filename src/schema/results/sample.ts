import { SAMPLE_METRICS } from "../../frontier/metrics.ts";
import { canaryOf, withoutCanary } from "../../recording/canary.ts";
import type { Measures } from "../../store/measures.ts";
import type { SampleRow } from "../../store/reading/samplePages.ts";
import { fateOf } from "../../store/sampleFate.ts";
import { builder, sampleId, sampleKeyOf } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { AnswerFate } from "./answerFate.ts";
import { JudgementRef } from "./judging.ts";
import { listMeasures, Measure } from "./measure.ts";

/** A text of a sample without the canary of its run's dataset. */
async function served({ runId }: SampleRow, text: string | null, { loaders }: Context): Promise<string | null> {
  if (text === null) return null;
  return withoutCanary(text, canaryOf((await loaders.runDetails.load(runId)).recipe));
}

export const Sample = builder.node(builder.objectRef<SampleRow>("Sample"), {
  description: "One answer to one problem in a run.",
  id: {
    resolve: sampleId,
    description: "The global id.",
  },
  loadMany: (ids, context) => ids.map((id) => context.loaders.sample.load(sampleKeyOf(id))),
  fields: (t) => ({
    problemId: t.exposeString("problemId", { description: "The id of the problem within its benchmark." }),
    repeat: t.exposeInt("repeat", {
      description: "The number of this answer among the answers to its problem, from 0.",
    }),
    correct: t.exposeBoolean("correct", {
      nullable: true,
      description:
        "The verdict. Null with an error if the request or its grading failed, and without one if the answer could not be decided.",
    }),
    fate: t.field({ type: AnswerFate, description: "What became of it.", resolve: fateOf }),
    score: t.exposeFloat("score", {
      nullable: true,
      description: "The score between 0 and 1, if there is partial credit.",
    }),
    measures: t.field({
      ...cost({ size: 5 }),
      type: [Measure],
      description: "The cost of this answer, and its values of metrics that plugins add.",
      resolve: async (sample, _, { loaders, catalogue }) =>
        listMeasures(catalogue.metrics, measuresOf(sample, (await loaders.runDetails.load(sample.runId)).measures)),
    }),
    answer: t.string({
      nullable: true,
      description: "The final answer as it was extracted.",
      resolve: (sample, _, context) => served(sample, sample.answer, context),
    }),
    expected: t.exposeString("expected", { nullable: true, description: "The gold answer." }),
    output: t.string({
      ...cost({ weight: 10 }),
      nullable: true,
      description: "The whole completion, if it is kept. A canary string of the dataset in it is left out.",
      resolve: (sample, _, context) => served(sample, sample.output, context),
    }),
    finishReason: t.exposeString("finishReason", {
      nullable: true,
      description: "The reason why generation ended, as the engine reported it.",
    }),
    cachedPromptTokens: t.exposeInt("cachedPromptTokens", {
      nullable: true,
      description: "Tokens of the prompt that the engine had in its cache. Null if it does not say.",
    }),
    acceptedDraftTokens: t.exposeInt("acceptedDraftTokens", {
      nullable: true,
      description: "Tokens that a draft model proposed and the model took. Null if the engine does not say.",
    }),
    rejectedDraftTokens: t.exposeInt("rejectedDraftTokens", {
      nullable: true,
      description: "Tokens that a draft model proposed and the model refused. Null if the engine does not say.",
    }),
    answerTtft: t.exposeFloat("answerTtft", {
      nullable: true,
      description: "Seconds to the first token of the answer itself, behind its reasoning. Null if it is not known.",
    }),
    queueTime: t.exposeFloat("queueTime", {
      nullable: true,
      description: "Seconds that the request waited in the engine. Null if the engine does not say.",
    }),
    discardedTokens: t.exposeInt("discardedTokens", {
      nullable: true,
      description: "Output tokens of failed attempts at this answer. The costs of the run count them.",
    }),
    promptHash: t.exposeString("promptHash", { nullable: true, description: "The SHA-256 of the prompt." }),
    judgement: t.field({
      type: JudgementRef,
      nullable: true,
      description:
        "What a judge said of it, if it was asked. The verdict is that of the judge only if the parse could not decide.",
      resolve: async ({ runId, judgement }, _, { loaders }) => {
        if (!judgement) return null;
        const canary = canaryOf((await loaders.runDetails.load(runId)).recipe);
        const servedOf = <Said extends { reason: string }>(said: Said) => ({
          ...said,
          reason: withoutCanary(said.reason, canary),
        });
        return { ...servedOf(judgement), ...(judgement.second && { second: servedOf(judgement.second) }) };
      },
    }),
    error: t.exposeString("error", { nullable: true, description: "The reason why there is no verdict." }),
    errorCode: t.exposeString("errorCode", {
      nullable: true,
      description: "The code of that error, one of those in docs/errors.md.",
    }),
  }),
});

export const SampleConnection = builder.connectionObject({
  type: Sample,
  name: "SampleConnection",
  description: "A page of samples.",
});

/** What was not measured of the run's mean was not measured of its samples either. */
function measuresOf(sample: SampleRow, ofRun: Measures): Measures {
  const known = SAMPLE_METRICS.filter(({ name, sampleField }) => name !== "accuracy" && sample[sampleField] !== null);
  return Object.fromEntries([
    ...Object.entries(sample.measures ?? {}).map(([name, value]) => [name, { value }]),
    ...known.map(({ name, sampleField }) => {
      const { estimated, note } = ofRun[name] ?? {};
      return [name, { value: sample[sampleField]!, estimated, note }];
    }),
  ]);
}
