CREATE TABLE "benchmarks" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "benchmarks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"problem_count" integer,
	"plugin" text,
	"version" text NOT NULL,
	"url" text,
	"subset_of" integer,
	"prompt_tokens" double precision,
	"prompt_tokens_source" text,
	CONSTRAINT "benchmarks_slug_unique" UNIQUE("slug"),
	CONSTRAINT "benchmarks_counts" CHECK ("benchmarks"."problem_count" >= 0 and "benchmarks"."prompt_tokens" >= 0)
);
--> statement-breakpoint
CREATE TABLE "data_version" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"digest" bigint DEFAULT 0 NOT NULL,
	"catalogue_digest" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "data_version_is_one_row" CHECK ("data_version"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "hardware" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "hardware_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"vendor" text,
	CONSTRAINT "hardware_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "labs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "labs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"url" text,
	CONSTRAINT "labs_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"developer" text,
	"family" text,
	"architecture" text,
	"total_parameters" double precision,
	"active_parameters" double precision,
	"context_length" integer,
	"open_weights" boolean NOT NULL,
	"released_on" date,
	"config" jsonb,
	"sources" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "models_slug_unique" UNIQUE("slug"),
	CONSTRAINT "models_architecture" CHECK ("models"."architecture" in ('DENSE', 'MOE', 'HYBRID', 'HYBRID_MOE')),
	CONSTRAINT "models_parameters" CHECK ("models"."total_parameters" >= 0 and "models"."active_parameters" >= 0 and "models"."context_length" >= 0)
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"content_hash" text NOT NULL,
	"model_id" integer NOT NULL,
	"mode" text NOT NULL,
	"benchmark_id" integer NOT NULL,
	"lab_id" integer NOT NULL,
	"runner" text,
	"runner_version" text,
	"hardware_id" integer,
	"hardware_count" integer,
	"deployment" jsonb,
	"status" text NOT NULL,
	"provenance" text NOT NULL,
	"source_url" text,
	"license" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"decoding" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"problem_count" integer,
	"sample_count" integer,
	"weight" integer GENERATED ALWAYS AS (greatest(coalesce(sample_count, problem_count, 1), 1)) STORED NOT NULL,
	"notes" text,
	"shipment" text,
	"measures" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"accuracy" double precision GENERATED ALWAYS AS ((measures -> 'accuracy' -> 'value')::double precision) STORED,
	"flops" double precision GENERATED ALWAYS AS ((measures -> 'flops' -> 'value')::double precision) STORED,
	"output_tokens" double precision GENERATED ALWAYS AS ((measures -> 'output_tokens' -> 'value')::double precision) STORED,
	"prompt_tokens" double precision GENERATED ALWAYS AS ((measures -> 'prompt_tokens' -> 'value')::double precision) STORED,
	"latency" double precision GENERATED ALWAYS AS ((measures -> 'latency' -> 'value')::double precision) STORED,
	"ttft" double precision GENERATED ALWAYS AS ((measures -> 'ttft' -> 'value')::double precision) STORED,
	"throughput" double precision GENERATED ALWAYS AS ((measures -> 'throughput' -> 'value')::double precision) STORED,
	"gpu_time" double precision GENERATED ALWAYS AS ((measures -> 'gpu_time' -> 'value')::double precision) STORED,
	"gpu_memory" double precision GENERATED ALWAYS AS ((measures -> 'gpu_memory' -> 'value')::double precision) STORED,
	"energy" double precision GENERATED ALWAYS AS ((measures -> 'energy' -> 'value')::double precision) STORED,
	"cost" double precision GENERATED ALWAYS AS ((measures -> 'cost' -> 'value')::double precision) STORED,
	CONSTRAINT "runs_content_hash_unique" UNIQUE("content_hash"),
	CONSTRAINT "runs_status" CHECK ("runs"."status" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
	CONSTRAINT "runs_provenance" CHECK ("runs"."provenance" in ('MEASURED', 'IMPORTED', 'FEDERATED')),
	CONSTRAINT "runs_period" CHECK ("runs"."started_at" <= "runs"."finished_at"),
	CONSTRAINT "runs_accuracy" CHECK ("runs"."accuracy" between 0 and 1),
	CONSTRAINT "runs_counts" CHECK ("runs"."hardware_count" >= 0 and "runs"."problem_count" >= 0 and "runs"."sample_count" >= 0),
	CONSTRAINT "runs_measures" CHECK ("runs"."accuracy" >= 0 and "runs"."flops" >= 0 and "runs"."output_tokens" >= 0 and "runs"."prompt_tokens" >= 0 and "runs"."latency" >= 0 and "runs"."ttft" >= 0 and "runs"."throughput" >= 0 and "runs"."gpu_time" >= 0 and "runs"."gpu_memory" >= 0 and "runs"."energy" >= 0 and "runs"."cost" >= 0)
);
--> statement-breakpoint
CREATE TABLE "samples" (
	"run_id" integer NOT NULL,
	"problem_id" text NOT NULL,
	"repeat" integer NOT NULL,
	"correct" boolean,
	"score" double precision,
	"prompt_tokens" integer,
	"reasoning_tokens" integer,
	"output_tokens" integer,
	"latency" double precision,
	"ttft" double precision,
	"cost" double precision,
	"flops" double precision,
	"answer" text,
	"expected" text,
	"output" text,
	"finish_reason" text,
	"error" text,
	CONSTRAINT "samples_run_id_problem_id_repeat_pk" PRIMARY KEY("run_id","problem_id","repeat"),
	CONSTRAINT "samples_score" CHECK ("samples"."score" between 0 and 1),
	CONSTRAINT "samples_counts" CHECK ("samples"."repeat" >= 0 and "samples"."prompt_tokens" >= 0 and "samples"."reasoning_tokens" >= 0 and "samples"."output_tokens" >= 0 and "samples"."latency" >= 0 and "samples"."ttft" >= 0 and "samples"."cost" >= 0 and "samples"."flops" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"name" text PRIMARY KEY NOT NULL,
	"digest" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"benchmark_id" integer NOT NULL,
	"model_id" integer NOT NULL,
	"mode" text NOT NULL,
	"run_count" integer NOT NULL,
	"measures" jsonb NOT NULL,
	"accuracy" double precision GENERATED ALWAYS AS ((measures -> 'accuracy' -> 'value')::double precision) STORED,
	"flops" double precision GENERATED ALWAYS AS ((measures -> 'flops' -> 'value')::double precision) STORED,
	"output_tokens" double precision GENERATED ALWAYS AS ((measures -> 'output_tokens' -> 'value')::double precision) STORED,
	"prompt_tokens" double precision GENERATED ALWAYS AS ((measures -> 'prompt_tokens' -> 'value')::double precision) STORED,
	"latency" double precision GENERATED ALWAYS AS ((measures -> 'latency' -> 'value')::double precision) STORED,
	"ttft" double precision GENERATED ALWAYS AS ((measures -> 'ttft' -> 'value')::double precision) STORED,
	"throughput" double precision GENERATED ALWAYS AS ((measures -> 'throughput' -> 'value')::double precision) STORED,
	"gpu_time" double precision GENERATED ALWAYS AS ((measures -> 'gpu_time' -> 'value')::double precision) STORED,
	"gpu_memory" double precision GENERATED ALWAYS AS ((measures -> 'gpu_memory' -> 'value')::double precision) STORED,
	"energy" double precision GENERATED ALWAYS AS ((measures -> 'energy' -> 'value')::double precision) STORED,
	"cost" double precision GENERATED ALWAYS AS ((measures -> 'cost' -> 'value')::double precision) STORED,
	CONSTRAINT "standings_benchmark_id_model_id_mode_pk" PRIMARY KEY("benchmark_id","model_id","mode")
);
--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_subset_of_benchmarks_id_fk" FOREIGN KEY ("subset_of") REFERENCES "public"."benchmarks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_hardware_id_hardware_id_fk" FOREIGN KEY ("hardware_id") REFERENCES "public"."hardware"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_shipment_shipments_name_fk" FOREIGN KEY ("shipment") REFERENCES "public"."shipments"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_lab_id_labs_id_fk" FOREIGN KEY ("lab_id") REFERENCES "public"."labs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "samples" ADD CONSTRAINT "samples_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_benchmark_id_benchmarks_id_fk" FOREIGN KEY ("benchmark_id") REFERENCES "public"."benchmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_by_benchmark_accuracy" ON "runs" USING btree ("benchmark_id",coalesce("accuracy", '-infinity') desc,"id");--> statement-breakpoint
CREATE INDEX "runs_by_finish" ON "runs" USING btree (coalesce("finished_at", '-infinity') desc,"id");--> statement-breakpoint
CREATE INDEX "runs_by_model" ON "runs" USING btree ("model_id","benchmark_id","mode");--> statement-breakpoint
CREATE INDEX "runs_by_lab" ON "runs" USING btree ("lab_id",coalesce("finished_at", '-infinity') desc,"id");