import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | undefined;

/** Begins to observe this process: its memory, its processor time, its event loop and its garbage collection. */
export function observeProcess(): void {
  if (registry) return;
  registry = new Registry();
  collectDefaultMetrics({ register: registry });
}

/** The metrics of this process in the text format of Prometheus. */
export async function processMetrics(): Promise<string> {
  observeProcess();
  return registry!.metrics();
}
