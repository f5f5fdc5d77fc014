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
