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
 * The model that is asked for, or the only one. Asked beforehand, since SGLang and TGI answer to any name. Throws
 * `MODEL_NOT_FOUND` with the names that there are.
 */
export async function findModel(
  connection: Connection,
  path: string,
  asked: string | undefined,
  signal?: AbortSignal,
): Promise<ServedModel> {
  const { data: models = [] } = await getJson<{ data?: ServedModel[] }>(connection, path, signal);
  const address = addressOf(connection);
  const names = models.map(({ id }) => id).join(", ") || "none";
  if (asked === undefined && models.length !== 1) {
    throw new RunnerError("MODEL_NOT_FOUND", `${address} serves ${models.length} models (${names}): name one.`);
  }
  const model = asked === undefined ? models[0] : models.find(({ id }) => id === asked);
  if (model) return model;
  throw new RunnerError("MODEL_NOT_FOUND", `${address} does not serve the model ${asked}; it serves: ${names}.`);
}
