-- An earlier version of the data is kept while all that its answers rest on is as it was. Runs that are added or taken back
-- leave earlier versions as they are. What was deleted before now is not known, so that only the present version is kept.
ALTER TABLE "data_versions" ADD COLUMN "kept" boolean DEFAULT true NOT NULL;--> statement-breakpoint
UPDATE "data_versions" SET "kept" = false WHERE "revision" < (SELECT "revision" FROM "data_version");--> statement-breakpoint
CREATE INDEX "data_versions_kept" ON "data_versions" USING btree ("revision") WHERE "data_versions"."kept";--> statement-breakpoint
-- Marks the versions from one revision on and before another as no longer kept, and never the present one. It is called
-- after the change has its revision.
create function lose_versions(first bigint, until bigint default null) returns void language sql as $$
  update data_versions set kept = false
  where kept and revision >= first and revision < least(until, (select revision from data_version));
$$;
--> statement-breakpoint
create or replace function runs_deleted() returns trigger language plpgsql as $$
begin
  perform change_data_version((select bit_xor(run_digest(o)) from old_runs o));
  -- The deleted runs counted in versions up to the one that retired the last of them.
  perform lose_versions(min(added_revision), case when count(*) = count(retired_revision) then max(retired_revision) end)
  from old_runs where added_revision is not null;
  perform refresh_pooled_results((select array_agg(distinct (benchmark_id, model_id, mode)::pooled_key) from old_runs));
  return null;
end $$;
--> statement-breakpoint
-- What may change of a run that counted without a change of what it says.
create function lasting_part(r runs) returns jsonb language sql stable as $$
  select to_jsonb(r) - array['status', 'retraction_reason', 'superseded_by', 'added_revision', 'retired_revision',
    'provisional_hash', 'request_digest', 'bundle', 'error', 'error_code', 'error_details']
$$;
--> statement-breakpoint
create or replace function runs_updated() returns trigger language plpgsql as $$
begin
  perform change_data_version(
    (select bit_xor(run_digest(o)) from old_runs o) # (select bit_xor(run_digest(n)) from new_runs n)
  );
  perform lose_versions(min(o.added_revision), case when count(*) = count(o.retired_revision) then max(o.retired_revision) end)
  from old_runs o join new_runs n on n.id = o.id
  where o.added_revision is not null
    and (n.status not in ('SUCCEEDED', 'RETRACTED') or lasting_part(o) <> lasting_part(n));
  -- A run that counts again did not count in the versions since it was taken back.
  perform lose_versions(min(o.retired_revision))
  from old_runs o join new_runs n on n.id = o.id where o.retired_revision is not null and n.retired_revision is null;
  perform refresh_pooled_results((
    select array_agg(distinct key)
    from (
      select (benchmark_id, model_id, mode)::pooled_key as key from old_runs
      union select (benchmark_id, model_id, mode)::pooled_key from new_runs
    ) changed
  ));
  return null;
end $$;
--> statement-breakpoint
-- As before. Earlier answers rest on the rows that were there, so that a new row loses no version.
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
  if tg_op <> 'INSERT' and delta <> 0 then perform lose_versions(0); end if;
  return null;
end $$;
