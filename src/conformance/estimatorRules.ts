import type { Rule } from "./conformanceCase.ts";

const read = "docs/plugins/contract.md#estimators";

/** What an estimator must keep to. */
export const ESTIMATOR_RULES = {
  ESTIMATES_NOT_MATCHED: {
    area: "estimates",
    holds: "it gives one estimate for each request, or null",
    why: "Estimates are matched to requests by their order: one too few moves all that follow.",
    read,
  },
  ESTIMATE_NOT_ALLOWED: {
    area: "estimates",
    holds: "its times are more than 0 and finite, and its watts too or null",
    why: "An estimate that is none would become a number of machines.",
    read,
  },
  ESTIMATE_NOT_REPEATABLE: {
    area: "estimates",
    holds: "the same requests give the same estimates",
    why: "The same plan would need another number of machines each time that it is asked for.",
    read,
  },
  ESTIMATE_OF_PERCENTILE: {
    area: "estimates",
    holds: "the 95th percentile of a time is not below its half",
    why: "A limit at the 95th percentile would be met by what is not.",
    read,
  },
  LARGER_BATCH_FASTER: {
    area: "estimates",
    holds: "an answer is not written faster in a larger batch",
    why: "The time between tokens grows with the batch, as each step does more work; a plan searches for the largest batch within a limit.",
    read,
    isAdvice: true,
  },
  ERROR_NOT_STATED: {
    area: "declaration",
    holds: "it states how far off it was where it was measured",
    why: "Without an error it answers only where it is named, or where no other estimator knows the time.",
    read,
    isAdvice: true,
  },
} satisfies Record<string, Rule>;
