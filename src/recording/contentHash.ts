import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { RunSubmission } from "./submission.ts";

/**
 * The address of a result: SHA-256, in hexadecimal, of the submission as canonical JSON (RFC 8785). The same submission
 * has the same address in every store; its samples are part of it in order of problem and repeat.
 */
export function contentHash(submission: RunSubmission): string {
  const samples = submission.samples
    ?.toSorted((a, b) => compare(a.problem, b.problem) || a.repeat - b.repeat)
    .map(withoutNulls);
  return createHash("sha256")
    .update(canonicalize({ ...submission, samples })!)
    .digest("hex");
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A value that is null says no more than one that is left out. */
const withoutNulls = (sample: object) =>
  Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== null));
