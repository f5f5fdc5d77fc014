import { readFileSync } from "node:fs";
import { createMetricsServer } from "../server/metricsServer.ts";
import { TracingNotInstalled } from "../server/observation/openTelemetry.ts";
import { startTracing } from "../server/observation/tracing.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import { listen } from "./listen.ts";
import { CommandError, type Settings } from "./settings.ts";
import { handleUncaughtErrors } from "./uncaughtErrors.ts";

/**
 * Lets this process be observed as its settings say: metrics at an address of their own, traces, and lines in the log for
 * errors that nothing has caught. Returns the function that ends the observing.
 */
export async function observeProcess(settings: Settings, metrics: () => Promise<string>): Promise<() => Promise<void>> {
  handleUncaughtErrors();
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  const stopTracing = await startTracing(process.env, version).catch((error) => {
    throw error instanceof TracingNotInstalled ? new CommandError(error.message) : error;
  });
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
