import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parseConfig } from "../../src/compute/config/parseConfig.ts";

/** The folder of published configs, which the project works without. */
export const configFolder = join("..", "shared", "data", "model-configs");
export const hasConfigs = existsSync(join(configFolder, "models.csv"));

export interface PublishedConfig {
  id: string;
  config: Record<string, unknown>;
}

/** Configs without feed-forward width and vocabulary: no source has them. */
export const INCOMPLETE = ["tiiuae/Falcon-H1-7B-Instruct", "tiiuae/Falcon-H1R-7B"];

let loaded: PublishedConfig[] | undefined;

export function publishedConfigs(): PublishedConfig[] {
  if (!hasConfigs) return [];
  loaded ??= readdirSync(configFolder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => parseConfig(readFileSync(join(configFolder, name), "utf8")) as PublishedConfig);
  return loaded;
}

/** Those from which an architecture can be read. */
export function completeConfigs(): PublishedConfig[] {
  return publishedConfigs().filter(({ id }) => !INCOMPLETE.includes(id));
}

export interface PublishedModel {
  id: string;
  architecture: string;
  total_parameters: string;
  active_parameters: string;
}

export function publishedModels(): PublishedModel[] {
  if (!hasConfigs) return [];
  return parse(readFileSync(join(configFolder, "models.csv"), "utf8"), { columns: true });
}
