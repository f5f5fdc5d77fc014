-- What judged the answers of a run: the grader that its source states, or the benchmark's plugin with its version, and the
-- judge models beside it. Null where nobody said it.
create function grader_of(submission jsonb, recipe jsonb) returns text
language sql immutable parallel safe as $$
  select coalesce(
    nullif(submission #>> '{protocol,grader}', ''),
    case when jsonb_typeof(recipe -> 'benchmark') = 'object' and recipe #>> '{benchmark,name}' is not null then concat_ws(' + ',
      concat_ws(' ', recipe #>> '{benchmark,name}', recipe #>> '{benchmark,version}'),
      coalesce(recipe #>> '{judge,options,model}', recipe #>> '{judge,engine}', recipe #>> '{judge,name}'),
      coalesce(recipe #>> '{secondJudge,options,model}', recipe #>> '{secondJudge,engine}', recipe #>> '{secondJudge,name}')
    ) end)
$$;
--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "chance_level" double precision;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_chance" CHECK ("benchmarks"."chance_level" >= 0 and "benchmarks"."chance_level" < 1);--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "grader" text GENERATED ALWAYS AS (grader_of(submission, recipe)) STORED;--> statement-breakpoint
-- The digest of the catalogue covers the new column of benchmarks too.
UPDATE "data_version" SET "digest" = "digest" # "catalogue_digest";--> statement-breakpoint
UPDATE "data_version" SET "catalogue_digest" = (select coalesce(bit_xor(d), 0) from (
    select hashtextextended('labs' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) as d from labs t
    union all select hashtextextended('models' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from models t
    union all select hashtextextended('benchmarks' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from benchmarks t
    union all select hashtextextended('hardware' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from hardware t
  ) c);--> statement-breakpoint
UPDATE "data_version" SET "digest" = "digest" # "catalogue_digest";--> statement-breakpoint
UPDATE "data_versions" v SET "digest" = d."digest" FROM "data_version" d WHERE v."revision" = d."revision";
