import type { Server } from "node:http";
import type { Command } from "commander";
import { createHttpServer } from "../server/server.ts";
import { openStoreWithResults } from "./openStore.ts";
import { CommandError, readSettings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph serve`: answers queries. */
export function declare(command: Command): void {
  command.action(serve);
}

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
  const server = createHttpServer(store, { evaluation, requestSeconds: settings.requestSeconds });
  try {
    await listen(server, settings.host, settings.port);
  } catch (error) {
    await store.close();
    throw error;
  }
  listening.resolve();
  greet(server, settings.host);
  const stopped = stopSignal();
  const { work, close } = await evaluation;
  // With the embedded database no other process can work on queued runs.
  const stopWork = settings.databaseUrl ? async () => {} : await work();
  await stopped;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await stopWork();
  await close();
  await store.close();
  // A connection to a database that hangs would keep the process alive.
  process.exit();
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

function greet(server: Server, host: string): void {
  const address = server.address() as { port: number };
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}/graphql`;
  console.log(`Paretograph answers at ${url} (open it in a browser to explore). Ctrl-C stops it. A query to try:

  curl -s ${url} -H 'content-type: application/json' -d '{"query":"{ frontier(where: {benchmark: [\\"gpqa-diamond\\"], openWeights: true}) { points { mode model { slug } measures { metric { name } value } } } }"}'
`);
}
