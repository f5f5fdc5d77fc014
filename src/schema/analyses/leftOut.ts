import type { LeftOutCount as CountRow, LeftOut as LeftOutRow } from "../../analysis/leftOut.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { Model } from "../results/model.ts";

const LeftOutReason = builder.enumType("LeftOutReason", {
  description: "The reason why a model or some of its runs play no part in a frontier.",
  values: {
    DOES_NOT_FIT: { description: "The weights and the KV cache of the batch need more memory than there is." },
    TOO_SLOW: { description: "Nothing that fits is within the allowed times to the first token or between tokens." },
    NO_ARCHITECTURE: { description: "The architecture of the model is not known, so that nothing can be estimated." },
    NO_RESULT: { description: "There is no result on one of the benchmarks." },
    NO_VALUE: { description: "The value of an objective is missing. Values of other runs do not stand in for it." },
    NO_PLACE_ON_AXIS: { description: "A value is zero or below, which has no place on a logarithmic axis." },
    NO_SAMPLES: { description: "There are no graded answers with output tokens to derive operating points from." },
    NOT_BETTER_THAN_CHANCE: {
      description:
        "The accuracy is not better than guessing by its 95 % interval, and `betterThanChance` asks for what is.",
    },
    OTHER_EXPERIMENT: {
      description:
        "The runs were asked or served in another way, and fewer answers are known of it than of the one used.",
    },
  } as const,
});

export const LeftOut = builder.objectRef<LeftOutRow>("LeftOut").implement({
  description: "Runs of a model in a mode that match the filter and play no part in the frontier.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: (left, _, context) => resolveRow(context, "models", left.modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    reason: t.expose("reason", { type: LeftOutReason, description: "The kind of reason." }),
    message: t.exposeString("message", { description: "The reason in words, with figures." }),
    runCount: t.exposeInt("runCount", { description: "The number of runs that are left out." }),
    competes: t.exposeBoolean("competes", {
      description: "True if the model competes in this mode all the same, with other runs.",
    }),
  }),
});

export const LeftOutCount = builder.objectRef<CountRow>("LeftOutCount").implement({
  description: "The number of models and of runs that play no part for one reason.",
  fields: (t) => ({
    reason: t.expose("reason", { type: LeftOutReason, description: "The reason." }),
    competes: t.exposeBoolean("competes", { description: "Whether the models compete with other runs." }),
    modelCount: t.exposeInt("modelCount", { description: "The number of models in a mode." }),
    runCount: t.exposeInt("runCount", { description: "The number of runs." }),
  }),
});
