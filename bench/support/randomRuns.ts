import { sql } from "drizzle-orm";
import type { Store } from "../../src/store/store.ts";

export const BENCHMARKS = 50;
export const MODELS = 200;

/**
 * Fills an empty store with random runs of 200 models in two modes on 50 benchmarks, so that each benchmark has 400
 * candidates for any number of runs. Accuracy rises with compute, with noise. The same seed gives the same runs.
 */
export async function fillWithRandomRuns(store: Store, count: number): Promise<void> {
  const { drizzle } = store;
  await drizzle.execute(sql`select setseed(0.25)`);
  await drizzle.execute(
    sql`insert into labs (slug, name) select 'lab-' || i, 'Lab ' || i from generate_series(1, 10) i`,
  );
  await drizzle.execute(sql`
    insert into benchmarks (slug, name, version, domain, problem_count)
    select 'benchmark-' || i, 'Benchmark ' || i, '1', 'mathematics', 500 from generate_series(1, ${sql.raw(`${BENCHMARKS}`)}) i`);
  await drizzle.execute(sql`
    insert into models (slug, name, developer, family, architecture, open_weights, total_parameters, released_on)
    select 'maker/model-' || i, 'Model ' || i, 'Maker ' || i % 20, 'Family ' || i % 40,
      case when i % 3 = 0 then 'MOE' else 'DENSE' end, true, i * 1e9, date '2024-01-01' + i
    from generate_series(1, ${sql.raw(`${MODELS}`)}) i`);
  await drizzle.execute(sql`
    insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, runner, status, provenance, source_url, license,
      finished_at, problem_count, sample_count, measures)
    select 'run-' || i, model, case when i % 2 = 0 then 'on' else 'off' end, i / 2 / ${sql.raw(`${MODELS}`)} % ${sql.raw(`${BENCHMARKS}`)} + 1,
      i % 10 + 1, case when i % 3 = 0 then 'sglang' else 'vllm' end, 'SUCCEEDED', 'MEASURED',
      'https://results.example/' || i % 10, 'Apache-2.0', timestamptz '2025-01-01' + i * interval '1 minute', 500, 500,
      json_build_object(
        'accuracy', json_build_object('value', accuracy, 'low', accuracy - 0.02, 'high', least(accuracy + 0.02, 1), 'count', 500),
        'flops', json_build_object('value', flops, 'low', flops * 0.9, 'high', flops * 1.1, 'count', 500, 'estimated', true),
        'output_tokens', json_build_object('value', flops / model / 1e9, 'count', 500)
      )::jsonb
    from (
      select i, i / 2 % ${sql.raw(`${MODELS}`)} + 1 as model, flops,
        greatest(0.03, least(0.97, 0.1 * log(flops) - 0.9 + 0.25 * random())) as accuracy
      from (select i, 10 ^ (12 + 4 * random()) as flops from generate_series(0, ${sql.raw(`${count - 1}`)}) i) f
    ) r`);
  // Autovacuum would do this later: it collects statistics and writes the visibility map, which index-only scans need.
  await drizzle.execute(sql`vacuum analyze`);
  await store.refresh();
}
