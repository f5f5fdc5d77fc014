import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { addressOf, type Connection, getJson } from "./connection.ts";

/** An entry of `/v1/models`; only `id` is common to all servers. */
export interface ServedModel {
  id: string;
  root?: string;
  max_model_len?: number;
  context_length?: number;
  owned_by?: string;
}

/**
 * The model of this name, or the only model where no name is given. SGLang and TGI answer to any name, so that a wrong
 * name shows only here. Throws `MODEL_NOT_FOUND` with the names of the models that are served.
 */
export async function findModel(
  connection: Connection,
  path: string,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<ServedModel> {
  const { data: models = [] } = await getJson<{ data?: ServedModel[] }>(connection, path, signal);
  const address = addressOf(connection);
  const names = models.map(({ id }) => id).join(", ") || "none";
  if (wanted === undefined && models.length !== 1) {
    throw new RunnerError("MODEL_NOT_FOUND", `${address} serves ${models.length} models (${names}): name one.`);
  }
  const model = wanted === undefined ? models[0] : models.find(({ id }) => id === wanted);
  if (model) return model;
  throw new RunnerError("MODEL_NOT_FOUND", `${address} does not serve the model ${wanted}; it serves: ${names}.`);
}
