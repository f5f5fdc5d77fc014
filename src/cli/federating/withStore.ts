import { expectedFailure } from "../../errors/codedError.ts";
import type { Store } from "../../store/store.ts";
import { type Ask, askStore } from "../progress/ask.ts";
import { followingOf } from "../pullPeers.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings, type Settings } from "../settings.ts";

/** Works with the store of the settings, which no server may have open. Failures that are expected become one line. */
export async function withStore(work: (store: Store, settings: Settings) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const opened = await openStoreOrServer(settings);
  if ("server" in opened) {
    throw new CommandError(
      `The server at ${opened.server.url} has the store open. Stop it for this command, or keep the store in PostgreSQL (DATABASE_URL).`,
    );
  }
  await closing(opened.store, () => work(opened.store, settings));
}

/** Asks the store of the settings, or the server that has it open. Failures that are expected become one line. */
export async function withAsk(work: (ask: Ask) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  const opened = await openStoreOrServer(settings);
  if ("server" in opened) return work(opened.server.ask);
  await closing(opened.store, () => work(askStore(opened.store, followingOf(settings))));
}

async function closing(store: Store, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = expectedFailure(error);
    throw failure ? new CommandError(`${failure.code}: ${failure.message}`) : error;
  } finally {
    await store.close();
  }
}
