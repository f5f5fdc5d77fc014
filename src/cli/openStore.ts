import { RequestError } from "../errors/requestError.ts";
import { loadBundledResults } from "../recording/bundled/bundledResults.ts";
import { openStore, type Store } from "../store/store.ts";
import { progressBar } from "./progressBar.ts";
import { CommandError, type Settings } from "./settings.ts";

/** Opens the store that the settings name and loads the results that are bundled with the package into it. */
export async function openStoreWithResults(settings: Settings): Promise<Store> {
  const { databaseUrl, dataFolder } = settings;
  let store: Store;
  try {
    store = await openStore(databaseUrl ? { url: databaseUrl } : { folder: dataFolder });
  } catch (error) {
    throw explained(error, settings);
  }
  try {
    const bar = progressBar("Loading published results", "runs");
    await loadBundledResults(store, bar.update);
    bar.stop();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function explained(error: unknown, { databaseUrl, dataFolder }: Settings): Error {
  if (error instanceof RequestError) return new CommandError(error.message, { cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  if (databaseUrl && isConnectionFailure(error)) {
    return new CommandError(`DATABASE_URL can't be used: ${message || code}`);
  }
  if (code && ["EACCES", "EPERM", "ENOTDIR", "EEXIST", "EROFS", "ENOSPC"].includes(code)) {
    return new CommandError(`DATA_DIR "${dataFolder}" can't be used: ${message}`);
  }
  return error as Error;
}

/** Whether the network failed, or PostgreSQL refused the client (its error classes 08, 28, 3D and 57P). */
function isConnectionFailure(error: unknown): boolean {
  const causes = [error, (error as Error).cause, ...((error as AggregateError).errors ?? [])];
  return causes.some((cause) =>
    /^(E[A-Z]{3,}|CONNECT|CONNECTION_|08|28|3D|57P)/.test(String((cause as NodeJS.ErrnoException)?.code ?? "")),
  );
}
