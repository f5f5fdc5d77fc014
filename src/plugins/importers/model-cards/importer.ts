import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { FileSet, Imported } from "../../contract/importer.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { yamlOf } from "../fields/yaml.ts";
import { cardOf, modelOfPage, resultsOfCard } from "./card.ts";
import { findSets, idOfPath, isCardPath } from "./files.ts";
import { frontMatterOf } from "./frontMatter.ts";
import { resultsOf } from "./results.ts";

export const modelCards = defineImporter({
  name: "hugging-face",
  title: "Evaluation results on Hugging Face",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description:
    "Results on model pages of the Hugging Face hub: files in .eval_results, and the model-index of a README.",
  versions: ".eval_results as of August 2026, and model-index",
  options: z.object({}),
  find: (files) => findSets(files),
  read: readSet,
});

async function* readSet({ files }: FileSet): AsyncGenerator<Imported> {
  const file = files.find(({ path }) => isCardPath(path));
  const card = file && cardOf(yamlOf(await frontMatterOf(file), file.path), file.path);
  // A card can hold results of several models; the first index is that of its own.
  const own = card?.["model-index"][0]?.name ?? undefined;
  for (const results of files) {
    if (results !== file) yield* resultsOf(results, (place) => modelOfPage(own, idOfPath(results.path), place));
  }
  if (file && card) {
    yield* resultsOfCard(card, (place, name) => modelOfPage(name || own, idOfPath(file.path), place), file.path);
  }
}
