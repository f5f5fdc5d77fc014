import type { Server } from "node:http";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { waitingBootstraps } from "../../analysis/resampling/bootstrapPool.ts";
import type { Store } from "../../store/store.ts";
import { type ObservedExchange, outcomeOf } from "./observed.ts";
import { createRunCounts } from "./runCounts.ts";
import { createTallies } from "./tallies.ts";

export interface RequestMetrics {
  /** Counts a request that has begun. */
  begun(): void;
  /** Counts a request that has ended. */
  ended(exchange: ObservedExchange, seconds: number): void;
  /** Counts the connections of a server in the metrics. */
  countConnections(server: Server): void;
  /** The metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

/** The metrics of one server, in a registry of its own. */
export function createRequestMetrics(store: Pick<Store, "rows">): RequestMetrics {
  const registry = new Registry();
  const registers = [registry];
  const tallies = createTallies();
  new Counter({
    name: "paretograph_requests_total",
    help: "Requests that have ended, by operation, type and outcome: OK, the code of the first error, or the HTTP status",
    labelNames: ["operation", "type", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const { labels, count } of tallies.values()) this.inc(labels, count);
    },
  });
  new Counter({
    name: "paretograph_request_seconds_total",
    help: "The sum of the times that these requests took",
    labelNames: ["operation", "type", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const { labels, seconds } of tallies.values()) this.inc(labels, seconds);
    },
  });
  const durations = new Histogram({
    name: "paretograph_request_duration_seconds",
    help: "The time from the head of a request to the end of its answer, without subscriptions",
    labelNames: ["type"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const costs = new Histogram({
    name: "paretograph_requested_cost",
    help: "The cost that requests were charged with before they were executed",
    buckets: [1, 10, 100, 1_000, 10_000, 100_000],
    registers,
  });
  const keptAnswers = new Counter({
    name: "paretograph_kept_answers_total",
    help: "Queries whose whole answer can be kept: hit where it was kept already",
    labelNames: ["result"],
    registers,
  });
  const open = new Gauge({ name: "paretograph_open_requests", help: "Requests that have not ended", registers });
  const servers: Server[] = [];
  new Gauge({
    name: "paretograph_connections",
    help: "Connections that are open",
    registers,
    async collect() {
      const counts = await Promise.all(servers.map(connectionsOf));
      this.set(counts.reduce((sum, count) => sum + count, 0));
    },
  });
  new Gauge({
    name: "paretograph_bootstrap_queue",
    help: "Tasks that wait for the thread that resamples",
    registers,
    collect() {
      this.set(waitingBootstraps());
    },
  });
  const readRunCounts = createRunCounts(store);
  new Gauge({
    name: "paretograph_database_up",
    help: "1 where the database said within two seconds which runs it holds, at most ten seconds ago; else 0",
    registers,
    async collect() {
      this.set((await readRunCounts()) ? 1 : 0);
    },
  });
  new Gauge({
    name: "paretograph_runs",
    help: "Runs by status, at most ten seconds old; those that are QUEUED wait for a worker",
    labelNames: ["status"],
    registers,
    async collect() {
      const counts = await readRunCounts();
      this.reset();
      for (const [status, count] of counts ?? []) this.set({ status }, count);
    },
  });

  return {
    begun: () => open.inc(),
    ended(exchange, seconds) {
      open.dec();
      const { operation, type, cost, kept } = exchange.observed;
      tallies.add(operation ?? "", type ?? "", outcomeOf(exchange), seconds);
      if (type !== "subscription") durations.observe({ type: type ?? "" }, seconds);
      if (cost !== null) costs.observe(cost);
      if (kept !== null) keptAnswers.inc({ result: kept ? "hit" : "miss" });
    },
    countConnections: (server) => void servers.push(server),
    text: () => registry.metrics(),
  };
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));
}
