import { findByName, type ModelRow } from "../../store/catalogue.ts";
import { modelMatcher } from "../../store/filters/runFilter.ts";
import { searchModels } from "../../store/modelSearch.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { cost } from "../base/cost.ts";
import { Architecture, ModelFilter, OrderDirection } from "../base/filters.ts";
import { Decoding } from "./decoding.ts";

const ModelOrderField = builder.enumType("ModelOrderField", {
  description: "A value that models can be ordered by.",
  values: {
    SLUG: { value: "slug", description: "The slug." },
    RELEASED_ON: { value: "releasedOn", description: "The day of release." },
    TOTAL_PARAMETERS: { value: "totalParameters", description: "All weights." },
    ACTIVE_PARAMETERS: { value: "activeParameters", description: "Weights used for a token." },
    CONTEXT_LENGTH: { value: "contextLength", description: "The longest context." },
  } as const,
});

type ModelOrderKey = "slug" | "releasedOn" | "totalParameters" | "activeParameters" | "contextLength";

const FigureSource = builder.objectRef<{ field: string; source: string }>("FigureSource").implement({
  description: "The source of a figure.",
  fields: (t) => ({
    field: t.exposeString("field", { description: "The field that holds the figure." }),
    source: t.exposeString("source", {
      description: "A repository and path, a page, or a note on how the figure was computed.",
    }),
  }),
});

export const Model = builder.node(builder.objectRef<ModelRow>("Model"), {
  description:
    "A language model. The slug of a model with open weights is its Hugging Face id, that of another model is `developer/name`.",
  id: { resolve: (model) => model.slug, description: "The global id." },
  loadOne: (slug, context) => context.catalogue.models.bySlug.get(slug),
  fields: (t) => ({
    slug: t.exposeString("slug", { description: "The name in queries, e.g. `Qwen/Qwen3-30B-A3B`." }),
    name: t.exposeString("name", { description: "The display name." }),
    developer: t.exposeString("developer", { nullable: true, description: "The developer of the model." }),
    family: t.exposeString("family", { nullable: true, description: "The series that it belongs to, e.g. `Qwen3`." }),
    architecture: t.field({
      type: Architecture,
      nullable: true,
      description: "The kind of its architecture. Null if it is not published.",
      resolve: (model) => model.architecture as "DENSE" | null,
    }),
    totalParameters: t.exposeFloat("totalParameters", {
      nullable: true,
      description: "All weights, as a number of parameters.",
    }),
    activeParameters: t.exposeFloat("activeParameters", {
      nullable: true,
      description: "Weights used for a token, as a number of parameters.",
    }),
    contextLength: t.exposeInt("contextLength", {
      nullable: true,
      description: "The longest context that it takes, in tokens.",
    }),
    openWeights: t.exposeBoolean("openWeights", { description: "True if the weights can be downloaded." }),
    license: t.exposeString("license", {
      nullable: true,
      description:
        "The licence of its weights, as an SPDX expression, e.g. `Apache-2.0`, or as `LicenseRef-…` where SPDX has no identifier. `sources` says who states it, and under which name. Null if no source states it.",
    }),
    generationDefaults: t.field({
      ...cost({ size: 4 }),
      type: Decoding,
      nullable: true,
      description:
        "The sampling that its makers state in its `generation_config.json`, with which a run samples that asks for nothing else. Null if no source states any.",
      resolve: (model) => model.generationDefaults,
    }),
    releasedOn: t.expose("releasedOn", { type: "Date", nullable: true, description: "The day of its release." }),
    sources: t.field({
      ...cost({ size: 8 }),
      type: [FigureSource],
      description: "The sources of the figures above.",
      resolve: (model) => Object.entries(model.sources).map(([field, source]) => ({ field, source })),
    }),
  }),
});

const ModelConnection = builder.connectionObject({
  type: Model,
  name: "ModelConnection",
  description: "A page of models.",
});

const ModelOrder = builder.inputType("ModelOrder", {
  description: "The order of a list of models. Ties are in the order of their slugs.",
  fields: (t) => ({
    field: t.field({ type: ModelOrderField, required: true, description: "The value to order by." }),
    direction: t.field({ type: OrderDirection, required: true, description: "The end of the order that comes first." }),
  }),
});

builder.queryFields((t) => ({
  model: t.field({
    type: Model,
    nullable: true,
    description: "A model by its slug. Null if the store does not hold it: the error then names the nearest slugs.",
    args: { slug: t.arg.string({ required: true, description: "The slug, e.g. `Qwen/Qwen3-30B-A3B`." }) },
    resolve: (_, { slug }, { catalogue }) => findByName(catalogue, "models", slug, "slug"),
  }),
  models: t.connection(
    {
      ...cost({ weight: 10 }),
      type: Model,
      description: "The models of the store.",
      args: {
        where: t.arg({ type: ModelFilter, description: "Return only models that match." }),
        search: t.arg.string({
          extensions: { mostCharacters: LONGEST_SEARCH },
          description:
            "Words that the slug, the name, the developer or the family must all hold, in upper or lower case, e.g. `gpt-oss-120b` or `llama 70b`. If no model holds them, the few with the nearest names are returned. At most 200 characters.",
        }),
        orderBy: t.arg({
          type: ModelOrder,
          description:
            "The order of the models. By default they are in the order of their slugs, and those of a search with the best match first.",
        }),
      },
      resolve: (_, { where, search, orderBy, ...page }, { catalogue }) => {
        const matching = catalogue.models.all.filter(modelMatcher(where ?? {}, catalogue) ?? (() => true));
        const found = search == null ? matching : searchModels(matching, search);
        const isRanked = search != null && !orderBy;
        const models = isRanked ? found : inOrder(found, orderBy?.field ?? "slug", orderBy?.direction === "DESC");
        return connectionOfList(models, pageRequest(page, ["text"]), keyOf);
      },
    },
    ModelConnection,
  ),
}));

const LONGEST_SEARCH = 200;

const keyOf = (model: ModelRow) => [model.slug];

/** Models in order of a field, ties in the order of their slugs. Models without a value come last in either direction. */
function inOrder(models: ModelRow[], field: ModelOrderKey, descending: boolean): ModelRow[] {
  return models.toSorted((a, b) => {
    const [x, y] = [a[field], b[field]];
    if (x === y) return a.slug < b.slug ? -1 : 1;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y === descending ? 1 : -1;
  });
}
