import { runPath } from "../address/paths.ts";
import type { ShownRun } from "./readRun.ts";

/** What to know of a run before its figures are used. */
export function RunWarnings({ run }: { run: ShownRun }) {
  const { status, retractionReason, supersededBy, error, errorCode, errorDetails, coverage, disputed } = run;
  const accuracy = run.measures.find(({ metric }) => metric.name === "accuracy");
  const isGuessing = accuracy?.low != null && accuracy.low <= run.benchmark.chanceLevel;
  return (
    <>
      {status === "RETRACTED" && (
        <p class="warning">
          It was taken back and counts in no answer: {retractionReason}{" "}
          {supersededBy && <a href={runPath(supersededBy.id)}>The run that replaces it</a>}
        </p>
      )}
      {error && (
        <p class="warning">
          {status === "FAILED" ? "It failed: " : ""}
          {error} {errorCode && `(${errorCode})`}
        </p>
      )}
      {errorDetails && (
        <details>
          <summary>What went wrong in full</summary>
          <pre>{errorDetails}</pre>
        </details>
      )}
      {disputed && <p class="warning">Another lab got something else with a run of its own.</p>}
      {coverage !== null && coverage < 1 && (
        <p class="warning">It answered {(100 * coverage).toFixed(1)} % of the problems of the benchmark.</p>
      )}
      {isGuessing && (
        <p class="warning">Its accuracy is not better than guessing, by the lower end of its 95 % interval.</p>
      )}
    </>
  );
}
