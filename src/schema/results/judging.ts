import type { JudgeReport, JudgingReport } from "../../recording/judgeReport.ts";
import type { Judgement } from "../../store/tables.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";

export const JudgementRef = builder.objectRef<Judgement>("Judgement");

JudgementRef.implement({
  description: "What a judge model said of an answer.",
  fields: (t) => ({
    correct: t.exposeBoolean("correct", { nullable: true, description: "The verdict. Null if the judge gave none." }),
    reason: t.exposeString("reason", { description: "The reason that the judge gave." }),
    model: t.exposeString("model", { description: "The model that judged." }),
    promptTokens: t.exposeInt("promptTokens", {
      nullable: true,
      description: "Tokens of the judge's prompt, which are no part of the answer's own. Null if they are not known.",
    }),
    outputTokens: t.exposeInt("outputTokens", {
      nullable: true,
      description: "Tokens of the judge's reply, which are no part of the answer's own. Null if they are not known.",
    }),
    cost: t.exposeFloat("cost", {
      nullable: true,
      description: "The price of the judge's tokens in US dollars. Null if it is not known.",
    }),
    errorCode: t.exposeString("errorCode", {
      nullable: true,
      description: "The code of the failure because of which there is no verdict, one of those in docs/errors.md.",
    }),
    isCheck: t.boolean({
      description: "True if the parse had decided, so that the verdict of the judge only measures its errors.",
      resolve: ({ isCheck }) => isCheck ?? false,
    }),
    second: t.field({
      type: JudgementRef,
      nullable: true,
      description: "What a second judge said. If the two differ, the answer is undecided. Null without a second judge.",
      resolve: ({ second }) => second,
    }),
  }),
});

const JudgeReportRef = builder.objectRef<JudgeReport>("JudgeReport").implement({
  description: "What is known of one judge of a run.",
  fields: (t) => ({
    model: t.exposeString("model", { description: "The model that judged." }),
    isTrusted: t.exposeBoolean("isTrusted", {
      description:
        "True if its errors are measured on answers that the parse decided, and the upper end of their share is below one half.",
    }),
    verdicts: t.exposeInt("verdicts", { description: "The undecided answers on which it gave a verdict." }),
    failures: t.exposeInt("failures", { description: "The undecided answers on which it was asked and gave none." }),
    checkedRight: t.exposeInt("checkedRight", { description: "The right answers that it judged as well." }),
    checkedWrong: t.exposeInt("checkedWrong", { description: "The wrong answers that it judged as well." }),
    missed: t.exposeInt("missed", { description: "Of the right answers those that it called wrong." }),
    falselyAccepted: t.exposeInt("falselyAccepted", {
      description: "Of the wrong answers those that it called right.",
    }),
    errorRate: t.float({
      nullable: true,
      description: "The share of the decided answers on which it differs from the parse. Null if it judged none.",
      resolve: ({ errorRate }) => errorRate?.value,
    }),
    errorRateLow: t.float({
      nullable: true,
      description: "The lower end of the 95 % interval of the error rate (Wilson).",
      resolve: ({ errorRate }) => errorRate?.low,
    }),
    errorRateHigh: t.float({
      nullable: true,
      description: "The upper end of the 95 % interval of the error rate (Wilson).",
      resolve: ({ errorRate }) => errorRate?.high,
    }),
    kappaWithParse: t.exposeFloat("kappaWithParse", {
      nullable: true,
      description: "Cohen's κ of the judge and the parse. Null if it has no value, as where both said one word only.",
    }),
    promptTokens: t.exposeInt("promptTokens", {
      nullable: true,
      description: "Tokens of all its prompts. Null if some are not known.",
    }),
    outputTokens: t.exposeInt("outputTokens", {
      nullable: true,
      description: "Tokens of all its replies. Null if some are not known.",
    }),
    cost: t.exposeFloat("cost", {
      nullable: true,
      description: "The price of these tokens in US dollars. Null if some are not known.",
    }),
  }),
});

export const JudgingReportRef = builder.objectRef<JudgingReport>("JudgingReport").implement({
  description: "The judges of a run, their errors and their agreement.",
  fields: (t) => ({
    judges: t.expose("judges", {
      ...cost({ size: 2 }),
      type: [JudgeReportRef],
      description: "The judges, the first first.",
    }),
    sharedVerdicts: t.exposeInt("sharedVerdicts", { description: "The answers on which two judges gave a verdict." }),
    agreement: t.exposeFloat("agreement", {
      nullable: true,
      description: "The share of these on which they agree. Null if there are none.",
    }),
    kappa: t.exposeFloat("kappa", {
      nullable: true,
      description: "Cohen's κ of the two judges. Null if it has no value, as where both said one word only.",
    }),
  }),
});
