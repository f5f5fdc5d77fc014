import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { architectureKind } from "../compute/architecture/architectureKind.ts";
import { ComputeError } from "../compute/computeError.ts";
import { adaptedConfig, statedAdapter } from "../compute/config/adapter.ts";
import { neededFields } from "../compute/config/neededFields.ts";
import { parseConfig } from "../compute/config/parseConfig.ts";
import { publishedPrecision, quantizationOf } from "../compute/config/publishedPrecision.ts";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { precisionFields } from "../compute/config/statedQuantization.ts";
import { countParameters } from "../compute/cost/parameters.ts";
import type { Sampling } from "../decoding/decoding.ts";
import { samplingDefaults } from "../decoding/samplingDefaults.ts";
import { printable } from "../errors/printable.ts";
import { RequestError } from "../errors/requestError.ts";
import type { ModelRow } from "../store/catalogue.ts";
import type { Store } from "../store/store.ts";
import { models } from "../store/tables.ts";
import { faultOfJson } from "./submitted/storable.ts";

/** The longest text of a config, in characters. Most have some thousands; the longest list layer by layer what is quantised. */
export const MOST_OF_A_CONFIG = 256 * 1024;

/** The longest text of a `generation_config.json`, in characters. Most have some hundred; lists of tokens make some longer. */
export const MOST_OF_A_GENERATION_CONFIG = 64 * 1024;

/** A name of a model's developer or family. */
export const modelName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{C}*$/u, "it holds control characters");

const publishedModel = z.strictObject({
  slug: z
    .string()
    .max(200)
    .regex(/^[\w.-]+\/[\w.-]+$/, "write it as the model's id on the hub, such as Qwen/Qwen3-8B"),
  /** The text of its `config.json`. */
  config: z.string().max(MOST_OF_A_CONFIG),
  /** The text of its `generation_config.json`; without it, the defaults that the store has stay. */
  generationConfig: z.string().max(MOST_OF_A_GENERATION_CONFIG).optional(),
  /** The place where the config was read. It is shown to everybody. */
  source: z.string().max(1000),
  developer: modelName.optional(),
  family: modelName.optional(),
  /** The day of release, as `2025-01-31`. */
  releasedOn: z.iso.date("write it as 2025-01-31").optional(),
});

/** A model with open weights as its maker publishes it. */
export type PublishedModel = z.input<typeof publishedModel>;

/**
 * Stores a model with the architecture that its config describes and the parameters counted from it. A model of the same
 * slug is brought up to date. The config of an adapter is put together with that of its base model, which must be stored.
 * `translate` brings a config that only a plugin knows into a known form. Throws a `ComputeError` for a config that cannot be interpreted, and a `RequestError` for any
 * other mistake.
 */
export async function addModel(
  store: Store,
  given: PublishedModel,
  translate: ConfigTranslator = (config) => config,
): Promise<ModelRow> {
  const row = modelRowOf(given, await wholeConfig(store, await translate(parseConfig(checked(given).config))));
  const { generationDefaults: _, sources: __, ...others } = row;
  const stays = sql`jsonb_build_object('generationDefaults', ${models.sources} -> 'generationDefaults')`;
  const kept = { ...others, sources: sql`excluded.sources || jsonb_strip_nulls(${stays})` };
  const [stored] = await store.drizzle
    .insert(models)
    .values(row)
    .onConflictDoUpdate({ target: models.slug, set: given.generationConfig === undefined ? kept : row })
    .returning();
  await store.refresh();
  return stored!;
}

/** Brings a parsed config into a known form, or gives it back as it is; also by a promise of it. */
export type ConfigTranslator = (config: unknown) => unknown;

/** A config as it is; that of an adapter, put together with the config of its base model. */
async function wholeConfig(store: Store, config: unknown): Promise<unknown> {
  const adapter = statedAdapter(config);
  if (!adapter) return config;
  const [base] = await store.drizzle
    .select({ config: models.config })
    .from(models)
    .where(eq(models.slug, adapter.base));
  if (base?.config) return adaptedConfig(base.config, adapter);
  const name = printable(adapter.base.slice(0, 200));
  throw new RequestError(
    "BAD_VALUE",
    `config: it is an adapter of "${name}", of which no config is stored. Add that model first.`,
    "config",
  );
}

/** The row of a model with open weights, by its config or by the whole one that it was brought into. Throws as `addModel` does. */
export function modelRowOf(given: PublishedModel, whole?: unknown) {
  const model = checked(given);
  const published = whole ?? parseConfig(model.config);
  const architecture = readArchitecture(published);
  publishedPrecision(published, model.slug);
  const quantization = precisionFields(quantizationOf(published));
  const config = { ...neededFields(published), ...(quantization && { quantization_config: quantization }) };
  const fault = faultOfJson(config);
  if (fault !== null) throw new ComputeError("INVALID_CONFIG", `The config can't be stored: ${fault}.`);
  const { total, active } = countParameters(architecture);
  const generationDefaults = model.generationConfig === undefined ? null : readDefaults(model.generationConfig);
  const counted = `computed from ${model.source}`;
  const [organisation, own] = model.slug.split("/");
  return {
    slug: model.slug,
    name: own ?? model.slug,
    developer: model.developer ?? organisation,
    openWeights: true,
    architecture: architectureKind(architecture),
    totalParameters: total,
    activeParameters: active,
    contextLength: architecture.contextLength,
    config,
    ...(model.family && { family: model.family }),
    ...(model.releasedOn && { releasedOn: model.releasedOn }),
    generationDefaults,
    sources: {
      ...{ totalParameters: counted, activeParameters: counted },
      ...(generationDefaults && { generationDefaults: `generation_config.json beside ${model.source}` }),
    },
  };
}

function checked(given: PublishedModel): z.output<typeof publishedModel> {
  const { data, error } = publishedModel.safeParse(given);
  if (!data) {
    const { path, message } = error.issues[0]!;
    throw new RequestError("BAD_VALUE", `${path.join(".")}: ${message}.`, path.join("."));
  }
  // PostgreSQL stores no NUL.
  if (/\0|\\u0000/.test(data.config)) throw new ComputeError("INVALID_CONFIG", "The config holds the character NUL.");
  return data;
}

function readDefaults(text: string): Sampling | null {
  try {
    return samplingDefaults(JSON.parse(text));
  } catch {
    throw new ComputeError("INVALID_CONFIG", "The generation_config.json is not JSON.");
  }
}
