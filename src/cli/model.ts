import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import { ComputeError } from "../compute/computeError.ts";
import { isErrorOf } from "../errors/codedError.ts";
import { RequestError } from "../errors/requestError.ts";
import { loadPlugins } from "../evaluation/loadPlugins.ts";
import { readGgufFile } from "../exchange/submitting/ggufFile.ts";
import { fetchPublishedConfig, type PublishedConfig } from "../exchange/submitting/publishedConfig.ts";
import { readDataFile } from "../plugins/benchmarks/dataset/dataFile.ts";
import { PluginError } from "../plugins/contract/pluginError.ts";
import { translatedConfig } from "../plugins/translatedConfig.ts";
import { addModel as storeModel } from "../recording/addModel.ts";
import { samplingText } from "./progress/samplingText.ts";
import { openStoreOrServer } from "./runningServer.ts";
import { CommandError, readSettings } from "./settings.ts";

interface AddModelFlags {
  slug?: string;
  developer?: string;
  family?: string;
  releasedOn?: string;
}

/** `paretograph model add`: adds a model from its published config. */
export function declare(command: Command): void {
  command
    .command("add")
    .argument(
      "<model>",
      "a model's id on the hub, such as Qwen/Qwen3-8B, or the path of a config.json, an adapter_config.json or a GGUF file",
    )
    .option("--slug <slug>", "the model's name in queries; needed with a file")
    .option("--developer <name>", "the developer of the model; if it is left out, the first part of the slug")
    .option("--family <name>", "the series to which the model belongs")
    .option("--released-on <date>", "the day of the model's release, as 2025-01-31")
    .description(
      "add a model from its published config, with the sampling of the generation_config.json beside it, or update it",
    )
    .action(addModel);
}

const GENERATION_CONFIG = "generation_config.json";

const HUB_ID = /^[\w.-]+\/[\w.-]+$/;

/** Reads a published config, from the hub or a file, and stores the model that it describes. */
async function addModel(given: string, options: AddModelFlags): Promise<void> {
  const isFile = existsSync(given);
  if (!isFile && !HUB_ID.test(given)) {
    throw new CommandError(`"${given}" is neither a file nor a model's id on the hub, such as Qwen/Qwen3-8B.`);
  }
  const slug = options.slug ?? (isFile ? undefined : given);
  if (!slug || !HUB_ID.test(slug)) {
    throw new CommandError("A config does not name its model: add --slug, such as Qwen/Qwen3-8B.");
  }
  if (options.releasedOn && Number.isNaN(Date.parse(`${options.releasedOn}T00:00:00Z`))) {
    throw new CommandError(`--released-on "${options.releasedOn}" is not a date. Write it as 2025-01-31.`);
  }
  const published = isFile ? await readPublished(given) : await fetchPublished(given);

  const model = await store({ ...options, ...published, slug });
  const billions = (count: number | null) => `${((count ?? 0) / 1e9).toFixed(2)} billion`;
  console.log(
    `${model.slug}: ${model.architecture}, ${billions(model.totalParameters)} parameters, ` +
      `${billions(model.activeParameters)} active, context ${model.contextLength ?? "not stated"}, ` +
      `sampling ${samplingText(model.generationDefaults)}.`,
  );
}

interface NewModel extends AddModelFlags, PublishedConfig {
  slug: string;
}

type StoredModel = Pick<
  Awaited<ReturnType<typeof storeModel>>,
  "slug" | "architecture" | "totalParameters" | "activeParameters" | "contextLength" | "generationDefaults"
>;

const ADD = `mutation (
    $slug: String!, $config: String!, $generationConfig: String, $developer: String, $family: String,
    $releasedOn: Date, $source: String
  ) {
    addModel(
      slug: $slug, config: $config, generationConfig: $generationConfig, developer: $developer, family: $family,
      releasedOn: $releasedOn, source: $source
    ) {
      slug architecture totalParameters activeParameters contextLength
      generationDefaults { temperature topP topK frequencyPenalty repetitionPenalty }
    }
  }`;

/** Stores a model, or asks the server that has the store open to do so. */
async function store({ text, generationConfig, source, ...model }: NewModel): Promise<StoredModel> {
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    // A file of this machine says nothing to those who ask the server.
    const published = source.startsWith("https://") ? source : undefined;
    return (await opened.server.ask(ADD, { ...model, config: text, generationConfig, source: published })).addModel;
  }
  try {
    const { registry } = await loadPlugins(process.cwd(), opened.store.metrics);
    const translate = (config: unknown) => translatedConfig(config, registry);
    return await storeModel(opened.store, { ...model, config: text, generationConfig, source }, translate);
  } catch (error) {
    if (error instanceof RequestError || error instanceof PluginError) throw new CommandError(error.message);
    throw error instanceof ComputeError ? new CommandError(`${source}: ${error.message}`) : error;
  } finally {
    await opened.store.close();
  }
}

/** A config and, in the same folder, its `generation_config.json`. */
async function readPublished(path: string): Promise<PublishedConfig> {
  const beside = join(dirname(path), GENERATION_CONFIG);
  return {
    text: path.toLowerCase().endsWith(".gguf") ? await readGguf(path) : await readText(path),
    generationConfig: existsSync(beside) ? await readText(beside) : undefined,
    source: basename(path),
  };
}

async function readGguf(path: string): Promise<string> {
  try {
    return await readGgufFile(path);
  } catch (error) {
    throw new CommandError(`${basename(path)}: ${(error as Error).message}`);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return Buffer.from(await readDataFile(path)).toString();
  } catch (error) {
    throw isErrorOf("data", error) ? new CommandError(error.message) : error;
  }
}

async function fetchPublished(id: string): Promise<PublishedConfig> {
  try {
    return await fetchPublishedConfig(id, "any");
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(`${error.message} Give a config.json instead.`) : error;
  }
}
