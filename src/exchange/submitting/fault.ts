import type { z } from "zod";
import { RequestError } from "../../errors/requestError.ts";

/** The most faults that a refusal names. */
const NAMED = 5;

/**
 * The refusal of a run that does not hold to the schema. It names the place, the fields at fault and what is allowed.
 *
 * @param place where the run or the sample stands, such as `line 3`.
 */
export function firstFault({ issues }: z.ZodError, place: string): RequestError {
  const named = issues
    .slice(0, NAMED)
    .map((issue) =>
      issue.code === "unrecognized_keys"
        ? `${fieldOf(issue)}: there is no such field (submission.schema.json has all that are allowed)`
        : `${fieldOf(issue) || "the record"}: ${issue.message}`,
    );
  const more = issues.length > NAMED ? ` There are ${issues.length - NAMED} other faults.` : "";
  const field = fieldOf(issues[0]!);
  return new RequestError("BAD_RUN", `${place}: ${named.join("; ")}.${more}`, field === "" ? place : field);
}

/** The field at fault, of several that do not exist the first. */
function fieldOf(issue: z.core.$ZodIssue): string {
  return [...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])].join(".");
}
