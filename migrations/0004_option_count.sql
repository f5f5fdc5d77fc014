ALTER TABLE "benchmarks" ADD COLUMN "option_count" integer;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_options" CHECK ("benchmarks"."option_count" between 2 and 26);--> statement-breakpoint
-- The digest of the data covers every column of a benchmark: from the rows without the new column to the rows with it.
select change_data_version(delta, delta) from (
  select coalesce(bit_xor(
    hashtextextended('benchmarks' || (to_jsonb(b) - array['id', 'subset_of', 'option_count'])::text, 0)
    # hashtextextended('benchmarks' || (to_jsonb(b) - array['id', 'subset_of'])::text, 0)
  ), 0) as delta
  from benchmarks b
) as change;
