import type { Command } from "commander";
import { setLog } from "../../server/observation/log.ts";
import { processMetrics } from "../../server/observation/processMetrics.ts";
import { observeProcess } from "../observeProcess.ts";
import { openEvaluation } from "../openEvaluation.ts";
import { openStoreWithResults } from "../openStore.ts";
import { readPatience } from "../runFlags.ts";
import { CommandError, readSettings } from "../settings.ts";
import { stopSignal } from "../stopSignal.ts";
import { GPUS_DESCRIPTION, GPUS_FLAG, ownGpus } from "./ownGpus.ts";

/** `paretograph worker`: works on queued runs. */
export function declare(command: Command): void {
  command
    .option("--runners <list>", "take only runs of these runners")
    .option(GPUS_FLAG, GPUS_DESCRIPTION)
    .option(
      "--wait-engine <time>",
      "how long runs wait for an engine that is not there, for example 30m; as WAIT_ENGINE says if not given, else 10m",
    )
    .action(worker);
}

interface WorkerFlags {
  runners?: string;
  gpus?: string;
  waitEngine?: string;
}

/** Takes queued runs that this machine's runners can serve, until the process is told to stop. */
async function worker({ runners, gpus, waitEngine }: WorkerFlags): Promise<void> {
  const settings = readSettings(process.env);
  setLog(settings.log);
  if (!settings.databaseUrl) {
    throw new CommandError(
      "A worker needs DATABASE_URL, the PostgreSQL that it shares with the server. With the embedded database the server itself works on the runs.",
    );
  }
  const patience = waitEngine === undefined ? {} : { waitEngine: readPatience(waitEngine) };
  const own = gpus === undefined ? undefined : await ownGpus(gpus);
  const store = await openStoreWithResults(settings);
  const evaluation = await openEvaluation(store);
  const stopObserving = await observeProcess(settings, processMetrics);
  const stop = await evaluation.work(runners?.split(","), { gpus: own, ...patience });
  console.log(
    `The worker ${own ? `has GPU ${own.join(", ")} and ` : ""}takes runs. Ctrl-C stops it. A run that it has begun is continued later from its stored answers.`,
  );
  await stopSignal();
  await stop();
  await evaluation.close();
  await store.close();
  await stopObserving();
  // A connection to a database that hangs would keep the process alive.
  process.exit();
}
