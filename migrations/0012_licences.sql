ALTER TABLE "models" ADD COLUMN "license" text;--> statement-breakpoint
CREATE INDEX "runs_by_mode_and_runner" ON "runs" USING btree ("mode",coalesce("runner", ''));--> statement-breakpoint
-- The digest of the data covers every column of a model: from the rows without the new column to the rows with it.
select change_data_version(delta, delta) from (
  select coalesce(bit_xor(
    hashtextextended('models' || (to_jsonb(m) - array['id', 'subset_of', 'license'])::text, 0)
    # hashtextextended('models' || (to_jsonb(m) - array['id', 'subset_of'])::text, 0)
  ), 0) as delta
  from models m
) as change;
--> statement-breakpoint
-- Runs that measured serving get the rates that later ones are stored with, so that they are pooled together.
UPDATE "runs" SET "measures" = "measures" || jsonb_strip_nulls(jsonb_build_object(
  'throughput_per_accelerator', case when "measures" ? 'throughput' and "hardware_count" > 0 then
    coalesce("measures" -> 'throughput_per_accelerator', ("measures" -> 'throughput') - 'low' - 'high'
      || jsonb_build_object('value', ("measures" -> 'throughput' ->> 'value')::float8 / "hardware_count")) end,
  'throughput_per_user', case when ("measures" -> 'inter_token_latency' ->> 'value')::float8 > 0 then
    coalesce("measures" -> 'throughput_per_user', ("measures" -> 'inter_token_latency') - 'low' - 'high'
      || jsonb_build_object('value', 1 / ("measures" -> 'inter_token_latency' ->> 'value')::float8)) end))
WHERE ("measures" ? 'throughput' and "hardware_count" > 0) or "measures" ? 'inter_token_latency';
