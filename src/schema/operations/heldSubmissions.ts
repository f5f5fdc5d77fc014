import { RequestError } from "../../errors/requestError.ts";
import { acceptHeld, refuseHeld } from "../../exchange/submitting/held.ts";
import { countHeld, type HeldSubmission, readHeldPage } from "../../store/reading/heldSubmissions.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { connectionOf } from "../base/connection.ts";
import type { Context } from "../base/context.ts";
import { Run } from "../results/run.ts";

const HeldStatus = builder.enumType("HeldStatus", {
  description: "What became of a submitted run of a model or a benchmark that the store lacked.",
  values: {
    HELD: { description: "It waits for an operator." },
    ACCEPTED: { description: "An operator accepted it, and it is stored." },
    REFUSED: { description: "An operator refused it." },
  } as const,
});

const Held = builder.objectRef<HeldSubmission>("HeldSubmission").implement({
  description: "A submitted run of a model or a benchmark that the store lacked.",
  fields: (t) => ({
    id: t.id({ description: "The number by which it is accepted or refused.", resolve: ({ id }) => String(id) }),
    contentHash: t.exposeString("contentHash", { description: "The SHA-256 of the content of the run." }),
    status: t.expose("status", { type: HeldStatus, description: "What became of it." }),
    lab: t.exposeString("lab", { description: "The slug of the lab that submitted it." }),
    model: t.exposeString("model", { description: "The slug of its model." }),
    benchmark: t.exposeString("benchmark", { description: "The slug of its benchmark." }),
    mode: t.exposeString("mode", { description: "The mode of the model." }),
    newModel: t.expose("newModel", {
      type: "JSON",
      nullable: true,
      description: "The model as the lab describes it. Null if the store had it when the run was submitted.",
    }),
    newBenchmark: t.expose("newBenchmark", {
      type: "JSON",
      nullable: true,
      description: "The benchmark as the lab describes it. Null if the store had it when the run was submitted.",
    }),
    sampleCount: t.exposeInt("sampleCount", { description: "The number of its samples." }),
    bytes: t.exposeInt("bytes", { description: "The size of the run and of what it brings as JSON, in bytes." }),
    reason: t.exposeString("reason", { nullable: true, description: "The reason for which it was refused." }),
    heldAt: t.expose("heldAt", { type: "DateTime", description: "The time at which it was submitted." }),
    decidedAt: t.expose("decidedAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it was accepted or refused. Null while it waits.",
    }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run as it is stored. Null unless it was accepted.",
      resolve: async ({ status, contentHash }, _, { loaders }) =>
        status === "ACCEPTED" ? ((await loaders.runByHash.load(contentHash)) ?? null) : null,
    }),
  }),
});

const HeldConnection = builder.connectionObject({
  type: Held,
  name: "HeldSubmissionConnection",
  description: "A page of held submissions.",
});

const keyOf = ({ id }: HeldSubmission) => [id];

builder.queryField("heldSubmissions", (t) =>
  t.connection(
    {
      type: Held,
      description:
        "The submitted runs that wait for an operator and those that were decided, the newest first. A token that is bound to a lab lists those of its lab.",
      ...needs("submit", { weight: 20 }),
      args: { status: t.arg({ type: HeldStatus, description: "Only those of this status." }) },
      resolve: async (_, { status, ...page }, { store, principal }) => {
        const criteria = { lab: principal.lab, status: status ?? null };
        const held = await readHeldPage(store, criteria, pageRequest(page, ["integer"]));
        return connectionOf(held, keyOf, () => countHeld(store, criteria));
      },
    },
    HeldConnection,
  ),
);

builder.mutationFields((t) => ({
  acceptSubmissions: t.field({
    type: [Held],
    description:
      "Accepts submitted runs that wait: the runs are stored with their models and benchmarks, all of them or none. The configs of models that came without one are read from the hub. Models and benchmarks belong to all labs, so the token must be bound to none.",
    ...needs("operate", { weight: 200, sizedBy: "ids" }),
    args: {
      ids: t.arg.idList({ required: true, description: "The ids of held submissions: 100 at most." }),
      withoutArchitecture: t.arg.boolean({
        description: "True to store models with open weights also without a config. Their FLOPs then stay unknown.",
      }),
    },
    resolve: (_, { ids, withoutArchitecture }, context) => {
      requireNoLab(context);
      return acceptHeld(context.store, ids.map(heldId), withoutArchitecture ?? false);
    },
  }),
  refuseSubmissions: t.field({
    type: [Held],
    description:
      "Refuses submitted runs that wait. The same run is not held again unless it describes its model or benchmark otherwise. The token must be bound to no lab.",
    ...needs("operate", { weight: 50, sizedBy: "ids" }),
    args: {
      ids: t.arg.idList({ required: true, description: "The ids of held submissions: 100 at most." }),
      reason: t.arg.string({ required: true, description: "The reason, which the lab may read." }),
    },
    resolve: (_, { ids, reason }, context) => {
      requireNoLab(context);
      return refuseHeld(context.store, ids.map(heldId), reason);
    },
  }),
}));

function requireNoLab({ principal }: Context): void {
  if (principal.lab === null) return;
  throw new RequestError(
    "FORBIDDEN",
    "Models and benchmarks belong to all labs: this needs a token that is bound to none.",
  );
}

function heldId(id: string | number): number {
  const number = Number(id);
  if (/^[1-9]\d{0,9}$/.test(String(id)) && number < 2 ** 31) return number;
  throw new RequestError("BAD_ID", `ids: "${String(id).slice(0, 200)}" is no id of a held submission.`, "ids");
}
