import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { firstFault } from "../../exchange/submitting/fault.ts";
import { pointsOfBytes, pointsOfRuns } from "../../exchange/submitting/points.ts";
import { type Outcome, submitRuns } from "../../exchange/submitting/submitRuns.ts";
import { type SubmittedRun, submittedRun } from "../../exchange/submitting/submittedRun.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { Run } from "../results/run.ts";

/** The most runs of one mutation. More of them, and runs with many samples, go to `POST /submissions`. */
const MOST_RUNS = 100;
/** The most characters of a run as JSON, a little more than a request can hold. */
const MOST_CHARACTERS = 1024 * 1024;

const SubmissionStatus = builder.enumType("SubmissionStatus", {
  description: "What became of a submitted run.",
  values: {
    STORED: { description: "It is stored." },
    KNOWN: { description: "The store held the same run already." },
    HELD: {
      description: "It brings a model or a benchmark that the store lacks, and waits until an operator accepts it.",
    },
    FORGOTTEN: { description: "It was deleted for good once, and stays so." },
    REFUSED: { description: "It was refused as a whole." },
  } as const,
});

const SubmissionError = builder.objectRef<{ error: unknown }>("SubmissionError").implement({
  description: "The reason for which a run was refused.",
  fields: (t) => ({
    code: t.string({
      description: "The code of the failure, as `docs/errors.md` lists it.",
      resolve: ({ error }) => expectedFailure(error)?.code ?? "BAD_RUN",
    }),
    message: t.string({
      description: "What was wrong, and what is allowed.",
      resolve: ({ error }) => expectedFailure(error)?.message ?? "The database refuses a value of the run.",
    }),
    field: t.string({
      nullable: true,
      description: "The path of the field at fault, such as `samples.3.correct`.",
      resolve: ({ error }) => (error as Partial<RequestError>).argument ?? null,
    }),
  }),
});

const SubmissionResult = builder.objectRef<Outcome>("SubmissionResult").implement({
  description: "What became of a submitted run.",
  fields: (t) => ({
    status: t.field({ type: SubmissionStatus, description: "What became of it.", resolve: ({ status }) => status }),
    contentHash: t.string({
      nullable: true,
      description: "The SHA-256 of its content. Null if it was refused.",
      resolve: (outcome) => ("contentHash" in outcome ? outcome.contentHash : null),
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run as it is stored. Null if it was refused, waits for an operator or was deleted for good.",
      resolve: async (outcome, _, { loaders }) =>
        "contentHash" in outcome ? ((await loaders.runByHash.load(outcome.contentHash)) ?? null) : null,
    }),
    error: t.field({
      type: SubmissionError,
      nullable: true,
      description: "The reason for which it was refused. Null if it was not.",
      resolve: (outcome) => ("error" in outcome ? outcome : null),
    }),
  }),
});

const described =
  "in the form of `submission.schema.json`, which comes with the package. The lab is that of the token where it is left out.";

builder.mutationFields((t) => ({
  submitRun: t.field({
    type: SubmissionResult,
    description: "Submits a run of the token's lab with its samples. It is stored whole or refused with an error.",
    ...needs("submit", { weight: 200 }),
    args: {
      run: t.arg({
        type: "JSON",
        required: true,
        description: `The run, ${described}`,
        extensions: { mostCharacters: MOST_CHARACTERS },
      }),
    },
    resolve: async (_, { run }, context) => {
      const [outcome] = await submitted([run], context);
      if (outcome!.status === "REFUSED") throw outcome!.error;
      return outcome!;
    },
  }),
  submitRuns: t.field({
    type: [SubmissionResult],
    description:
      "Submits runs of the token's lab with their samples. Each is stored whole or refused for itself; the results are in the order of the runs.",
    ...needs("submit", { weight: 200, sizedBy: "runs" }),
    args: {
      runs: t.arg({
        type: ["JSON"],
        required: true,
        description: `At most ${MOST_RUNS} runs, each ${described}`,
        extensions: { mostEntries: MOST_RUNS, mostCharacters: MOST_CHARACTERS },
      }),
    },
    resolve: (_, { runs }, context) => submitted(runs, context),
  }),
}));

async function submitted(given: unknown[], { store, principal, submitting }: Context): Promise<Outcome[]> {
  const defaults = principal.lab === null ? {} : { lab: principal.lab };
  const checked = given.map((run, i) => {
    if (run === null || typeof run !== "object" || Array.isArray(run)) {
      return { error: new RequestError("BAD_RUN", `run ${i + 1}: it is no object.`, `run ${i + 1}`) };
    }
    const { data, error } = submittedRun.safeParse({ ...defaults, ...run });
    return data ? { run: data } : { error: firstFault(error, `run ${i + 1}`) };
  });
  const whole = checked.flatMap(({ run }) => (run ? [run as SubmittedRun] : []));
  submitting.charge(pointsOfBytes(JSON.stringify(given).length) + pointsOfRuns(checked.map(({ run }) => run ?? {})));
  const outcomes = await submitRuns(store, whole, principal, submitting.additions);
  return checked.map(({ error }) => (error ? { status: "REFUSED", error } : outcomes.shift()!));
}
