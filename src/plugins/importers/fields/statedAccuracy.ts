import type { MeasureSubmission } from "../../../recording/submitted/submission.ts";

/** Standard errors on each side of a mean that hold 95 % of a normal distribution. */
const STANDARD_ERRORS = 1.96;

/**
 * An accuracy that a file states, with the interval that follows from its standard error where it states one. A standard
 * error of 0 is that of answers which are all right or all wrong, and says nothing about others.
 */
export function statedAccuracy(value: number, standardError?: number, count?: number): MeasureSubmission {
  const measure: MeasureSubmission = { value };
  if (standardError) {
    measure.low = Math.max(0, value - STANDARD_ERRORS * standardError);
    measure.high = Math.min(1, value + STANDARD_ERRORS * standardError);
    measure.note = "The interval is the stated mean with 1.96 stated standard errors on each side.";
  }
  if (count !== undefined) measure.count = count;
  return measure;
}
