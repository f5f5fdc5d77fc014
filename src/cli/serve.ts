import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import type { Command } from "commander";
import { keepOperateToken } from "../access/operateToken.ts";
import { createTokens } from "../access/tokens.ts";
import { forgetOldOutputs } from "../recording/corrections.ts";
import { builtPage } from "../server/edge/builtPage.ts";
import { drain } from "../server/edge/drain.ts";
import { log, setLog } from "../server/observation/log.ts";
import { createObservation } from "../server/observation/observation.ts";
import { createRequestLog } from "../server/observation/requestLog.ts";
import { createHttpServer } from "../server/server.ts";
import { announceHolder } from "../store/database/folderLock.ts";
import type { Store } from "../store/store.ts";
import { addressOf, listen } from "./listen.ts";
import { observeProcess } from "./observeProcess.ts";
import { openServedStore } from "./openStore.ts";
import { followingOf, keepPullingPeers } from "./pullPeers.ts";
import { readSettings, type Settings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph serve`: answers queries. */
export function declare(command: Command): void {
  command.option("--watch", "load plugins again when their files or paretograph.config change").action(serve);
}

/**
 * The heap is cleaned when it is larger than what is alive by so many per cent. On a machine with much memory V8 would wait
 * for several times as much, which saves no time that could be measured.
 */
const HEAP_GROWTH = 40;

/** How long the worker and the database may take to close after the last request, in milliseconds. */
const CLOSING_MS = 10_000;

const DAY_MS = 24 * 3600 * 1000;

/** Deletes the outputs of runs that are older than so many days, now and once a day. */
function keepOutputsFor(store: Store, days: number | undefined): void {
  if (days === undefined) return;
  const sweep = () =>
    void forgetOldOutputs(store, days).catch((error) => log.error({ err: error }, "Old outputs were not deleted."));
  sweep();
  setInterval(sweep, DAY_MS).unref();
}

/** Opens the store and answers until the process is told to stop. Nothing is left half-written. */
async function serve({ watch = false }: { watch?: boolean } = {}): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const settings = readSettings(process.env);
  setLog(settings.log);
  const stopping = new AbortController();
  const listening = Promise.withResolvers<void>();
  const { store, loaded } = await openServedStore(settings, listening.promise, stopping.signal);
  // It is looked at below, when the server listens.
  loaded.catch(() => {});
  keepOutputsFor(store, settings.outputRetentionDays);
  // The server listens first; engines, graders and the queue are loaded after that.
  const evaluation = listening.promise.then(async () => {
    stopping.signal.throwIfAborted();
    const { openEvaluation } = await import("./openEvaluation.ts");
    return openEvaluation(store, { watch });
  });
  // It is waited for below, where the server listens.
  evaluation.catch(() => {});
  // Sessions of the metering proxy that were killed have left their logs.
  listening.promise
    .then(async () => {
      if (!stopping.signal.aborted) await (await import("../metering/fold.ts")).foldLogs(settings.dataFolder);
    })
    .catch((error) => log.error({ err: error }, "Logs of metered requests were not folded."));
  keepPullingPeers(store, settings, stopping.signal);
  const observation = createObservation(store, createRequestLog());
  const following = followingOf(settings);
  const server = createHttpServer(store, {
    evaluation,
    ...settings,
    following,
    observation,
    stopping: stopping.signal,
  });
  let stopObserving: () => Promise<void>;
  try {
    await giveOwnToken(store, settings);
    stopObserving = await observeProcess(settings, observation.metrics);
    await listen(server, settings.host, settings.port, { host: "HOST", port: "PORT" });
  } catch (error) {
    stopping.abort();
    listening.resolve();
    await loaded.catch(() => {});
    await store.close();
    throw error;
  }
  const stopped = stopSignal();
  listening.resolve();
  // A clone builds its page now, before a browser asks. What is wrong with it is said to the first that does.
  builtPage().catch(() => {});
  const isShared = settings.databaseUrl !== undefined;
  if (!isShared) announceHolder(settings.dataFolder, { url: addressOf(settings.host, portOf(server)) });
  greet(server, settings.host);
  // With the embedded database no other process can work on queued runs.
  const working = evaluation.then(({ work }) => (isShared ? undefined : work()));
  try {
    await Promise.race([stopped, working.then(() => stopped), loaded.then(() => stopped)]);
  } finally {
    stopping.abort();
    const isComplete = await drain(server, settings.drainSeconds * 1000);
    if (!isComplete) log.warn(`Requests that took longer than DRAIN_SECONDS (${settings.drainSeconds}) were cut off.`);
    if (!isShared) announceHolder(settings.dataFolder, {});
    await endAfter(CLOSING_MS, async () => {
      await loaded.catch(() => {});
      await (await working)?.();
      await (await evaluation).close();
      await store.close();
      await stopObserving();
    });
  }
}

/** Closes what is left, and ends the process if that hangs, as with a database that does not answer. */
async function endAfter(ms: number, close: () => Promise<void>): Promise<void> {
  const end = () => {
    log.error(`The worker or the database did not close within ${ms / 1000} s. What was acknowledged is stored.`);
    process.exit(1);
  };
  const timer = setTimeout(end, ms);
  await close();
  clearTimeout(timer);
  // Nothing that is still open may keep the process alive.
  setTimeout(() => process.exit(), 1000).unref();
}

/** Writes the token with which the commands of this user ask this server. Without it they need one that was made for them. */
async function giveOwnToken(store: Store, { dataFolder, access }: Settings): Promise<void> {
  try {
    await keepOperateToken(createTokens(store, access.tokenSecret), dataFolder);
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (!syscall) throw error;
    log.warn(`DATA_DIR "${dataFolder}" can't be written, so there is no token for commands here: ${message}`);
  }
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function greet(server: Server, host: string): void {
  const page = addressOf(host, portOf(server));
  const url = `${page}/graphql`;
  log.debug({ url }, "listening");
  console.log(`Paretograph shows its results at ${page} (open it in a browser), and answers at ${url}. Ctrl-C stops it. A query to try:

  curl -s ${url} -H 'content-type: application/json' -d '{"query":"{ frontier(where: {benchmark: [\\"gpqa-diamond\\"], openWeights: true}) { points { mode model { slug } measures { metric { name } value } } } }"}'
`);
}
