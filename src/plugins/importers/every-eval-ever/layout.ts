import { z } from "zod";

/** A text, also one that was written as a number or a truth value. */
const text = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value))
  .nullish();
/** Free details: all values are texts by the schema, and old files have others. */
const details = z.record(z.string(), z.unknown()).nullish();
const amount = z.unknown().optional();

export const score = z.looseObject({
  score: amount,
  details,
  uncertainty: z
    .looseObject({
      standard_error: z.union([z.looseObject({ value: amount }), z.number()]).nullish(),
      confidence_interval: z.looseObject({ lower: amount, upper: amount, confidence_level: amount }).nullish(),
      num_samples: amount,
    })
    .nullish(),
});

export const metricConfig = z.looseObject({
  evaluation_description: text,
  metric_id: text,
  metric_name: text,
  metric_kind: text,
  metric_unit: text,
  metric_parameters: details,
  score_type: text,
  min_score: amount,
  max_score: amount,
  llm_scoring: z.looseObject({ judges: z.array(z.unknown()).nullish(), input_prompt: text }).nullish(),
});

export const evaluationResult = z.looseObject({
  evaluation_result_id: text,
  evaluation_name: text,
  evaluation_timestamp: amount,
  source_data: z
    .looseObject({
      dataset_name: text,
      hf_repo: text,
      hf_split: text,
      samples_number: amount,
      url: z.union([z.array(z.unknown()), z.string()]).nullish(),
      additional_details: details,
    })
    .nullish(),
  metric_config: metricConfig,
  score_details: score,
  generation_config: z
    .looseObject({
      generation_args: z
        .looseObject({
          temperature: amount,
          top_p: amount,
          top_k: amount,
          max_tokens: amount,
          reasoning: amount,
          prompt_template: text,
        })
        .nullish(),
      additional_details: details,
    })
    .nullish(),
});

/** What is read of an aggregate file, of version 0.2 or 0.3. Other fields are allowed and not read. */
export const aggregateFile = z.looseObject({
  schema_version: text,
  evaluation_id: z.string().min(1),
  evaluation_timestamp: amount,
  source_metadata: z
    .looseObject({
      source_name: text,
      source_organization_name: text,
      source_organization_url: text,
      evaluator_relationship: text,
    })
    .nullish(),
  // Files of 0.2 lack it.
  eval_library: z.looseObject({ name: text, version: text }).nullish(),
  model_info: z.looseObject({
    name: text,
    id: text,
    inference_platform: text,
    inference_engine: z.union([z.looseObject({ name: text, version: text }), z.string()]).nullish(),
    additional_details: details,
  }),
  evaluation_results: z.array(evaluationResult),
  detailed_evaluation_results: z
    .looseObject({ file_path: text, hash_algorithm: text, checksum: text, total_rows: amount })
    .nullish(),
});

/** What is read of a line of instances. */
export const instanceLine = z.looseObject({
  schema_version: text,
  evaluation_id: z.string(),
  model_id: text,
  evaluation_name: z.string(),
  evaluation_result_id: text,
  sample_id: z.union([z.string().min(1).max(1000), z.number()]).transform((value) => String(value)),
  input: z.looseObject({ reference: z.union([z.array(z.unknown()), z.string()]).nullish() }).nullish(),
  output: z.looseObject({ raw: z.union([z.array(z.unknown()), z.string()]).nullish() }).nullish(),
  messages: z.array(z.unknown()).nullish(),
  answer_attribution: z.array(z.unknown()).nullish(),
  evaluation: z.looseObject({ score: amount, is_correct: z.boolean().nullish() }),
  token_usage: z
    .looseObject({
      input_tokens: amount,
      output_tokens: amount,
      total_tokens: amount,
      input_tokens_cache_write: amount,
      input_tokens_cache_read: amount,
      reasoning_tokens: amount,
    })
    .nullish(),
  performance: z
    .looseObject({ latency_ms: amount, time_to_first_token_ms: amount, generation_time_ms: amount })
    .nullish(),
  error: text,
});

export type AggregateFile = z.infer<typeof aggregateFile>;
export type EvaluationResult = z.infer<typeof evaluationResult>;
export type MetricConfig = z.infer<typeof metricConfig>;
export type InstanceLine = z.infer<typeof instanceLine>;
