import type { Mutant } from "./mutants.ts";

/** What a process of the mutation tester is asked for: first what tests reach, then what tests say of mutants. */
export type Job = { project: string } & (
  | { kind: "reach"; sources: string[]; tests?: string[] }
  | { kind: "verdicts"; trials: Trial[] }
);

/** The blocks that a test file reaches while it is loaded and in its hooks, and those of each test. */
export interface TestFileReach {
  file: string;
  blocks: string[];
  tests: { name: string; blocks: string[]; milliseconds: number; hasPassed: boolean }[];
}

/** Tests that are run on a mutant, or on the unchanged source where there is none. */
export interface Trial {
  mutant?: Mutant;
  files: string[];
  tests: string[];
  limitMs: number;
}

export interface Verdict {
  trial: number;
  outcome: "killed" | "survived" | "timed out";
  failedTests: string[];
}
