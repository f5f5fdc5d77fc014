-- A stated word; null where it says that nobody knows.
create function stated_word(word text) returns text
language sql immutable parallel safe as $$
  select case when lower(btrim(word)) in ('', 'auto', 'default', 'unknown', 'none', 'n/a', 'null') then null else lower(btrim(word)) end
$$;
--> statement-breakpoint
-- The usual name of a precision; null where the word names none.
create function precision_name(word text) returns text
language sql immutable parallel safe as $$
  select case lower(btrim(word))
    when 'float32' then 'fp32' when 'fp32' then 'fp32'
    when 'bfloat16' then 'bf16' when 'bf16' then 'bf16'
    when 'float16' then 'fp16' when 'fp16' then 'fp16' when 'half' then 'fp16'
    when 'float8' then 'fp8' when 'fp8' then 'fp8' when 'fp8_e4m3' then 'fp8' when 'fp8_e4m3fn' then 'fp8' when 'fp8_e5m2' then 'fp8'
    when 'int8' then 'int8' when 'int4' then 'int4' when 'fp6' then 'fp6' when 'fp4' then 'fp4'
    when 'nvfp4' then 'nvfp4' when 'mxfp4' then 'mxfp4' when 'mxfp8' then 'mxfp8' when 'awq' then 'awq' when 'gptq' then 'gptq'
    end
$$;
--> statement-breakpoint
-- The usual name of an engine; null where the word names none.
create function engine_name(word text) returns text
language sql immutable parallel safe as $$
  select case lower(btrim(word))
    when 'vllm' then 'vllm' when 'sglang' then 'sglang' when 'lmdeploy' then 'lmdeploy' when 'mlx' then 'mlx' when 'ollama' then 'ollama'
    when 'tgi' then 'tgi' when 'text-generation-inference' then 'tgi'
    when 'tensorrt-llm' then 'tensorrt-llm' when 'trt-llm' then 'tensorrt-llm' when 'tensorrt_llm' then 'tensorrt-llm'
    when 'transformers' then 'transformers' when 'hf' then 'transformers'
    when 'llama.cpp' then 'llama.cpp' when 'llama-cpp' then 'llama.cpp'
    end
$$;
--> statement-breakpoint
-- The name of a provider that serves models over the network; null where the word names none.
create function provider_name(word text) returns text
language sql immutable parallel safe as $$
  select lower(btrim(word)) where lower(btrim(word)) in (
    'together', 'fireworks', 'deepinfra', 'groq', 'anthropic', 'azure', 'bedrock', 'openrouter', 'novita', 'cerebras', 'sambanova',
    'nebius', 'hyperbolic', 'baseten', 'parasail', 'siliconflow')
$$;
--> statement-breakpoint
-- The provider that served a model: as it is stated, or as the free words of `servedAs` or the runner name a known one.
create function provider_of(submission jsonb, runner text) returns text
language sql immutable parallel safe as $$
  select coalesce(
    stated_word(submission #>> '{serving,provider}'),
    (select min(provider_name(part)) from string_to_table(submission ->> 'servedAs', ',') part),
    provider_name(runner))
$$;
--> statement-breakpoint
-- The engine that served a model. A runner is one, unless it is a provider or speaks to whatever serves the protocol of OpenAI.
create function engine_of(submission jsonb, recipe jsonb, runner text) returns text
language sql immutable parallel safe as $$
  select coalesce(engine_name(stated.engine), stated.engine) from (select coalesce(
    stated_word(submission #>> '{serving,engine}'),
    (select min(engine_name(part)) from string_to_table(submission ->> 'servedAs', ',') part),
    case when recipe #>> '{engine,engine}' <> 'openai' then stated_word(recipe #>> '{engine,engine}') end,
    case when runner <> 'openai' and provider_name(runner) is null then stated_word(runner) end) as engine) stated
$$;
--> statement-breakpoint
-- The precision of the weights: as it is stated, or as a part of the free words of `servedAs` or of the mode names one.
create function precision_of(submission jsonb, recipe jsonb, deployment jsonb, mode text) returns text
language sql immutable parallel safe as $$
  select coalesce(precision_name(stated.precision), stated.precision) from (select coalesce(
    stated_word(submission #>> '{serving,precision}'),
    (select min(precision_name(part)) from string_to_table(submission ->> 'servedAs', ',') part),
    stated_word(recipe #>> '{engine,quantization}'),
    stated_word(recipe #>> '{engine,dtype}'),
    stated_word(deployment ->> 'precision'),
    (select min(precision_name(part)) from string_to_table(mode, '+') part)) as precision) stated
$$;
--> statement-breakpoint
-- How much a model was told to reason: as it is stated, or as the mode says it.
create function effort_of(submission jsonb, mode text) returns text
language sql immutable parallel safe as $$
  select coalesce(
    -- Here `none` is an effort, the least there is.
    case when lower(btrim(submission #>> '{serving,effort}')) = 'none' then 'none' else stated_word(submission #>> '{serving,effort}') end,
    (select min(lower(part)) from string_to_table(mode, '+') part
      where lower(part) ~ '^(none|minimal|low|medium|high|xhigh|max|on|off|budget-[0-9]+)$'))
$$;
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "provider" text GENERATED ALWAYS AS (provider_of(submission, runner)) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "engine" text GENERATED ALWAYS AS (engine_of(submission, recipe, runner)) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "precision" text GENERATED ALWAYS AS (precision_of(submission, recipe, deployment, mode)) STORED;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "effort" text GENERATED ALWAYS AS (effort_of(submission, mode)) STORED;
