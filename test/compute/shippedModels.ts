import { readFileSync } from "node:fs";
import type { RegisteredModel } from "../../data/scripts/registry/model.ts";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";

/** The registry as it ships. */
export const registryFile = readFileSync(new URL("../../data/models/registry.jsonl", import.meta.url), "utf8");

export const shippedModels: RegisteredModel[] = registryFile
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

/** The architecture of every model that ships with a config, by its slug. */
export const shippedArchitectures: [slug: string, architecture: Architecture][] = shippedModels.flatMap(
  ({ slug, config }) => (config ? [[slug, readArchitecture(config)] as [string, Architecture]] : []),
);

export function architectureOf(slug: string): Architecture {
  const found = shippedArchitectures.find(([shipped]) => shipped === slug);
  if (!found) throw new Error(`no config of ${slug}`);
  return found[1];
}
