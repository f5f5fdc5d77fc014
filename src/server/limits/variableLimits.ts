import { RequestError } from "../../errors/requestError.ts";

/** The most that the variables of a request may have. */
export const VARIABLE_LIMITS = {
  /** Lists and objects within one another. */
  depth: 30,
  /** Values, keys of objects not counted. */
  values: 50_000,
};

/** Whether the variables are within the limits. */
export function areModest(variables: unknown): boolean {
  try {
    requireModestVariables(variables);
    return true;
  } catch {
    return false;
  }
}

/** Throws `VARIABLES_TOO_LARGE` if the variables are beyond the limits. It does not recurse. */
export function requireModestVariables(variables: unknown): void {
  if (typeof variables !== "object" || variables === null) return;
  let values = 0;
  let depth = 0;
  for (let level: unknown[] = [variables]; level.length > 0; ) {
    if (++depth > VARIABLE_LIMITS.depth) throw tooLarge(VARIABLE_LIMITS.depth, "levels");
    const next: unknown[] = [];
    for (const container of level) {
      const inner = Array.isArray(container) ? container : Object.values(container as object);
      values += inner.length;
      if (values > VARIABLE_LIMITS.values) throw tooLarge(VARIABLE_LIMITS.values, "values");
      for (const value of inner) if (typeof value === "object" && value !== null) next.push(value);
    }
    level = next;
  }
}

function tooLarge(most: number, what: string): RequestError {
  const message = `The variables have more than ${most} ${what}, the most that this server takes.`;
  return new RequestError("VARIABLES_TOO_LARGE", message, "variables");
}
