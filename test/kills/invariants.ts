import type { Database } from "../../src/store/database/database.ts";
import type { Acknowledged } from "./messages.ts";

/** What must hold of a store at every instant, whatever was killed: each sentence names something that does not. */
export async function findViolations(
  database: Pick<Database, "rows">,
  { hashes, runs }: Acknowledged,
): Promise<string[]> {
  const found: string[] = [];
  const lost = await database.rows(
    `select hash from json_array_elements_text($1::text::json) hash
       where not exists (select from runs r where r.content_hash || '' = hash)
     union all select id from json_array_elements_text($2::text::json) id
       where not exists (select from runs r where r.id + 0 = id::integer and r.status not in ('FAILED', 'CANCELED'))`,
    [JSON.stringify(hashes), JSON.stringify(runs)],
  );
  if (lost.length > 0) found.push(`Acknowledged runs are lost: ${JSON.stringify(lost.slice(0, 3))}`);
  for (const { sentence, statement } of INVARIANTS) {
    const rows = await database.rows(statement, []);
    if (rows.length > 0) found.push(`${sentence}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return found;
}

/** How many of the acknowledged runs have not succeeded with all their samples and the accuracy that they must have. */
export async function countUnfinished(database: Pick<Database, "rows">, { runs }: Acknowledged): Promise<number> {
  const [row] = await database.rows(
    `select count(*)::integer from json_array_elements_text($1::text::json) id
     where not exists (select from runs r where r.id = id::integer and r.status = 'SUCCEEDED'
       and r.sample_count = ${PROBLEMS} and abs(r.accuracy - ${(PROBLEMS - Math.ceil(PROBLEMS / 7)) / PROBLEMS}) < 1e-9)`,
    [JSON.stringify(runs)],
  );
  return row![0] as number;
}

/** The problems of a measured run. The engine fails at every seventh. */
export const PROBLEMS = 60;

/** Each statement gives the rows that are wrong. They read tables and not indexes, which a crash could part from them. */
const INVARIANTS = [
  {
    sentence: "A sample is stored twice",
    statement: `select run_id, problem_id || '', repeat + 0, count(*)::integer from samples
                group by 1, problem_id || '', repeat + 0 having count(*) > 1`,
  },
  {
    sentence: "A run is stored twice",
    statement: "select content_hash || '', count(*)::integer from runs group by 1 having count(*) > 1",
  },
  {
    sentence: "Samples belong to no run",
    statement: "select distinct run_id from samples s where not exists (select from runs r where r.id + 0 = s.run_id)",
  },
  {
    sentence: "A run that has ended lacks samples or has too many",
    statement: `select r.id, r.sample_count, count(s.*)::integer from runs r left join samples s on s.run_id + 0 = r.id
                where r.status = 'SUCCEEDED' and r.bundle is null group by r.id having r.sample_count is distinct from count(s.*)`,
  },
  {
    sentence: "A pooled result differs from a recomputation",
    statement: `
      with fresh as (select * from pool_runs((select array_agg(id) from runs where status = 'SUCCEEDED')))
      select coalesce(p.model_id, f.model_id), coalesce(p.mode, f.mode), p.run_count, f.run_count, p.measures, f.measures
      from pooled_results p
      full join fresh f on f.benchmark_id = p.benchmark_id and f.model_id = p.model_id and f.mode = p.mode and f.pool = p.pool
      where p.run_count is distinct from f.run_count
        or (select array_agg(key order by key) from jsonb_object_keys(p.measures) key)
          is distinct from (select array_agg(key order by key) from jsonb_object_keys(f.measures) key)
        or exists (
          select from jsonb_each(p.measures) a, jsonb_each(a.value) v
          where jsonb_typeof(v.value) = 'number' and abs((v.value)::float8 - (f.measures -> a.key -> v.key)::float8)
            > 1e-9 * greatest(1, abs((v.value)::float8)))`,
  },
  {
    sentence: "The version of the data differs from a recomputation",
    statement: `
      with catalogue as (
        select hashtextextended('labs' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) as hash from labs t
        union all select hashtextextended('models' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from models t
        union all select hashtextextended('benchmarks' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from benchmarks t
        union all select hashtextextended('hardware' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from hardware t
      ), recomputed as (
        select coalesce((select bit_xor(hash) from catalogue), 0) as catalogue,
          coalesce((select bit_xor(run_digest(r)) from runs r), 0) as runs,
          coalesce((select bit_xor(hashtextextended('problem_strata' || to_jsonb(s)::text, 0)) from problem_strata s), 0) as strata
      )
      select digest::text, (catalogue # runs # strata)::text, catalogue_digest::text, catalogue::text
      from data_version, recomputed
      where digest <> catalogue # runs # strata or catalogue_digest <> catalogue`,
  },
];
