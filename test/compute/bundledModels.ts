import { readFileSync } from "node:fs";
import type { RegisteredModel } from "../../data/scripts/registry/model.ts";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";

/** The registry that the package bundles. */
export const registryFile = readFileSync(new URL("../../data/models/registry.jsonl", import.meta.url), "utf8");

export const bundledModels: RegisteredModel[] = registryFile
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

/** The architecture of every bundled model that has a config, with its slug. */
export const bundledArchitectures: [slug: string, architecture: Architecture][] = bundledModels.flatMap(
  ({ slug, config }) => (config ? [[slug, readArchitecture(config)] as [string, Architecture]] : []),
);

export function architectureOf(slug: string): Architecture {
  const found = bundledArchitectures.find(([bundled]) => bundled === slug);
  if (!found) throw new Error(`no config of ${slug}`);
  return found[1];
}
