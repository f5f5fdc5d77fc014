CREATE TABLE "added_metrics" (
	"name" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"unit" text NOT NULL,
	"direction" text NOT NULL,
	"scale" text NOT NULL,
	"description" text NOT NULL,
	"provider" text NOT NULL,
	CONSTRAINT "added_metrics_direction" CHECK ("added_metrics"."direction" in ('MAXIMIZE', 'MINIMIZE')),
	CONSTRAINT "added_metrics_scale" CHECK ("added_metrics"."scale" in ('linear', 'log'))
);
--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "measures" jsonb;