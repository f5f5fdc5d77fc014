import { existsSync, readFileSync } from "node:fs";
import { ComputeError } from "../compute/computeError.ts";
import { parseConfig } from "../compute/config/parseConfig.ts";
import { addModel as store } from "../recording/addModel.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";

export interface AddModelOptions {
  slug?: string;
  developer?: string;
  family?: string;
  releasedOn?: string;
}

const HUB_ID = /^[\w.-]+\/[\w.-]+$/;

/** `paretograph model add`: reads a published config, from the hub or a file, and stores the model that it describes. */
export async function addModel(given: string, options: AddModelOptions): Promise<void> {
  const isFile = existsSync(given);
  if (!isFile && !HUB_ID.test(given)) {
    throw new CommandError(`"${given}" is neither a file nor a model's id on the hub, such as Qwen/Qwen3-8B.`);
  }
  const slug = options.slug ?? (isFile ? undefined : given);
  if (!slug || !HUB_ID.test(slug)) {
    throw new CommandError("A config does not say which model it is of: add --slug, such as Qwen/Qwen3-8B.");
  }
  if (options.releasedOn && Number.isNaN(Date.parse(`${options.releasedOn}T00:00:00Z`))) {
    throw new CommandError(`--released-on "${options.releasedOn}" is not a date. Write it as 2025-01-31.`);
  }
  const { text, source } = isFile ? { text: readFileSync(given, "utf8"), source: given } : await fetchConfig(given);

  const results = await openStoreWithResults(readSettings(process.env));
  try {
    const model = await store(results, { ...options, slug, config: parseConfig(text), source });
    const billions = (count: number | null) => `${((count ?? 0) / 1e9).toFixed(2)} billion`;
    console.log(
      `${model.slug}: ${model.architecture}, ${billions(model.totalParameters)} parameters, ` +
        `${billions(model.activeParameters)} active, context ${model.contextLength ?? "not stated"}.`,
    );
  } catch (error) {
    throw error instanceof ComputeError ? new CommandError(`${source}: ${error.message}`) : error;
  } finally {
    await results.close();
  }
}

/** The config of a model on the hub; `HF_TOKEN` opens gated ones, `HF_ENDPOINT` names a mirror. */
async function fetchConfig(id: string): Promise<{ text: string; source: string }> {
  const url = `${process.env.HF_ENDPOINT ?? "https://huggingface.co"}/${id}/resolve/main/config.json`;
  const token = process.env.HF_TOKEN;
  let response: Response;
  try {
    response = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  } catch (error) {
    throw new CommandError(`${url} can't be reached (${(error as Error).cause ?? error}). Give a config.json instead.`);
  }
  if (response.ok) return { text: await response.text(), source: url };
  const hint = response.status === 401 || response.status === 403 ? " A gated model needs HF_TOKEN." : "";
  throw new CommandError(`${url} answers ${response.status} ${response.statusText}.${hint}`);
}
