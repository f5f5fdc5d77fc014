import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { inSampleOrder } from "./sampleOrder.ts";
import type { RunSubmission } from "./submission.ts";

/**
 * The address of a result: SHA-256, in hexadecimal, of the submission as canonical JSON (RFC 8785). The same submission
 * has the same address in every store; its samples are part of it in order of problem and repeat.
 */
export function contentHash(submission: RunSubmission): string {
  const samples = submission.samples && inSampleOrder(submission.samples).map(withoutNulls);
  return createHash("sha256")
    .update(canonicalize({ ...submission, samples })!)
    .digest("hex");
}

/** A value that is null means the same as one that is left out. */
const withoutNulls = (sample: object) =>
  Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== null));
