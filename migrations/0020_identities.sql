ALTER TABLE "feed_records" ADD COLUMN "bundle_digest" text;--> statement-breakpoint
ALTER TABLE "feed_records" ADD COLUMN "bundle_size" integer;--> statement-breakpoint
ALTER TABLE "feed_records" ADD COLUMN "identity" jsonb;--> statement-breakpoint
ALTER TABLE "peers" ADD COLUMN "identities" jsonb DEFAULT '[]'::jsonb NOT NULL;