-- The names that the documents use: runs are pooled into pooled results, and bundles of results come with the package.
ALTER TABLE "standings" RENAME TO "pooled_results";--> statement-breakpoint
ALTER TABLE "pooled_results" RENAME CONSTRAINT "standings_benchmark_id_model_id_mode_pk" TO "pooled_results_benchmark_id_model_id_mode_pk";--> statement-breakpoint
ALTER TABLE "pooled_results" RENAME CONSTRAINT "standings_model_id_models_id_fk" TO "pooled_results_model_id_models_id_fk";--> statement-breakpoint
ALTER TABLE "pooled_results" RENAME CONSTRAINT "standings_benchmark_id_benchmarks_id_fk" TO "pooled_results_benchmark_id_benchmarks_id_fk";--> statement-breakpoint
ALTER TABLE "shipments" RENAME TO "bundles";--> statement-breakpoint
ALTER TABLE "bundles" RENAME CONSTRAINT "shipments_pkey" TO "bundles_pkey";--> statement-breakpoint
ALTER TABLE "runs" RENAME COLUMN "shipment" TO "bundle";--> statement-breakpoint
ALTER TABLE "runs" RENAME CONSTRAINT "runs_shipment_shipments_name_fk" TO "runs_bundle_bundles_name_fk";--> statement-breakpoint
ALTER TYPE "standing_key" RENAME TO "pooled_key";--> statement-breakpoint
ALTER FUNCTION "refresh_standings" RENAME TO "refresh_pooled_results";--> statement-breakpoint
create or replace function refresh_pooled_results(keys pooled_key[]) returns void language sql as $$
  delete from pooled_results p using unnest(keys) k
  where p.benchmark_id = k.benchmark_id and p.model_id = k.model_id and p.mode = k.mode;

  insert into pooled_results (benchmark_id, model_id, mode, run_count, measures)
  select * from pool_runs((
    select array_agg(r.id)
    from unnest(keys) k join runs r on r.benchmark_id = k.benchmark_id and r.model_id = k.model_id and r.mode = k.mode
    where r.status = 'SUCCEEDED'
  ));
$$;
--> statement-breakpoint
create or replace function runs_inserted() returns trigger language plpgsql as $$
begin
  perform change_data_version((select bit_xor(run_digest(n)) from new_runs n));
  perform refresh_pooled_results((select array_agg(distinct (benchmark_id, model_id, mode)::pooled_key) from new_runs));
  return null;
end $$;
--> statement-breakpoint
create or replace function runs_deleted() returns trigger language plpgsql as $$
begin
  perform change_data_version((select bit_xor(run_digest(o)) from old_runs o));
  perform refresh_pooled_results((select array_agg(distinct (benchmark_id, model_id, mode)::pooled_key) from old_runs));
  return null;
end $$;
--> statement-breakpoint
create or replace function runs_updated() returns trigger language plpgsql as $$
begin
  perform change_data_version(
    (select bit_xor(run_digest(o)) from old_runs o) # (select bit_xor(run_digest(n)) from new_runs n)
  );
  perform refresh_pooled_results((
    select array_agg(distinct key)
    from (
      select (benchmark_id, model_id, mode)::pooled_key as key from old_runs
      union select (benchmark_id, model_id, mode)::pooled_key from new_runs
    ) changed
  ));
  return null;
end $$;
