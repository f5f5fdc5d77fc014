/**
 * Writes `data/models/registry.jsonl`, one open model a line, sorted by slug, from the published configs and figures in
 * a folder: `node data/scripts/registry/build.ts [folder]`, by default `../shared/data/model-configs`. The same folder
 * gives the same bytes.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RegisteredModel } from "./model.ts";
import { registerModel } from "./registerModel.ts";
import { configOf } from "./sameDimensions.ts";
import { readConfigFiles, readModelRows } from "./sourceFolder.ts";

const REGISTRY = fileURLToPath(new URL("../../models/registry.jsonl", import.meta.url));

/** Every model of the folder's `models.csv`, sorted by slug. */
export function buildRegistry(folder: string): RegisteredModel[] {
  const configs = readConfigFiles(folder);
  const models = readModelRows(folder).map((row) => registerModel(row, configOf(row.id, configs)));
  return models.sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

export function registryText(models: RegisteredModel[]): string {
  return models.map((model) => `${JSON.stringify(model)}\n`).join("");
}

if (import.meta.main) {
  const folder = process.argv[2] ?? fileURLToPath(new URL("../../../../shared/data/model-configs", import.meta.url));
  const models = buildRegistry(folder);
  mkdirSync(fileURLToPath(new URL("../../models/", import.meta.url)), { recursive: true });
  writeFileSync(REGISTRY, registryText(models));
  const without = (absent: (model: RegisteredModel) => boolean) => models.filter(absent).length;
  console.log(`${models.length} models in ${REGISTRY}`);
  console.log(`without config ${without((model) => model.config === null)}`);
  console.log(`without total parameters ${without((model) => model.totalParameters === null)}`);
  console.log(`without release date ${without((model) => model.releasedOn === null)}`);
  console.log(`with generation defaults ${models.length - without((model) => model.generationDefaults === null)}`);
  console.log(`without licence ${without((model) => model.weightsLicense === null)}`);
}
