import { isRunnerError, RunnerError } from "../../plugins/contract/runnerError.ts";
import { addressOf, type Connection, getTextIfAny } from "./connection.ts";
import { parseJson } from "./parseJson.ts";

/** An entry of `/v1/models`; only `id` is common to all servers. */
export interface ServedModel {
  id: string;
  root?: string;
  max_model_len?: number;
  context_length?: number;
  owned_by?: string;
}

export interface WantedModel {
  model?: string | undefined;
  /** Whether to ask for the model where the list lacks it or cannot be read. */
  allowUnlistedModel: boolean;
}

/**
 * The model of this name, or the only model where no name is given. SGLang and TGI answer to any name, so that a wrong
 * name shows only here. Throws `MODEL_NOT_FOUND` where the server does not list the model, `ENGINE_LOADING` where it lists
 * none yet, and `INVALID_REQUEST` where its list cannot be read.
 */
export async function findModel(
  connection: Connection,
  path: string,
  { model: wanted, allowUnlistedModel }: WantedModel,
  signal?: AbortSignal,
): Promise<ServedModel> {
  const override = "The runner option allowUnlistedModel asks for the model in spite of that.";
  let models: ServedModel[];
  try {
    models = await readList(connection, path, signal);
  } catch (error) {
    if (!isRunnerError(error) || !["MODEL_NOT_FOUND", "INVALID_REQUEST", "ENGINE_FAILED"].includes(error.code))
      throw error;
    if (wanted !== undefined && allowUnlistedModel) return { id: wanted };
    const message = `The models of ${addressOf(connection)} are not known: ${error.message} ${override}`;
    throw new RunnerError(error.code, message, { cause: error });
  }
  const address = addressOf(connection);
  if (models.length === 0 && !(wanted !== undefined && allowUnlistedModel)) {
    throw new RunnerError("ENGINE_LOADING", `${address} lists no model yet.`);
  }
  const names = connection.conceal(models.map(({ id }) => id).join(", ")).slice(0, 1000);
  if (wanted === undefined && models.length !== 1) {
    throw new RunnerError("MODEL_NOT_FOUND", `${address} serves ${models.length} models (${names}): name one.`);
  }
  const model = wanted === undefined ? models[0] : models.find(({ id }) => id === wanted);
  if (model) return model;
  if (allowUnlistedModel) return { id: wanted! };
  const message = `${address} does not serve the model ${wanted}; it serves: ${names}. ${override}`;
  throw new RunnerError("MODEL_NOT_FOUND", message);
}

async function readList(connection: Connection, path: string, signal?: AbortSignal): Promise<ServedModel[]> {
  const text = await getTextIfAny(connection, path, signal);
  if (text === null) throw new RunnerError("MODEL_NOT_FOUND", `${addressOf(connection)} does not list its models.`);
  const data = (parseJson(text) as { data?: unknown } | null | undefined)?.data;
  if (Array.isArray(data)) return data.filter((entry) => typeof entry?.id === "string");
  const start = connection.conceal(text).trim().slice(0, 40);
  const address = `${addressOf(connection)}${path}`;
  throw new RunnerError("INVALID_REQUEST", `${address} gives no list in the form of OpenAI's API, but: ${start}.`);
}
