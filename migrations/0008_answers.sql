ALTER TABLE "samples" DROP CONSTRAINT "samples_counts";--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "cached_prompt_tokens" integer;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "accepted_draft_tokens" integer;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "rejected_draft_tokens" integer;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "answer_ttft" double precision;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "queue_time" double precision;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "discarded_tokens" integer;--> statement-breakpoint
ALTER TABLE "samples" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "samples" ADD CONSTRAINT "samples_counts" CHECK ("samples"."repeat" >= 0 and "samples"."prompt_tokens" >= 0 and "samples"."reasoning_tokens" >= 0 and "samples"."output_tokens" >= 0 and "samples"."latency" >= 0 and "samples"."ttft" >= 0 and "samples"."cost" >= 0 and "samples"."flops" >= 0 and "samples"."cached_prompt_tokens" >= 0 and "samples"."accepted_draft_tokens" >= 0 and "samples"."rejected_draft_tokens" >= 0 and "samples"."answer_ttft" >= 0 and "samples"."queue_time" >= 0 and "samples"."discarded_tokens" >= 0);