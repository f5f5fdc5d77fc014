import type { ModelInMode } from "../../analysis/request/candidate.ts";
import type { WarningRow } from "../../analysis/warnings.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { Model } from "../results/model.ts";

const WarningCode = builder.enumType("WarningCode", {
  description: "What candidates differ in, or lack, so that they should not be compared without a thought.",
  values: {
    MIXED_LABS: { description: "They come from several labs." },
    MIXED_PROTOCOLS: { description: "They were asked in several ways, or some in ways that are not known." },
    MIXED_GRADERS: { description: "Several graders judged their answers, or some that are not known." },
    MIXED_TOKEN_COUNTERS: { description: "Their output tokens were counted in several ways." },
    PARTIAL: { description: "Some answered only a part of the problems." },
    NOT_ABOVE_CHANCE: { description: "Some are not better than guessing." },
    OTHER_PRECISION: {
      description: "Some are served in another precision than the one in which their accuracy was measured.",
    },
    LOADING: {
      description: "Results that come with the package are still being loaded, so that candidates are missing.",
    },
  } as const,
});

const WarnedCandidate = builder.objectRef<ModelInMode>("WarnedCandidate").implement({
  description: "A model in a mode that a warning is about.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
  }),
});

export const Warning = builder.objectRef<WarningRow>("Warning").implement({
  description: "What to know before comparing candidates.",
  fields: (t) => ({
    code: t.expose("code", { type: WarningCode, description: "The kind of warning." }),
    message: t.exposeString("message", { description: "The warning in whole sentences, with what to do about it." }),
    candidates: t.expose("candidates", {
      ...cost({ size: 5 }),
      type: [WarnedCandidate],
      description:
        "The candidates that it is about: of a mixture those that are unlike most others, or all where no group is the largest.",
    }),
  }),
});
