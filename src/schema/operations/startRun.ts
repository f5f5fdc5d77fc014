import type { z } from "zod";
import { mayDo, type Principal } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import {
  descriptionOf,
  hardware,
  judgePrice,
  pluginChoice,
  RUN_PARAMETERS,
  type RunRequestInput,
  runRequest,
} from "../../evaluation/plan/runParameters.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { inputFieldsOf, type NamedInput } from "../base/zodFields.ts";
import { Run } from "../results/run.ts";
import { evaluationOf } from "./evaluation.ts";

const PluginChoice = inputOf("PluginChoiceInput", "The choice of a plugin and its options.", pluginChoice);
const HardwareInput = inputOf(
  "HardwareInput",
  "The accelerators that serve a model, where the system cannot see them for itself.",
  hardware,
);
const JudgePriceInput = inputOf("JudgePriceInput", "The price of a judge's tokens.", judgePrice);

const StartRunInput = builder.inputType("StartRunInput", {
  description: "A request for runs: one run for each benchmark and each way of thinking.",
  fields: (t) =>
    inputFieldsOf(
      t,
      runRequest.shape,
      (name) => descriptionOf(RUN_PARAMETERS[name as keyof typeof RUN_PARAMETERS]),
      new Map<z.ZodType, NamedInput>([
        [pluginChoice, PluginChoice],
        [hardware, HardwareInput],
        [judgePrice, JudgePriceInput],
      ]),
    ),
});

/** An input whose fields are described in its schema. */
function inputOf(name: string, description: string, { shape }: z.ZodObject<Record<string, z.ZodType>>) {
  return builder.inputType(name, {
    description,
    fields: (t) => inputFieldsOf(t, shape, (field) => shape[field]!.description!),
  });
}

export const StartRunResult = builder.objectRef<{ runIds: number[] }>("StartRunResult").implement({
  description: "The runs that were queued.",
  fields: (t) => ({
    runs: t.field({
      ...cost({ size: 10 }),
      type: [Run],
      description: "The runs, one for each benchmark and each way of thinking.",
      resolve: async ({ runIds }, _, { loaders }) =>
        (await loaders.run.loadMany(runIds)).flatMap((run) => (run instanceof Error || !run ? [] : [run])),
    }),
  }),
});

builder.mutationField("startRun", (t) =>
  t.field({
    type: StartRunResult,
    description:
      "Queues runs. A worker that has the runner measures them. The token must hold for the lab of the runs; a token that is " +
      "bound to a lab measures for that lab if none is given.",
    ...needs("measure", { weight: 200 }),
    args: {
      input: t.arg({ type: StartRunInput, required: true, description: "The runs to measure." }),
      goOn: t.arg.boolean({
        description:
          "True to go on with the runs of the same request that was made before, as long as one of them has no result: those " +
          "that failed or were canceled are resumed, and those that have results are left as they are.",
      }),
    },
    resolve: async (_, { input, goOn }, context) => ({
      runIds: await (await evaluationOf(context)).startRuns(
        ofOwnLab(request(input), context.principal),
        context.principal,
        { goOn: goOn ?? false },
      ),
    }),
  }),
);

/** The request without the parameters that are null, so that their defaults hold. */
function request(input: object): RunRequestInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as RunRequestInput;
}

/** The request for the caller's own lab if it names none. Throws `FORBIDDEN` for a lab over which the caller has no rights. */
function ofOwnLab(asked: RunRequestInput, principal: Principal): RunRequestInput {
  const lab = asked.lab ?? principal.lab ?? RUN_PARAMETERS.lab.schema.parse(undefined);
  if (!mayDo(principal, "measure", lab)) throw refusalOfLab(principal, lab, "input.lab");
  return { ...asked, lab };
}
