ALTER TABLE "runs" ADD COLUMN "recipe" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "error" text;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "prompt_hash" text;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "judgement" jsonb;