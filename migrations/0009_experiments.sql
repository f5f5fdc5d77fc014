ALTER TABLE "benchmarks" ADD COLUMN "benchmark" text;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "subset" text;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "problems_version" text DEFAULT '1' NOT NULL;--> statement-breakpoint
-- A part that is named after its whole, such as gsm8k/mip, is a subset of it.
UPDATE "benchmarks" b SET
  "benchmark" = coalesce(whole.slug, b.slug),
  "subset" = CASE WHEN whole.slug IS NOT NULL THEN substr(b.slug, length(whole.slug) + 2) END
FROM "benchmarks" own LEFT JOIN "benchmarks" whole ON whole.id = own.subset_of AND starts_with(own.slug, whole.slug || '/')
WHERE own.id = b.id;--> statement-breakpoint
ALTER TABLE "benchmarks" ALTER COLUMN "benchmark" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "benchmarks" ALTER COLUMN "benchmark" SET NOT NULL;--> statement-breakpoint
create function name_benchmark() returns trigger language plpgsql as $$
begin
  if new.benchmark = '' then new.benchmark := new.slug; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger benchmarks_named before insert on benchmarks for each row execute function name_benchmark();--> statement-breakpoint
CREATE TABLE "benchmark_problems" (
	"benchmark_id" integer NOT NULL,
	"problem_id" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "benchmark_problems_benchmark_id_problem_id_pk" PRIMARY KEY("benchmark_id","problem_id")
);
--> statement-breakpoint
ALTER TABLE "benchmark_problems" ADD CONSTRAINT "benchmark_problems_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE TABLE "forgotten" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "forgotten_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"content_hash" text NOT NULL,
	"what" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_versions" (
	"revision" bigint PRIMARY KEY NOT NULL,
	"digest" bigint NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "data_versions_by_digest" ON "data_versions" USING btree ("digest");--> statement-breakpoint
ALTER TABLE "data_version" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What runs must have in common to be pooled, beside benchmark, model and mode: how they were asked and served, and which
-- metrics they have. Runs whose protocol nobody stated are alike only within one lab. Figures that say how whole a run is
-- are no results of it, so that they keep no runs apart.
create function pool_key(protocol_id text, served_as text, lab_id integer, measures jsonb) returns text
language sql immutable parallel safe as $$
  select lpad(to_hex(hashtextextended(
    coalesce('protocol ' || protocol_id, 'lab ' || lab_id) || E'\n' || coalesce(served_as, '') || E'\n' || coalesce((
      select string_agg(metric, E'\n' order by metric collate "C") from jsonb_object_keys(measures) metric
      where metric <> 'coverage' and metric not like '%\_share'
    ), ''), 0)), 16, '0')
$$;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "protocol_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "served_as" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retraction_reason" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "superseded_by" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "added_revision" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "retired_revision" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "pool" text GENERATED ALWAYS AS (pool_key(protocol_id, served_as, lab_id, measures)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "coverage" double precision GENERATED ALWAYS AS ((measures -> 'coverage' -> 'value')::double precision) STORED;--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_status";--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_status" CHECK ("runs"."status" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'RETRACTED'));--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_measures";--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_measures" CHECK ("runs"."accuracy" >= 0 and "runs"."flops" >= 0 and "runs"."output_tokens" >= 0 and "runs"."prompt_tokens" >= 0 and "runs"."latency" >= 0 and "runs"."ttft" >= 0 and "runs"."throughput" >= 0 and "runs"."gpu_time" >= 0 and "runs"."gpu_memory" >= 0 and "runs"."energy" >= 0 and "runs"."cost" >= 0 and "runs"."coverage" >= 0);--> statement-breakpoint
DELETE FROM "pooled_results";--> statement-breakpoint
ALTER TABLE "pooled_results" DROP CONSTRAINT "pooled_results_benchmark_id_model_id_mode_pk";--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "pool" text NOT NULL;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "protocol_id" text;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "served_as" text;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "alone" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "weight" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD COLUMN "coverage" double precision GENERATED ALWAYS AS ((measures -> 'coverage' -> 'value')::double precision) STORED;--> statement-breakpoint
ALTER TABLE "pooled_results" ADD CONSTRAINT "pooled_results_benchmark_id_model_id_mode_pool_pk" PRIMARY KEY("benchmark_id","model_id","mode","pool");--> statement-breakpoint
drop function refresh_pooled_results(pooled_key[]);
--> statement-breakpoint
drop function pool_runs(integer[]);
--> statement-breakpoint
-- Pools runs into one row an experiment. A pooled value is the mean over runs, weighted by their answers. So are its
-- bounds: runs on one benchmark share its problems, so their errors are taken as going together, which errs on the wide
-- side. The coverage is the largest one, since two parts may be the same part.
create function pool_runs(ids integer[])
returns table (benchmark_id integer, model_id integer, mode text, pool text, protocol_id text, served_as text,
  weight bigint, run_count integer, measures jsonb)
language sql stable as $$
  with pooled_runs as materialized (
    select r.benchmark_id, r.model_id, r.mode, r.pool, r.protocol_id, r.served_as, r.weight, r.measures
    from runs r where r.id = any(ids)
  ),
  pooled_measures as (
    select benchmark_id, model_id, mode, pool, m.key as metric, case when m.key = 'coverage'
      then jsonb_build_object('value', max((m.value -> 'value')::float8))
      else jsonb_strip_nulls(jsonb_build_object(
        'value', sum(weight * (m.value -> 'value')::float8) / sum(weight),
        'low', case when count(m.value -> 'low') = count(*) then sum(weight * (m.value -> 'low')::float8) / sum(weight) end,
        'high', case when count(m.value -> 'high') = count(*) then sum(weight * (m.value -> 'high')::float8) / sum(weight) end,
        'count', sum((m.value -> 'count')::int8),
        'estimated', nullif(coalesce(bool_or((m.value -> 'estimated')::boolean), false), false),
        'note', min(m.value ->> 'note'))) end as measure
    from pooled_runs, jsonb_each(measures) m
    group by benchmark_id, model_id, mode, pool, m.key
  )
  select r.benchmark_id, r.model_id, r.mode, r.pool, r.protocol_id, r.served_as, r.weight, r.run_count,
    coalesce(m.measures, '{}')
  from (
    select benchmark_id, model_id, mode, pool, min(protocol_id) as protocol_id, min(served_as) as served_as,
      sum(weight)::bigint as weight, count(*)::integer as run_count
    from pooled_runs group by 1, 2, 3, 4
  ) r
  left join (
    select benchmark_id, model_id, mode, pool, jsonb_object_agg(metric, measure) as measures
    from pooled_measures group by 1, 2, 3, 4
  ) m using (benchmark_id, model_id, mode, pool)
$$;
--> statement-breakpoint
create function refresh_pooled_results(keys pooled_key[]) returns void language sql as $$
  delete from pooled_results p using unnest(keys) k
  where p.benchmark_id = k.benchmark_id and p.model_id = k.model_id and p.mode = k.mode;

  insert into pooled_results (benchmark_id, model_id, mode, pool, protocol_id, served_as, weight, run_count, measures, alone)
  select p.*, count(*) over (partition by p.benchmark_id, p.model_id, p.mode) = 1 from pool_runs((
    select array_agg(r.id)
    from unnest(keys) k join runs r on r.benchmark_id = k.benchmark_id and r.model_id = k.model_id and r.mode = k.mode
    where r.status = 'SUCCEEDED'
  )) p;
$$;
--> statement-breakpoint
-- Only runs that count are data: a run that waits, runs, has failed or was taken back changes no answer.
create or replace function run_digest(r runs) returns bigint language sql immutable parallel safe as $$
  select case when r.status = 'SUCCEEDED' then
    hashtextextended(concat_ws('|', r.content_hash, r.status, r.source_url, r.license, r.measures::text), 0) else 0 end
$$;
--> statement-breakpoint
-- The digest of the catalogue leaves out what differs between stores or says nothing about results.
create or replace function catalogue_written() returns trigger language plpgsql as $$
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
-- As before, and counts the versions. A backup that is restored brings its own count.
create or replace function change_data_version(delta bigint, catalogue_delta bigint default 0) returns void language plpgsql as $$
declare
  version data_version;
  counts boolean := coalesce(delta, 0) <> 0 and coalesce(current_setting('paretograph.restoring', true), '') <> 'on';
begin
  update data_version
  set digest = digest # coalesce(delta, 0), catalogue_digest = catalogue_digest # catalogue_delta,
    revision = revision + counts::integer
  returning * into version;
  if counts then
    insert into data_versions (revision, digest) values (version.revision, version.digest);
  end if;
  if coalesce(delta, 0) <> 0 or catalogue_delta <> 0 then
    perform pg_notify('paretograph_data', version.digest || ' ' || version.catalogue_digest);
  end if;
end $$;
--> statement-breakpoint
-- Marks a run with the revision that its change makes. The lock lets writers queue up before they count.
create function mark_revisions() returns trigger language plpgsql as $$
declare
  next bigint;
begin
  if new.status in ('SUCCEEDED', 'RETRACTED') and new.added_revision is null
    or new.status = 'RETRACTED' and new.retired_revision is null
    or new.status = 'SUCCEEDED' and new.retired_revision is not null then
    select revision + 1 into next from data_version for update;
    if new.status in ('SUCCEEDED', 'RETRACTED') then new.added_revision := coalesce(new.added_revision, next); end if;
    new.retired_revision := case when new.status = 'RETRACTED' then coalesce(new.retired_revision, next) end;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger runs_marked before insert or update on runs for each row execute function mark_revisions();
--> statement-breakpoint
-- The runs that are here already count from now on: what their data looked like before is not known.
UPDATE "data_version" SET "revision" = 1,
  "catalogue_digest" = (select coalesce(bit_xor(d), 0) from (
    select hashtextextended('labs' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) as d from labs t
    union all select hashtextextended('models' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from models t
    union all select hashtextextended('benchmarks' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from benchmarks t
    union all select hashtextextended('hardware' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from hardware t
  ) c);--> statement-breakpoint
UPDATE "data_version" SET "digest" = "catalogue_digest" # (select coalesce(bit_xor(run_digest(r)), 0) from runs r);--> statement-breakpoint
INSERT INTO "data_versions" ("revision", "digest") SELECT "revision", "digest" FROM "data_version";--> statement-breakpoint
-- Sets the revisions by the trigger, and pools by the other one. One statement, so that it is one change.
UPDATE "runs" SET "added_revision" = 1 WHERE "status" = 'SUCCEEDED';--> statement-breakpoint
UPDATE "bundles" SET "digest" = '';
