import { isReproduced, type RegisterEntry, readRegister, searchRegister } from "../../plugins/register/register.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";

const RegisteredPlugin = builder.objectRef<RegisterEntry>("PublishedPlugin").implement({
  description: "A package of plugins that others published, as the register of this release has it.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The name of the package, which `npm install` takes." }),
    kind: t.exposeString("kind", {
      description: "What it brings: benchmark, runner, metric, importer, exporter, meter or architecture.",
    }),
    description: t.exposeString("description", { description: "A sentence that describes it." }),
    license: t.exposeString("license", { description: "The licence of the package, as an SPDX expression." }),
    repository: t.exposeString("repository", { description: "The address of its source." }),
    commit: t.exposeString("commit", { description: "The commit of its source that was looked at." }),
    reproduced: t.boolean({
      description:
        "Whether the published scores of two models or more were measured again and met within the 95 % interval of the difference.",
      resolve: isReproduced,
    }),
    reproductionRuns: t.stringList({
      description: "The addresses of the runs that measured published scores again.",
      resolve: ({ reproductions = [] }) => reproductions.map(({ measured }) => measured.run),
    }),
  }),
});

let entries: RegisterEntry[] | undefined;

builder.queryField("publishedPlugins", (t) =>
  t.field({
    ...cost({ size: 20 }),
    type: [RegisteredPlugin],
    description: "Packages of plugins that others published and that need not be installed here, ordered by name.",
    args: {
      search: t.arg.string({
        description: "Words of the name, the kind or the description, all of which must be there.",
      }),
    },
    resolve: (_, { search }) => {
      entries ??= readRegister();
      return searchRegister(entries, (search ?? "").split(/\s+/).filter(Boolean));
    },
  }),
);
