import type { Server } from "node:http";
import type { Command } from "commander";
import { log, setLog } from "../server/observation/log.ts";
import { createObservation } from "../server/observation/observation.ts";
import { createRequestLog } from "../server/observation/requestLog.ts";
import { createHttpServer } from "../server/server.ts";
import { listen } from "./listen.ts";
import { observeProcess } from "./observeProcess.ts";
import { openStoreWithResults } from "./openStore.ts";
import { readSettings } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/** `paretograph serve`: answers queries. */
export function declare(command: Command): void {
  command.action(serve);
}

/** Opens the store and answers until the process is told to stop. Nothing is left half-written. */
async function serve(): Promise<void> {
  const settings = readSettings(process.env);
  setLog(settings.log);
  const store = await openStoreWithResults(settings);
  const listening = Promise.withResolvers<void>();
  // The server listens first; engines, graders and the queue are loaded after that.
  const evaluation = listening.promise.then(async () => {
    const { openEvaluation } = await import("./openEvaluation.ts");
    return openEvaluation(store);
  });
  const observation = createObservation(store, createRequestLog());
  const server = createHttpServer(store, { evaluation, observation });
  let stopObserving: () => Promise<void>;
  try {
    stopObserving = await observeProcess(settings, observation.metrics);
    await listen(server, settings.host, settings.port, { host: "HOST", port: "PORT" });
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
  await stopObserving();
}

function greet(server: Server, host: string): void {
  const address = server.address() as { port: number };
  log.debug({ host, port: address.port }, "listening");
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}/graphql`;
  console.log(`Paretograph answers at ${url} (open it in a browser to explore). Ctrl-C stops it. A query to try:

  curl -s ${url} -H 'content-type: application/json' -d '{"query":"{ frontier(where: {benchmark: [\\"gpqa-diamond\\"], openWeights: true}) { points { mode model { slug } measures { metric { name } value } } } }"}'
`);
}
