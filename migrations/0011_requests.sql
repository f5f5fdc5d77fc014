ALTER TABLE "runs" ADD COLUMN "request_digest" text;--> statement-breakpoint
CREATE INDEX "runs_by_request" ON "runs" USING btree ("request_digest","id") WHERE "runs"."request_digest" is not null;