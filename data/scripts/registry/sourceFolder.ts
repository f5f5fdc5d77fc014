import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parseConfig } from "../../../src/compute/config/parseConfig.ts";

/** A row of `models.csv`; an empty cell is what no source stated. */
export interface ModelRow {
  id: string;
  developer: string;
  family: string;
  architecture: string;
  total_parameters: string;
  active_parameters: string;
  parameters_source: string;
  released_on: string;
  released_source: string;
  context_length: string;
  weights_license: string;
}

/** A file of published dimensions: the model's `config.json`, or what other sources state under its field names. */
export interface ConfigFile {
  id: string;
  config: Record<string, unknown>;
  source: { repo: string; path: string; commit: string; note?: string };
  license_of_source: string;
  /** What the dimensions were taken from, where it is not the model's own `config.json`. */
  from?: string;
}

export function readModelRows(folder: string): ModelRow[] {
  return parse(readFileSync(join(folder, "models.csv"), "utf8"), { columns: true });
}

/** The config files by the model's id. */
export function readConfigFiles(folder: string): Map<string, ConfigFile> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const files = names.map((name) => parseConfig(readFileSync(join(folder, name), "utf8")) as ConfigFile);
  return new Map(files.map((file) => [file.id, file]));
}
