import type { RunRequestInput } from "../../src/evaluation/plan/runParameters.ts";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";

/** What was acknowledged, and so must be there for good. */
export interface Acknowledged {
  /** The content hashes of submissions. */
  hashes: string[];
  /** The rows of runs that were queued. */
  runs: number[];
}

/** What the test asks of a host. */
export type HostMessage = { id: number } & (
  | { submit: RunSubmissionInput }
  | { start: RunRequestInput }
  | { check: Acknowledged }
);

/** What a host says. */
export interface HostReply {
  id?: number;
  ready?: true;
  /** The content hash of a submission that is stored. */
  hash?: string;
  /** The row of a run that is queued. */
  run?: number;
  violations?: string[];
  /** The number of acknowledged runs that have not succeeded. */
  unfinished?: number;
  error?: string;
}
