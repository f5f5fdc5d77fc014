import { architectureKind } from "../compute/architecture/architectureKind.ts";
import { ComputeError } from "../compute/computeError.ts";
import { neededFields } from "../compute/config/neededFields.ts";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { countParameters } from "../compute/cost/parameters.ts";
import type { ModelRow } from "../store/catalogue.ts";
import type { Store } from "../store/store.ts";
import { models } from "../store/tables.ts";
import { faultOfJson } from "./storable.ts";

/** A model with open weights as its maker publishes it. */
export interface PublishedModel {
  slug: string;
  /** The content of its `config.json`. */
  config: unknown;
  /** The place where the config was read. */
  source: string;
  developer?: string | undefined;
  family?: string | undefined;
  /** The day of release, as `2025-01-31`. */
  releasedOn?: string | undefined;
}

/**
 * Stores a model with the architecture that its config describes and the parameters counted from it. A model of the same
 * slug is brought up to date. Throws a `ComputeError` for a config that cannot be interpreted.
 */
export async function addModel(store: Store, model: PublishedModel): Promise<ModelRow> {
  const architecture = readArchitecture(model.config);
  const config = neededFields(model.config);
  const fault = faultOfJson(config);
  if (fault !== null) throw new ComputeError("INVALID_CONFIG", `The config can't be stored: ${fault}.`);
  const { total, active } = countParameters(architecture);
  const counted = `computed from ${model.source}`;
  const [organisation, name] = model.slug.split("/");
  const row = {
    slug: model.slug,
    name: name ?? model.slug,
    developer: model.developer ?? organisation,
    openWeights: true,
    architecture: architectureKind(architecture),
    totalParameters: total,
    activeParameters: active,
    contextLength: architecture.contextLength,
    config,
    sources: { totalParameters: counted, activeParameters: counted },
    ...(model.family && { family: model.family }),
    ...(model.releasedOn && { releasedOn: model.releasedOn }),
  };
  const [stored] = await store.drizzle
    .insert(models)
    .values(row)
    .onConflictDoUpdate({ target: models.slug, set: row })
    .returning();
  await store.refresh();
  return stored!;
}
