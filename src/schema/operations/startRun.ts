import type { z } from "zod";
import {
  descriptionOf,
  hardware,
  pluginChoice,
  RUN_PARAMETERS,
  type RunRequestInput,
  runRequest,
} from "../../evaluation/runParameters.ts";
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

const StartRunResult = builder.objectRef<{ runIds: number[] }>("StartRunResult").implement({
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
    ...cost({ weight: 200 }),
    type: StartRunResult,
    description: "Queues runs. A worker that has the runner measures them.",
    args: { input: t.arg({ type: StartRunInput, required: true, description: "The runs to measure." }) },
    resolve: async (_, { input }, context) => ({
      runIds: await (await evaluationOf(context)).startRuns(request(input)),
    }),
  }),
);

/** The request without the parameters that are null, so that their defaults hold. */
function request(input: object): RunRequestInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as RunRequestInput;
}
