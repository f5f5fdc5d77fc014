import { RequestError } from "../errors/requestError.ts";
import { loadBundledResults } from "../recording/bundled/bundledResults.ts";
import { failureOfDatabaseWork } from "../store/database/databaseFailure.ts";
import { damaged } from "../store/database/pglite.ts";
import { openStore, type Store } from "../store/store.ts";
import { progressBar } from "./progress/progressBar.ts";
import { CommandError, type Settings } from "./settings.ts";

/**
 * Opens the store of a server, and gives it when it can answer: an embedded one as soon as it holds the models and
 * benchmarks, while the published results are loaded behind the answers. PostgreSQL holds them first: other servers that
 * share it could not tell how far that is.
 *
 * @param listening when the server listens. Runs are loaded after that, so that they don't delay the first answer.
 * @returns the store, and what settles when all is loaded or `stopping` has ended it.
 */
export async function openServedStore(
  settings: Settings,
  listening: Promise<void>,
  stopping: AbortSignal,
): Promise<{ store: Store; loaded: Promise<void> }> {
  if (settings.databaseUrl) return { store: await openStoreWithResults(settings), loaded: Promise.resolve() };
  const store = await openBareStore(settings);
  const catalogue = Promise.withResolvers<void>();
  const onCatalogue = () => {
    catalogue.resolve();
    return listening;
  };
  const loaded = loadResults(store, { onCatalogue, stopping }).then(
    () => {},
    (error) => {
      if (!stopping.aborted) throw explained(error, settings);
    },
  );
  try {
    await Promise.race([catalogue.promise, loaded]);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { store, loaded };
}

/** Opens the store that the settings name and loads the results that are bundled with the package into it. */
export async function openStoreWithResults(settings: Settings): Promise<Store> {
  const store = await openBareStore(settings);
  let loaded = 0;
  try {
    loaded = await loadResults(store);
  } catch (error) {
    await store.close();
    throw explained(error, settings);
  }
  if (loaded === 0 || store.engine !== "pglite") return store;
  // The memory of WebAssembly never shrinks, and loading needed more of it than answering does.
  await store.close();
  return openBareStore(settings);
}

/** Loads what comes with the package, with progress, and gives the number of runs that were loaded. */
async function loadResults(store: Store, how?: Parameters<typeof loadBundledResults>[2]): Promise<number> {
  const bar = progressBar("Loading published results", "runs");
  let loaded = 0;
  try {
    await loadBundledResults(
      store,
      (done, total, share) => {
        loaded = done;
        bar.update(done, total, share);
      },
      how,
    );
  } finally {
    bar.stop();
  }
  return loaded;
}

/** Opens the store that the settings name. Throws a `CommandError` where it cannot be used. */
export async function openBareStore(settings: Settings): Promise<Store> {
  const { databaseUrl, dataFolder, requestSeconds, prices } = settings;
  try {
    // The limit of a statement stands behind that of a request, and is a little longer.
    return await openStore(
      databaseUrl ? { url: databaseUrl, statementSeconds: requestSeconds + 5 } : { folder: dataFolder },
      prices,
    );
  } catch (error) {
    throw explained(error, settings);
  }
}

function explained(error: unknown, { databaseUrl, dataFolder }: Settings): Error {
  if (error instanceof RequestError) return new CommandError(error.message, { cause: error });
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (databaseUrl) {
    if (!isConnectionFailure(error)) return error as Error;
    return new CommandError(`DATABASE_URL can't be used: ${message || code}`);
  }
  if (syscall || code === "ERR_SQLITE_ERROR" || failureOfDatabaseWork(error)) {
    return new CommandError(`DATA_DIR "${dataFolder}" can't be used: ${message}`);
  }
  // An embedded database that opens and then fails in what every start does is not as this program left it.
  return isDatabaseError(error) ? new CommandError(damaged(dataFolder, causeOf(error)).message) : (error as Error);
}

/** Whether the network failed, or PostgreSQL refused the client (its error classes 08, 28, 3D and 57P). */
function isConnectionFailure(error: unknown): boolean {
  const causes = [error, (error as Error).cause, ...((error as AggregateError).errors ?? [])];
  return causes.some((cause) =>
    /^(E[A-Z]{3,}|CONNECT|CONNECTION_|08|28|3D|57P)/.test(String((cause as NodeJS.ErrnoException)?.code ?? "")),
  );
}

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause ? causeOf(error.cause) : error);

/** Whether PostgreSQL reported it, or its WebAssembly broke down. */
function isDatabaseError(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof WebAssembly.RuntimeError || (cause instanceof Error && "severity" in cause);
}
