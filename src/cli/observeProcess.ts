import { readFileSync } from "node:fs";
import { pluginOfStrayError } from "../plugins/boundary/strayErrors.ts";
import { createMetricsServer } from "../server/metricsServer.ts";
import { log } from "../server/observation/log.ts";
import { startTracing } from "../server/observation/tracing.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import { listen } from "./listen.ts";
import type { Settings } from "./settings.ts";

/**
 * Lets this process be observed as its settings say: metrics at an address of their own, traces, and a line in the log for
 * an error that nothing has caught, which ends the process unless it is a plugin's. Returns the function that ends the observing.
 */
export async function observeProcess(settings: Settings, metrics: () => Promise<string>): Promise<() => Promise<void>> {
  process.on("uncaughtException", (error) => {
    const plugin = pluginOfStrayError();
    if (plugin !== null) return log.error({ err: error }, `The plugin "${plugin}" threw outside of any call.`);
    log.fatal({ err: error });
    process.exit(1);
  });
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const stopTracing = await startTracing(process.env, version);
  if (!settings.metrics) return stopTracing;
  const { host, port } = settings.metrics;
  const server = createMetricsServer(metrics);
  await listen(server, host, port, { host: "METRICS_HOST", port: "METRICS_PORT" });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await stopTracing();
  };
}
