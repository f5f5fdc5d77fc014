import type { Server } from "node:http";
import { Registry } from "prom-client";
import type { Store } from "../../store/store.ts";
import { createRequestMetrics } from "./metrics.ts";
import type { ObservedExchange } from "./observed.ts";
import { observeProcess, processMetrics } from "./processMetrics.ts";
import { traceRequest } from "./tracing.ts";

/** Watches the requests of a server: for its metrics, its log and, where they are switched on, traces. */
export interface Observation {
  /** Notes that a request has begun. Call what it returns when its answer has ended or its client has gone. */
  begin(): (exchange: ObservedExchange) => void;
  countConnections(server: Server): void;
  /** The metrics of this server and of the process, in the text format of Prometheus. */
  metrics(): Promise<string>;
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** @param logRequest writes a line for a request. Without it, only what goes wrong inside is logged. */
export function createObservation(
  store: Pick<Store, "rows">,
  logRequest: (exchange: ObservedExchange, seconds: number) => void = () => {},
): Observation {
  observeProcess();
  const metrics = createRequestMetrics(store);
  return {
    begin() {
      const started = performance.now();
      metrics.begun();
      return (exchange) => {
        const seconds = (performance.now() - started) / 1000;
        metrics.ended(exchange, seconds);
        logRequest(exchange, seconds);
        traceRequest(exchange, seconds);
      };
    },
    countConnections: metrics.countConnections,
    metrics: async () => (await metrics.text()) + (await processMetrics()),
  };
}
