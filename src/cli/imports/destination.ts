import { findAcceleratorByName } from "../../compute/accelerators/accelerators.ts";
import { printable } from "../../errors/printable.ts";
import { RequestError, type RequestErrorCode } from "../../errors/requestError.ts";
import { addMetricsToStored } from "../../evaluation/computing/addMetrics.ts";
import { closeMetrics, openMetrics } from "../../evaluation/computing/openMetrics.ts";
import { COMMAND } from "../../evaluation/permission/command.ts";
import type { PlacedRun } from "../../exchange/importing/importResults.ts";
import type { KnownNames } from "../../exchange/importing/knownNames.ts";
import { modelless, storeImport } from "../../exchange/importing/storeImport.ts";
import type { Outcome } from "../../exchange/submitting/submitRuns.ts";
import { reasonOf } from "../../plugins/boundary/pluginFailed.ts";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { keepMetrics } from "../../store/addedMetrics.ts";
import type { Store } from "../../store/store.ts";
import type { RunningServer } from "../runningServer.ts";

/** Where imported runs go: the store, or the server that has it open. */
export interface Destination {
  /** The models and benchmarks that it holds now. */
  names(): Promise<KnownNames>;
  /** Stores runs, each whole or refused for itself, and gives one outcome for each in their order. */
  store(placed: readonly PlacedRun[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** Where imported runs go from an opened store, or from the server that has it. */
export const openDestination = async (
  opened: { store: Store } | { server: RunningServer },
  plugins: PluginRegistry,
): Promise<Destination> =>
  "server" in opened ? serverDestination(opened.server) : storeDestination(opened.store, plugins);

/** The store, where the runs get the metrics of installed plugins at once. A metric that fails is left out and named. */
export async function storeDestination(store: Store, plugins: PluginRegistry): Promise<Destination> {
  await keepMetrics(store, store.metrics);
  const metrics = openMetrics(plugins);
  return {
    names: () => store.catalogue(),
    async store(placed) {
      const outcomes = await storeImport(store, placed, COMMAND);
      const hashes = outcomes.flatMap((one) => (one.status === "STORED" ? [one.contentHash] : []));
      for (const { failures } of await addMetricsToStored(store, metrics, hashes)) {
        for (const { metric, error } of failures) console.error(printable(`No ${metric}: ${reasonOf(error)}.`));
      }
      return outcomes;
    },
    close: async () => {
      await closeMetrics(metrics);
    },
  };
}

export const serverDestination = (server: RunningServer): Destination => ({
  names: async () => ({
    models: indexed(await listed(server, "models", "slug")),
    benchmarks: indexed(await listed(server, "benchmarks", "slug name url plugin")),
  }),
  store: (placed) => submitAt(server, placed),
  close: async () => {},
});

interface Row {
  slug: string;
  name: string;
  url: string | null;
  plugin: string | null;
}

const indexed = (all: Row[]) => ({ all, bySlug: new Map(all.map((row) => [row.slug, row])) });

async function listed(server: RunningServer, field: string, fields: string): Promise<Row[]> {
  const query = `query ($after: String) { list: ${field}(first: 100, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  const all: Row[] = [];
  for (let after: string | null = null; ; ) {
    const { list } = await server.ask(query, { after });
    all.push(...list.nodes);
    if (!list.pageInfo.hasNextPage) return all;
    after = list.pageInfo.endCursor;
  }
}

/** Submits runs to a server, which holds or refuses what is new as its policy says. */
async function submitAt(server: RunningServer, placed: readonly PlacedRun[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [i, one] of placed.entries()) {
    const error = refusalBefore(one);
    if (error) outcomes[i] = { status: "REFUSED", error };
  }
  const placeOfLine = new Map<number, number>();
  let line = 0;
  async function* lines() {
    for (const [i, one] of placed.entries()) {
      if (outcomes[i]) continue;
      placeOfLine.set(++line, i);
      yield `${JSON.stringify({ run: submissionOf(one) })}\n`;
      for (const sample of one.run.samples ?? []) {
        line++;
        yield `${JSON.stringify({ sample })}\n`;
      }
    }
  }
  for await (const { line: at, status, contentHash, error } of server.submit(lines())) {
    const place = placeOfLine.get(at)!;
    outcomes[place] =
      status === "REFUSED"
        ? { status, error: new RequestError(error.code as RequestErrorCode, error.message) }
        : { status, contentHash };
  }
  return placed.map(
    ({ place }, i) =>
      outcomes[i] ?? { status: "REFUSED", error: new RequestError("BAD_RUN", `${place}: the server did not answer.`) },
  );
}

/** Why a run is not even sent. A server takes a benchmark that it lacks with its source and licence alone. */
function refusalBefore({ place, run, newBenchmark }: PlacedRun): Error | null {
  if (run.model === "") return modelless(place);
  if (!newBenchmark || (newBenchmark.url && newBenchmark.license)) return null;
  const message =
    `benchmark: "${newBenchmark.slug}" is new, and a running server takes a new one with the address and the licence of ` +
    "its problems alone, which the files do not state. Name one that it has with --benchmark, or stop the server and import again.";
  return new RequestError("BAD_RUN", message, "benchmark");
}

function submissionOf({ run: { samples: _, ...run }, accelerator, provenance, newModel, newBenchmark }: PlacedRun) {
  const known = accelerator && findAcceleratorByName(accelerator.name);
  const { name, url, license, domain, chanceLevel, problemCount } = newBenchmark ?? {};
  return {
    ...run,
    ...(provenance && { provenance }),
    ...(known && { hardware: { slug: known.slug, count: accelerator.count } }),
    ...(newModel && { newModel: { openWeights: false } }),
    ...(url && license && { newBenchmark: { name, sourceUrl: url, license, domain, chanceLevel, problemCount } }),
  };
}
