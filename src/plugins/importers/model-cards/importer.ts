import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { FileSet, Imported, ImportedModel } from "../../contract/importer.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { modelNamed } from "../fields/modelName.ts";
import { yamlOf } from "../fields/yaml.ts";
import { type Card, cardOf, modelOfCard, resultsOfCard } from "./card.ts";
import { findSets, idOfPath, isCardPath } from "./files.ts";
import { frontMatterOf } from "./frontMatter.ts";
import { resultsOf } from "./results.ts";

const options = z.object({
  /** The id of the model, where neither the files nor their folders name it. */
  model: z.string().min(1).optional(),
});

export const modelCards = defineImporter({
  name: "hugging-face",
  title: "Evaluation results on Hugging Face",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description:
    "Results on model pages of the Hugging Face hub: files in .eval_results, and the model-index of a README.",
  versions: ".eval_results as of August 2026, and model-index",
  options,
  find: (files) => findSets(files),
  read: readSet,
});

async function* readSet({ files }: FileSet, { model: given }: z.infer<typeof options>): AsyncGenerator<Imported> {
  const file = files.find(({ path }) => isCardPath(path));
  const card = file && cardOf(yamlOf(await frontMatterOf(file), file.path), file.path);
  for (const results of files) {
    if (results !== file) yield* resultsOf(results, (place) => modelOr(given, card, results.path, place));
  }
  if (file && card) {
    yield* resultsOfCard(
      card,
      (place, name) => modelOr(given ?? nameOfIndex(card, name, file.path), card, file.path, place),
      file.path,
    );
  }
}

/** A card can hold results of several models, each in an index of its own. */
const nameOfIndex = (card: Card, name: string, path: string): string | undefined =>
  name && card["model-index"].length > 1 && idOfPath(path)?.split("/").at(-1) !== name ? name : undefined;

function modelOr(given: string | undefined, card: Card | undefined, path: string, place: string): ImportedModel {
  const ofPath = idOfPath(path);
  const model = given ? modelNamed(given, place) : card ? modelOfCard(card, ofPath, place) : modelNamed(ofPath, place);
  if (model) return model;
  const how = "Give the folder above OWNER/NAME, or the option model=OWNER/NAME";
  throw new ImportError("BAD_FILE", place, `the file does not name its model, and neither does its path. ${how}.`);
}
