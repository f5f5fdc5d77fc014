import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RandomAnswers } from "./randomAnswers.ts";

/**
 * The median time that NumPy takes for the same task on one core, in milliseconds, and the memberships that it finds.
 *
 * @param python a Python that has NumPy.
 */
export function timeNumpy(python: string, answers: RandomAnswers, resamples: number, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
  try {
    const file = join(folder, "answers.bin");
    writeFileSync(file, Buffer.concat([answers.right, answers.tokens].map(({ buffer }) => Buffer.from(buffer))));
    const script = new URL("numpy_bootstrap.py", import.meta.url).pathname;
    const sizes = [answers.candidateCount, answers.problemCount, resamples, rounds].map(String);
    const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
    const found: { milliseconds: number; membership: number[] } = JSON.parse(
      execFileSync(python, [script, file, ...sizes], { encoding: "utf8", env }),
    );
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
