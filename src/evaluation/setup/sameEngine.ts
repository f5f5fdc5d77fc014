import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";

type Fact = keyof EngineIdentity & ("modelRoot" | "revision" | "dtype" | "quantization" | "engine" | "version");

/** What must be the same for all answers of a run, and what may differ if the run says so. */
const WEIGHTS: Fact[] = ["modelRoot", "revision", "dtype", "quantization"];
const PROGRAM: Fact[] = ["engine", "version"];

/**
 * Holds the engine with which a run goes on against the one that gave its stored answers, as far as both say what they are.
 * Gives a note for the run where it is another program or another version of it, else null.
 *
 * @throws RunnerError `MODEL_MISMATCH` for other weights or another number format: their answers are no run together.
 */
export function requireSameEngine(before: Partial<EngineIdentity>, now: EngineIdentity): string | null {
  const differing = (facts: Fact[]) =>
    facts.filter((fact) => before[fact] != null && now[fact] != null && before[fact] !== now[fact]);
  const [other] = differing(WEIGHTS);
  if (other !== undefined) {
    throw new RunnerError(
      "MODEL_MISMATCH",
      `The stored answers of the run are of the ${other} ${before[other]}, and the engine states ${now[other]}. ` +
        "Serve the same again, or measure anew by `paretograph rerun`.",
    );
  }
  if (differing(PROGRAM).length === 0) return null;
  return `the first answers are by ${nameOf(before)}, the last by ${nameOf(now)}`;
}

const nameOf = ({ engine, version }: Partial<EngineIdentity>) => [engine, version].filter(Boolean).join(" ");
