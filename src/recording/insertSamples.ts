import { sql } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import type { SampleSubmission } from "./submission.ts";

/**
 * Inserts samples of a run by one statement with one parameter, however many there are. What is stored already stays as
 * it is: a sample counts once, whoever brings it again.
 */
export async function insertSamples(
  drizzle: Pick<Drizzle, "execute">,
  runId: number,
  samples: SampleSubmission[],
  flops: (number | null)[],
): Promise<void> {
  const rows = samples.map((sample, i) => ({ ...sample, flops: flops[i] }));
  await drizzle.execute(sql`
    insert into samples (run_id, problem_id, repeat, correct, score, prompt_tokens, reasoning_tokens, output_tokens,
      latency, ttft, cost, flops, answer, expected, output, finish_reason, error, prompt_hash, judgement)
    select ${runId}::integer, s.* from json_to_recordset(${JSON.stringify(rows)}::text::json) as s (
      problem text, repeat integer, correct boolean, score float8, "promptTokens" integer, "reasoningTokens" integer,
      "outputTokens" integer, latency float8, ttft float8, cost float8, flops float8, answer text, expected text,
      output text, "finishReason" text, error text, "promptHash" text, judgement jsonb)
    on conflict do nothing`);
}
