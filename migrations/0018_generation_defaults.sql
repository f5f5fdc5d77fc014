-- The sampling that the makers of a model state (`generation_config.json`).
ALTER TABLE "models" ADD COLUMN "generation_defaults" jsonb;--> statement-breakpoint
-- The digest of the catalogue covers the new column of models too.
UPDATE "data_version" SET "digest" = "digest" # "catalogue_digest";--> statement-breakpoint
UPDATE "data_version" SET "catalogue_digest" = (select coalesce(bit_xor(d), 0) from (
    select hashtextextended('labs' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) as d from labs t
    union all select hashtextextended('models' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from models t
    union all select hashtextextended('benchmarks' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from benchmarks t
    union all select hashtextextended('hardware' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) from hardware t
  ) c);--> statement-breakpoint
UPDATE "data_version" SET "digest" = "digest" # "catalogue_digest";--> statement-breakpoint
UPDATE "data_versions" v SET "digest" = d."digest" FROM "data_version" d WHERE v."revision" = d."revision";
