import { RequestError } from "../../errors/requestError.ts";

/** What the constraints of the tables say of a run, with the field that is at fault. */
const CONSTRAINTS: Record<string, { field: string; allowed: string }> = {
  runs_accuracy: { field: "measures.accuracy", allowed: "it is a share from 0 to 1" },
  runs_measures: { field: "measures", allowed: "its values are at least 0" },
  runs_period: { field: "finishedAt", allowed: "it does not come before startedAt" },
  samples_score: { field: "samples", allowed: "a score is from 0 to 1" },
  samples_counts: { field: "samples", allowed: "counts, seconds, dollars and FLOPs are at least 0" },
};

/**
 * The refusal of a run because of a value that the database does not take: a constraint (SQLSTATE class 23), or a value that
 * no column or computation can hold (class 22). Other errors stay as they are.
 */
export function databaseRefusal(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint_name, constraint } = cause as {
      code?: unknown;
      constraint_name?: string;
      constraint?: string;
    };
    if (!/^2[23]\w{3}$/.test(String(code))) continue;
    const broken = CONSTRAINTS[constraint_name ?? constraint ?? ""];
    if (broken)
      return new RequestError("BAD_RUN", `${broken.field}: ${broken.allowed}.`, broken.field, { cause: error });
    const message = `The run is refused: a value is out of the range that can be stored (SQLSTATE ${code}).`;
    return new RequestError("BAD_RUN", message, undefined, { cause: error });
  }
  return error;
}
