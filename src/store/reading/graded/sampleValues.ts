import { sql } from "drizzle-orm";

/**
 * The score of a sample beside `r`, its run: that of partial credit, else its verdict. In a run that was graded, an answer
 * without a verdict and without an error could not be decided, and is wrong. Null for an error and where nothing was graded.
 */
export const SCORE = sql`coalesce(score,
  case when correct is null and samples.error is null and r.accuracy is not null then 0 else correct::integer end)`;

/** The output tokens of a sample with those of failed attempts at it. */
export const SPENT_TOKENS = sql`(output_tokens + coalesce(discarded_tokens, 0))`;
