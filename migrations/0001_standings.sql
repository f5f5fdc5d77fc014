-- Pooling reads runs from this index alone: the filters of a frontier, the weight of a run and its built-in metrics.
create index runs_pooling on runs (benchmark_id) include (
  model_id, mode, lab_id, runner, hardware_id, provenance, finished_at, weight,
  accuracy, flops, output_tokens, prompt_tokens, latency, ttft, throughput, gpu_time, gpu_memory, energy, cost
) where status = 'SUCCEEDED';
--> statement-breakpoint
insert into data_version default values;
--> statement-breakpoint
-- Folds a change into the digest of the data and tells listeners. A row's hash enters and leaves the digest by exclusive
-- or, so the digest depends on what is stored, not on the order in which it came. The update also makes writers queue
-- up before they touch standings: no two transactions pool the same runs at once, and none deadlock.
create function change_data_version(delta bigint, catalogue_delta bigint default 0) returns void language plpgsql as $$
declare
  version data_version;
begin
  update data_version
  set digest = digest # coalesce(delta, 0), catalogue_digest = catalogue_digest # catalogue_delta
  returning * into version;
  perform pg_notify('paretograph_data', version.digest || ' ' || version.catalogue_digest);
end $$;
--> statement-breakpoint
create function run_digest(r runs) returns bigint language sql immutable parallel safe as $$
  select hashtextextended(concat_ws('|', r.content_hash, r.status, r.source_url, r.license, r.measures::text), 0)
$$;
--> statement-breakpoint
-- Pools runs into one row a benchmark, model and mode. A pooled value is the mean over runs, weighted by their answers.
-- So are its bounds: runs on one benchmark share its problems, so their errors are taken as going together, which errs
-- on the wide side.
create function pool_runs(ids integer[])
returns table (benchmark_id integer, model_id integer, mode text, run_count integer, measures jsonb)
language sql stable as $$
  with pooled_runs as materialized (
    select r.benchmark_id, r.model_id, r.mode, r.weight, r.measures from runs r where r.id = any(ids)
  ),
  pooled_measures as (
    select benchmark_id, model_id, mode, m.key as metric, jsonb_strip_nulls(jsonb_build_object(
      'value', sum(weight * (m.value -> 'value')::float8) / sum(weight),
      'low', case when count(m.value -> 'low') = count(*) then sum(weight * (m.value -> 'low')::float8) / sum(weight) end,
      'high', case when count(m.value -> 'high') = count(*) then sum(weight * (m.value -> 'high')::float8) / sum(weight) end,
      'count', sum((m.value -> 'count')::int8),
      'estimated', nullif(coalesce(bool_or((m.value -> 'estimated')::boolean), false), false),
      'note', min(m.value ->> 'note'))) as measure
    from pooled_runs, jsonb_each(measures) m
    group by benchmark_id, model_id, mode, m.key
  )
  select r.benchmark_id, r.model_id, r.mode, r.run_count, coalesce(m.measures, '{}')
  from (select benchmark_id, model_id, mode, count(*)::integer as run_count from pooled_runs group by 1, 2, 3) r
  left join (
    select benchmark_id, model_id, mode, jsonb_object_agg(metric, measure) as measures from pooled_measures group by 1, 2, 3
  ) m using (benchmark_id, model_id, mode)
$$;
--> statement-breakpoint
create type standing_key as (benchmark_id integer, model_id integer, mode text);
--> statement-breakpoint
create function refresh_standings(keys standing_key[]) returns void language sql as $$
  delete from standings s using unnest(keys) k
  where s.benchmark_id = k.benchmark_id and s.model_id = k.model_id and s.mode = k.mode;

  insert into standings (benchmark_id, model_id, mode, run_count, measures)
  select * from pool_runs((
    select array_agg(r.id)
    from unnest(keys) k join runs r on r.benchmark_id = k.benchmark_id and r.model_id = k.model_id and r.mode = k.mode
    where r.status = 'SUCCEEDED'
  ));
$$;
--> statement-breakpoint
create function runs_inserted() returns trigger language plpgsql as $$
begin
  perform change_data_version((select bit_xor(run_digest(n)) from new_runs n));
  perform refresh_standings((select array_agg(distinct (benchmark_id, model_id, mode)::standing_key) from new_runs));
  return null;
end $$;
--> statement-breakpoint
create function runs_deleted() returns trigger language plpgsql as $$
begin
  perform change_data_version((select bit_xor(run_digest(o)) from old_runs o));
  perform refresh_standings((select array_agg(distinct (benchmark_id, model_id, mode)::standing_key) from old_runs));
  return null;
end $$;
--> statement-breakpoint
create function runs_updated() returns trigger language plpgsql as $$
begin
  perform change_data_version(
    (select bit_xor(run_digest(o)) from old_runs o) # (select bit_xor(run_digest(n)) from new_runs n)
  );
  perform refresh_standings((
    select array_agg(distinct key)
    from (
      select (benchmark_id, model_id, mode)::standing_key as key from old_runs
      union select (benchmark_id, model_id, mode)::standing_key from new_runs
    ) changed
  ));
  return null;
end $$;
--> statement-breakpoint
create trigger runs_inserted after insert on runs
  referencing new table as new_runs for each statement execute function runs_inserted();
--> statement-breakpoint
create trigger runs_deleted after delete on runs
  referencing old table as old_runs for each statement execute function runs_deleted();
--> statement-breakpoint
create trigger runs_updated after update on runs
  referencing old table as old_runs new table as new_runs for each statement execute function runs_updated();
--> statement-breakpoint
-- Labs, models, benchmarks and hardware are shown beside runs and filtered by, so they count as data too. Their ids do
-- not: another store gives other ids to the same rows.
create function catalogue_written() returns trigger language plpgsql as $$
declare
  delta bigint;
begin
  if tg_op <> 'INSERT' then
    delta := hashtextextended(tg_table_name || (to_jsonb(old) - array['id', 'subset_of'])::text, 0);
  end if;
  if tg_op <> 'DELETE' then
    delta := coalesce(delta, 0) # hashtextextended(tg_table_name || (to_jsonb(new) - array['id', 'subset_of'])::text, 0);
  end if;
  perform change_data_version(delta, delta);
  return null;
end $$;
--> statement-breakpoint
create trigger labs_written after insert or update or delete on labs for each row execute function catalogue_written();
--> statement-breakpoint
create trigger models_written after insert or update or delete on models for each row execute function catalogue_written();
--> statement-breakpoint
create trigger benchmarks_written after insert or update or delete on benchmarks for each row execute function catalogue_written();
--> statement-breakpoint
create trigger hardware_written after insert or update or delete on hardware for each row execute function catalogue_written();
