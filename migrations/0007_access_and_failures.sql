CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"digest" text NOT NULL,
	"hint" text NOT NULL,
	"note" text,
	"scope" text NOT NULL,
	"lab" text,
	"single_use" boolean DEFAULT false NOT NULL,
	"parent" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "tokens_digest_unique" UNIQUE("digest"),
	CONSTRAINT "tokens_scope" CHECK ("tokens"."scope" in ('read', 'submit', 'measure', 'operate'))
);
--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_parent_tokens_id_fk" FOREIGN KEY ("parent") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "error_details" text;--> statement-breakpoint
-- Reasons that were stored before can hold SQL, outputs and addresses, so that only operators may read them.
UPDATE "runs" SET "error_details" = "error", "error" = 'The run failed. An operator can read the details.' WHERE "error" IS NOT NULL;
