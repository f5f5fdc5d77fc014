CREATE TABLE "countersignatures" (
	"subject" text NOT NULL,
	"lab" text NOT NULL,
	"verdict" text NOT NULL,
	"run" text NOT NULL,
	"note" text,
	"stated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "countersignatures_subject_lab_pk" PRIMARY KEY("subject","lab")
);
--> statement-breakpoint
CREATE TABLE "feed_records" (
	"peer_id" integer NOT NULL,
	"digest" text NOT NULL,
	"kind" text NOT NULL,
	"sequence" integer NOT NULL,
	"place" integer NOT NULL,
	"key" text NOT NULL,
	"size" integer NOT NULL,
	"run_digest" text,
	"run_size" integer,
	"subject" text,
	"assurance" text,
	"predicate" jsonb,
	"status" text DEFAULT 'WAITING' NOT NULL,
	"code" text,
	"message" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feed_records_peer_id_digest_pk" PRIMARY KEY("peer_id","digest"),
	CONSTRAINT "feed_records_status" CHECK ("feed_records"."status" in ('WAITING', 'TAKEN', 'HELD', 'QUARANTINED', 'REFUSED'))
);
--> statement-breakpoint
CREATE TABLE "peer_policies" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "peer_policies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"peer_id" integer,
	"lab" text,
	"benchmark" text,
	"action" text NOT NULL,
	CONSTRAINT "peer_policies_action" CHECK ("peer_policies"."action" in ('ACCEPT', 'QUARANTINE', 'REFUSE'))
);
--> statement-breakpoint
CREATE TABLE "peers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "peers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"url" text NOT NULL,
	"lab" text NOT NULL,
	"pinned" text NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"manifest" text,
	"key" text,
	"published_at" timestamp with time zone,
	"revoked" boolean DEFAULT false NOT NULL,
	"head_sequence" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"most_bytes" bigint NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tried_at" timestamp with time zone,
	"pulled_at" timestamp with time zone,
	"error_code" text,
	"error" text,
	CONSTRAINT "peers_url_unique" UNIQUE("url"),
	CONSTRAINT "peers_lab_unique" UNIQUE("lab")
);
--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_provenance";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "assurance" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "reproduced" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "disputed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "feed_records" ADD CONSTRAINT "feed_records_peer_id_peers_id_fk" FOREIGN KEY ("peer_id") REFERENCES "public"."peers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "peer_policies" ADD CONSTRAINT "peer_policies_peer_id_peers_id_fk" FOREIGN KEY ("peer_id") REFERENCES "public"."peers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feed_records_by_subject" ON "feed_records" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "feed_records_by_status" ON "feed_records" USING btree ("peer_id","status","sequence","place");--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_assurance" CHECK ("runs"."assurance" in ('SELF_ATTESTED', 'THIRD_PARTY', 'REPRODUCED'));--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_provenance" CHECK ("runs"."provenance" in ('MEASURED', 'IMPORTED', 'FEDERATED', 'MIRRORED'));--> statement-breakpoint
-- What is said of a run from outside decides which runs match a filter, so that the digest of the data covers it. Runs of which
-- nothing is said keep their digest.
create or replace function run_digest(r runs) returns bigint language sql immutable parallel safe as $$
  select case when r.status = 'SUCCEEDED' then
    hashtextextended(concat_ws('|', r.content_hash, r.status, r.source_url, r.license, r.measures::text,
      case when r.provenance <> r.submission ->> 'provenance' then r.provenance end,
      case when r.verified then 'verified' end, r.assurance,
      case when r.reproduced then 'reproduced' end, case when r.disputed then 'disputed' end), 0) else 0 end
$$;
