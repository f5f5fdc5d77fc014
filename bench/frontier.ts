import { type ParseArgsConfig, parseArgs } from "node:util";
import { createHttpServer } from "../src/server/server.ts";
import { openStore, type Store } from "../src/store/store.ts";
import { createDatabaseOn } from "../test/support/createDatabase.ts";
import { startEmbeddedPostgres } from "../test/support/embeddedPostgres.ts";
import { bareServer, post, serveOnLoopback } from "./support/http.ts";
import { measureLatencies } from "./support/latency.ts";
import { fillWithRandomRuns } from "./support/randomRuns.ts";
import { report, round } from "./support/report.ts";

const options = {
  sizes: { type: "string", default: "10000,100000,1000000" },
  engines: { type: "string", default: "postgres,pglite" },
  rounds: { type: "string", default: "300" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });

const QUERY = `query ($most: Float) {
  frontier(where: { benchmark: ["benchmark-7"] }, constraints: [{ metric: "flops", max: $most }]) {
    candidateCount
    points { mode model { slug name architecture } measures { metric { name } value low high estimated } }
  }
}`;

/** The same answer by one statement: it reads the candidates in order of compute, and then the measures and models of the frontier. */
const BY_HAND = `
  with walked as (
    select model_id, mode, flops, accuracy, count(*) over () as candidates,
      max(accuracy) over (order by flops, accuracy desc rows between unbounded preceding and 1 preceding) as best
    from pooled_results where benchmark_id = 7 and accuracy is not null and flops <= $1
  )
  select w.candidates::integer, w.mode, m.slug, m.name, m.architecture, s.measures
  from walked w join models m on m.id = w.model_id
  join pooled_results s on s.benchmark_id = 7 and s.model_id = w.model_id and s.mode = w.mode
  where w.best is null or w.accuracy > w.best order by w.flops`;

/** A limit that no candidate exceeds. All requests have the same answer, but no request was asked before. */
const limit = (round: number) => 1e18 + round * 1e3;

async function measure(store: Store): Promise<Record<string, { p50: number; p99: number }>> {
  const api = await serveOnLoopback(createHttpServer(store));
  const bare = await serveOnLoopback(
    bareServer(async (body) => answerOf(await store.rows(BY_HAND, [JSON.parse(body).most]))),
  );
  const one = await serveOnLoopback(bareServer(() => store.rows("select 1", [])));
  const ask = (most: number) => post(`${api.url}/graphql`, { query: QUERY, variables: { most } });

  const [ours, theirs] = [await ask(limit(-1)), await post(bare.url, { most: limit(-1) })];
  // What a request costs stands beside the answer of the API alone.
  const dataOf = (answer: string) => JSON.stringify(JSON.parse(answer).data);
  if (dataOf(ours) !== dataOf(theirs)) throw new Error(`The answers differ:\n${ours}\n${theirs}`);
  const latencies = await measureLatencies(
    {
      graphql: (round) => ask(limit(round)),
      byHand: (round) => post(bare.url, { most: limit(round) }),
      cached: () => ask(limit(-1)),
      selectOne: () => post(one.url, {}),
    },
    Number(values.rounds),
  );
  await Promise.all([api.close(), bare.close(), one.close()]);
  return latencies;
}

function answerOf(rows: unknown[][]) {
  const points = rows.map(([, mode, slug, name, architecture, measures]) => ({
    mode,
    model: { slug, name, architecture },
    measures: ["accuracy", "flops", "output_tokens"].map((metric) => {
      const { value, low = null, high = null, estimated = false } = (measures as Record<string, Shown>)[metric]!;
      return { metric: { name: metric }, value, low, high, estimated };
    }),
  }));
  return { data: { frontier: { candidateCount: rows[0]![0], points } } };
}
interface Shown {
  value: number;
  low?: number;
  high?: number;
  estimated?: boolean;
}

const rows: Record<string, string | number>[] = [];
const p50: Record<string, number> = {};
for (const engine of values.engines.split(",")) {
  const server =
    engine === "postgres" ? await startEmbeddedPostgres({ shared_buffers: "512MB", max_wal_size: "4GB" }) : null;
  for (const size of values.sizes.split(",").map(Number)) {
    const store = await openStore(server ? { url: await createDatabaseOn(server.url) } : {});
    await fillWithRandomRuns(store, size);
    const { graphql, byHand, cached, selectOne } = await measure(store);
    p50[`${engine} ${size}`] = graphql!.p50;
    rows.push({
      engine,
      runs: size,
      "GraphQL p50 ms": round(graphql!.p50),
      "p99 ms": round(graphql!.p99),
      "by hand p50 ms": round(byHand!.p50),
      "ratio to by hand": round(graphql!.p50 / byHand!.p50),
      "select 1 p50 ms": round(selectOne!.p50),
      "cached p50 ms": round(cached!.p50),
      "ratio to smallest": round(graphql!.p50 / p50[`${engine} ${values.sizes.split(",")[0]}`]!),
    });
    await store.close();
  }
  await server?.stop();
}
report("A frontier of 400 candidates over HTTP, one request at a time, each asking for another limit", rows, [
  "Aims: at most 1.5 times the statement by hand; at most 2 times the smallest store.",
]);
