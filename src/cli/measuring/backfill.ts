import type { Command } from "commander";
import { addMetricsToAll } from "../../evaluation/computing/addMetrics.ts";
import { closeMetrics, openMetrics } from "../../evaluation/computing/openMetrics.ts";
import { reasonOf } from "../../plugins/boundary/pluginFailed.ts";
import { openEvaluation } from "../openEvaluation.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";

/** `paretograph backfill`: computes the metrics of plugins for the runs that are stored. */
export function declare(command: Command): void {
  command
    .argument("[metric...]", "names of metrics; all that installed plugins compute if none is given")
    .option("--dry-run", "only say what would change")
    .action(backfill);
}

async function backfill(names: string[], { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) {
    throw new CommandError(`The server at ${opened.server.url} has the store open. Stop it first.`);
  }
  const { store } = opened;
  const evaluation = await openEvaluation(store);
  const all = openMetrics(evaluation.plugins);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new CommandError("Stopped. The runs before are done.")));
  try {
    const known = all.map(({ plugin }) => plugin.name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new CommandError(
        `No installed plugin computes a metric "${unknown}". There are: ${known.join(", ") || "none"}.`,
      );
    }
    if (all.length === 0) return console.log("No installed plugin computes a metric.");
    const metrics = names.length === 0 ? all : all.filter(({ plugin }) => names.includes(plugin.name));
    const counts = new Map(metrics.map(({ plugin }) => [plugin.name, { changed: 0, has: 0, failed: 0, error: "" }]));
    let runs = 0;
    for await (const { changed, has, failures } of addMetricsToAll(store, metrics, { dryRun, signal: stop.signal })) {
      runs++;
      for (const name of changed) counts.get(name)!.changed++;
      for (const name of has) counts.get(name)!.has++;
      for (const { metric, error } of failures) {
        const count = counts.get(metric)!;
        count.failed++;
        count.error ||= reasonOf(error);
      }
    }
    for (const [name, { changed, has, failed, error }] of counts) {
      const would = dryRun ? "would be" : "were";
      console.log(`${name}: ${has} of ${runs} runs have it, ${changed} of them ${would} changed.`);
      if (failed === 0) continue;
      console.error(`${name}: it failed for ${failed} runs, first so: ${error}.`);
      process.exitCode = 1;
    }
  } finally {
    await closeMetrics(all);
    await evaluation.close();
    await store.close();
  }
}
