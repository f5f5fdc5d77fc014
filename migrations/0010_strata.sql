CREATE TABLE "problem_strata" (
	"benchmark" text NOT NULL,
	"problem_id" text NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "problem_strata_benchmark_problem_id_name_value_pk" PRIMARY KEY("benchmark","problem_id","name","value")
);
--> statement-breakpoint
ALTER TABLE "problem_strata" ADD CONSTRAINT "problem_strata_benchmark_benchmarks_slug_fk" FOREIGN KEY ("benchmark") REFERENCES "public"."benchmarks"("slug") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Answers are broken down by strata, so that they count as data.
create function strata_written() returns trigger language plpgsql as $$
begin
  if exists (select from written) then
    perform change_data_version(
      (select bit_xor(hashtextextended('problem_strata' || to_jsonb(w)::text, 0)) from written w)
    );
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger strata_inserted after insert on problem_strata
  referencing new table as written for each statement execute function strata_written();
--> statement-breakpoint
create trigger strata_deleted after delete on problem_strata
  referencing old table as written for each statement execute function strata_written();
