import { RequestError } from "../../errors/requestError.ts";
import { translatedConfig } from "../../plugins/translatedConfig.ts";
import { addModel, MOST_OF_A_CONFIG, MOST_OF_A_GENERATION_CONFIG } from "../../recording/addModel.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { Model } from "../results/model.ts";

builder.mutationField("addModel", (t) =>
  t.field({
    type: Model,
    description:
      "Adds a model from its published config, or updates it. Models belong to all labs, so the token must be bound to none.",
    args: {
      slug: t.arg.string({ required: true, description: "The model's id on the hub, such as Qwen/Qwen3-8B." }),
      config: t.arg.string({
        required: true,
        description: `The text of its config.json, at most ${MOST_OF_A_CONFIG} characters.`,
        extensions: { mostCharacters: MOST_OF_A_CONFIG },
      }),
      generationConfig: t.arg.string({
        description: `The text of its generation_config.json, at most ${MOST_OF_A_GENERATION_CONFIG} characters: the sampling that its makers state. If it is left out, what the store has of it stays.`,
        extensions: { mostCharacters: MOST_OF_A_GENERATION_CONFIG },
      }),
      developer: t.arg.string({
        description: "The developer of the model. By default the first part of the slug.",
      }),
      family: t.arg.string({ description: "The series to which the model belongs." }),
      releasedOn: t.arg({ type: "Date", description: "The day of the model's release." }),
      source: t.arg.string({
        description:
          "The address at which the config was published, by https. It is shown as the source of the figures.",
      }),
    },
    ...needs("operate"),
    resolve: async (
      _,
      { slug, config, generationConfig, developer, family, releasedOn, source },
      { store, principal, evaluation },
    ) => {
      if (principal.lab !== null) {
        throw new RequestError("FORBIDDEN", "Models belong to all labs: this needs a token that is bound to none.");
      }
      const plugins = (await evaluation)?.plugins;
      const translate = (parsed: unknown) => (plugins ? translatedConfig(parsed, plugins) : parsed);
      const model = {
        slug,
        config,
        source: source == null ? "a config.json that an operator gave" : publicAddress(source),
        generationConfig: generationConfig ?? undefined,
        developer: developer ?? undefined,
        family: family ?? undefined,
        releasedOn: releasedOn ?? undefined,
      };
      return addModel(store, model, translate);
    },
  }),
);

function publicAddress(source: string): string {
  const url = URL.parse(source);
  if (url?.protocol === "https:" && !url.username && !url.password) return url.href;
  throw new RequestError("BAD_VALUE", "source: it is not an address such as https://host/path/config.json.", "source");
}
