import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import { keepOperateToken } from "../access/operateToken.ts";
import { createTokens } from "../access/tokens.ts";
import { drain } from "../server/edge/drain.ts";
import { createHttpServer } from "../server/server.ts";
import type { Store } from "../store/store.ts";
import { openStoreWithResults } from "./openStore.ts";
import { announceServer, withdrawServer } from "./serverFile.ts";
import { CommandError, readSettings, type Settings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph serve`: answers queries. */
export function declare(command: Command): void {
  command.action(serve);
}

/** How long the worker and the database may take to close after the last request, in milliseconds. */
const CLOSING_MS = 10_000;

/** Opens the store and answers until the process is told to stop. Nothing is left half-written. */
async function serve(): Promise<void> {
  const settings = readSettings(process.env);
  const store = await openStoreWithResults(settings);
  const listening = Promise.withResolvers<void>();
  // The server listens first; engines, graders and the queue are loaded after that.
  const evaluation = listening.promise.then(async () => {
    const { openEvaluation } = await import("./openEvaluation.ts");
    return openEvaluation(store, (line) => console.error(line));
  });
  const stopping = new AbortController();
  const server = createHttpServer(store, { evaluation, ...settings, stopping: stopping.signal });
  try {
    await giveOwnToken(store, settings);
    await listen(server, settings.host, settings.port);
  } catch (error) {
    await store.close();
    throw error;
  }
  const stopped = stopSignal();
  listening.resolve();
  const isShared = settings.databaseUrl !== undefined;
  if (!isShared) announceServer(settings.dataFolder, addressOf(server, settings.host));
  greet(server, settings.host);
  // With the embedded database no other process can work on queued runs.
  const working = evaluation.then(({ work }) => (isShared ? undefined : work()));
  try {
    await Promise.race([stopped, working.then(() => stopped)]);
  } finally {
    stopping.abort();
    const isComplete = await drain(server, settings.drainSeconds * 1000);
    if (!isComplete)
      console.error(`Requests that took longer than DRAIN_SECONDS (${settings.drainSeconds}) were cut off.`);
    if (!isShared) withdrawServer(settings.dataFolder);
    await endAfter(CLOSING_MS, async () => {
      await (await working)?.();
      await (await evaluation).close();
      await store.close();
    });
  }
}

/** Closes what is left, and ends the process if that hangs, as with a database that does not answer. */
async function endAfter(ms: number, close: () => Promise<void>): Promise<void> {
  const end = () => {
    console.error(`The worker or the database did not close within ${ms / 1000} s. What was acknowledged is stored.`);
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
    console.error(`DATA_DIR "${dataFolder}" can't be written, so there is no token for commands here: ${message}`);
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new CommandError(`Port ${port} on ${host} is taken. Set PORT to another one.`);
    case "EACCES":
      return new CommandError(`Port ${port} on ${host} needs more rights. Set PORT to one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new CommandError(`HOST "${host}" is not an address of this machine. Try 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}

/** The address at which the server is reached from this machine. */
function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

function greet(server: Server, host: string): void {
  const url = `${addressOf(server, host)}/graphql`;
  console.log(`Paretograph answers at ${url} (open it in a browser to explore). Ctrl-C stops it. A query to try:

  curl -s ${url} -H 'content-type: application/json' -d '{"query":"{ frontier(where: {benchmark: [\\"gpqa-diamond\\"], openWeights: true}) { points { mode model { slug } measures { metric { name } value } } } }"}'
`);
}
