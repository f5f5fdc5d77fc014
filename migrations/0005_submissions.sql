ALTER TABLE "runs" ADD COLUMN "provisional_hash" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "submission" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_provisional_hash_unique" UNIQUE("provisional_hash");--> statement-breakpoint
UPDATE "runs" SET "provisional_hash" = "content_hash" WHERE "content_hash" LIKE 'unfinished:%';--> statement-breakpoint
-- The submissions of the runs that are here already, as their columns give them back. Of the measures those belong to
-- them that do not follow from the samples or from the architecture. A run that was measured here gets its submission
-- back exactly, which its content hash shows; bundled runs are brought in anew at the next start (the digest below).
UPDATE "runs" r SET "submission" =
  jsonb_strip_nulls(jsonb_build_object(
    'model', (SELECT slug FROM "models" WHERE id = r.model_id),
    'mode', r.mode,
    'benchmark', (SELECT slug FROM "benchmarks" WHERE id = r.benchmark_id),
    'lab', (SELECT slug FROM "labs" WHERE id = r.lab_id),
    'runner', r.runner,
    'runnerVersion', r.runner_version,
    'hardware', (SELECT jsonb_build_object('slug', slug, 'count', coalesce(r.hardware_count, 1))
      FROM "hardware" WHERE id = r.hardware_id),
    'provenance', r.provenance,
    'sourceUrl', r.source_url,
    'license', r.license,
    'startedAt', to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'finishedAt', to_char(r.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'problemCount', CASE WHEN sampled THEN NULL ELSE r.problem_count END,
    'notes', r.notes,
    'samples', CASE WHEN sampled THEN '[]'::jsonb END))
  || jsonb_build_object('decoding', r.decoding, 'measures', coalesce((
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(r.measures)
    WHERE CASE
      WHEN sampled THEN key NOT IN ('accuracy', 'flops', 'output_tokens', 'prompt_tokens', 'reasoning_tokens', 'latency',
        'ttft', 'cost')
      ELSE key <> 'flops' OR coalesce(value ->> 'note', '') NOT LIKE 'computed from the architecture%' END), '{}'))
  || CASE WHEN r.deployment IS NULL THEN '{}' ELSE jsonb_build_object('deployment', r.deployment) END
  || CASE WHEN r.recipe IS NULL THEN '{}' ELSE jsonb_build_object('recipe', r.recipe) END
FROM (SELECT id, EXISTS (SELECT FROM "samples" WHERE run_id = runs.id) AS sampled FROM "runs") has WHERE has.id = r.id;
--> statement-breakpoint
UPDATE "shipments" SET "digest" = '';
