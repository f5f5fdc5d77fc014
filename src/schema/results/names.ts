import type { Catalogue } from "../../store/catalogue.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { cost } from "../base/cost.ts";

interface NameRow {
  name: string;
  /** The number of models that have it; null where it is a name of runs. */
  modelCount: number | null;
}

const Name = builder.objectRef<NameRow>("Name").implement({
  description: "A value that a filter can ask for.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The value, as filters take it." }),
    modelCount: t.exposeInt("modelCount", {
      nullable: true,
      description: "The number of models that have it. Null for modes and runners, which are names of runs.",
    }),
  }),
});

const NameConnection = builder.connectionObject({
  type: Name,
  name: "NameConnection",
  description: "A page of values that a filter can ask for.",
});

const LISTS = [
  { query: "developers", field: "developer", description: "The developers of the models of the store." },
  { query: "families", field: "family", description: "The families of the models of the store." },
  { query: "licenses", field: "license", description: "The licences of the models of the store." },
  { query: "modes", field: "mode", description: "The modes of the runs of the store." },
  { query: "runners", field: "runner", description: "The engines that served the models of the store's runs." },
] as const;

for (const { query, field, description } of LISTS) {
  builder.queryField(query, (t) =>
    t.connection(
      {
        ...cost({ weight: 5 }),
        type: Name,
        description: `${description} In the order of their names.`,
        resolve: (_, page, { catalogue }) =>
          connectionOfList(namesOf(catalogue, field), pageRequest(page, ["text"]), keyOf),
      },
      NameConnection,
    ),
  );
}

function namesOf({ names, models }: Catalogue, field: (typeof LISTS)[number]["field"]): NameRow[] {
  if (field === "mode" || field === "runner") return names[field].map((name) => ({ name, modelCount: null }));
  const byName = Map.groupBy(models.all, (model) => model[field]);
  return names[field].map((name) => ({ name, modelCount: byName.get(name)?.length ?? 0 }));
}

const keyOf = ({ name }: NameRow) => [name];
