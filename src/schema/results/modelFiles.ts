import type { ModelFile } from "../../store/reading/signed/modelFiles.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Run } from "./run.ts";

const ModelFileRef = builder.objectRef<ModelFile>("ModelFile").implement({
  description: "A file of a model, as OpenSSF Model Signing names it.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its path in the folder of the model." }),
    sha256: t.exposeString("sha256", { description: "Its SHA-256 in 64 hexadecimal digits." }),
    otherDigests: t.exposeStringList("otherDigests", {
      description:
        "Other digests that runs of the same model name for a file of this name: these runs did not measure the same weights. Empty if all agree.",
    }),
  }),
});

builder.objectField(Run, "modelFiles", (t) =>
  t.field({
    ...cost({ weight: 5, size: 10 }),
    type: [ModelFileRef],
    nullable: true,
    description:
      "The files of its model, as the run names them or the record by which its lab published it. Null if neither does.",
    resolve: (run, _, { loaders }) => loaders.modelFiles.load(run.contentHash),
  }),
);
