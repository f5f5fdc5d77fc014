CREATE TABLE "held_submissions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "held_submissions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"content_hash" text NOT NULL,
	"lab" text NOT NULL,
	"model" text NOT NULL,
	"benchmark" text NOT NULL,
	"mode" text NOT NULL,
	"sample_count" integer NOT NULL,
	"new_model" jsonb,
	"new_benchmark" jsonb,
	"run" text,
	"bytes" integer NOT NULL,
	"status" text DEFAULT 'HELD' NOT NULL,
	"reason" text,
	"held_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "held_submissions_content_hash_unique" UNIQUE("content_hash"),
	CONSTRAINT "held_submissions_status" CHECK ("held_submissions"."status" in ('HELD', 'ACCEPTED', 'REFUSED'))
);
--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "license" text;--> statement-breakpoint
CREATE INDEX "held_submissions_by_lab" ON "held_submissions" USING btree ("lab","status","id");--> statement-breakpoint
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
