import { openEvaluation } from "./openEvaluation.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph worker`: takes queued runs that this machine's runners can serve, until it is told to stop. */
export async function worker({ runners }: { runners?: string }): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.databaseUrl) {
    throw new CommandError(
      "A worker needs DATABASE_URL, the PostgreSQL that it shares with the server. With the embedded database the server works itself.",
    );
  }
  const store = await openStoreWithResults(settings);
  const evaluation = await openEvaluation(store, (line) => console.log(line));
  const stop = await evaluation.work(runners?.split(","));
  console.log("The worker takes runs. Ctrl-C stops it; what it works on goes on where it stopped.");
  await stopSignal();
  await stop();
  await evaluation.close();
  await store.close();
}
