import type { Query } from "../../src/apiClient/schema.ts";
import type { Field } from "../../src/apiClient/selection.ts";

export type { ConstraintInput, ObjectiveInput, RunFilter } from "../../src/apiClient/schema.ts";

type ArgumentsOf<Name extends keyof Query> = Query[Name] extends Field<infer _, string, infer Args> ? Args : never;

/** The arguments of the query `frontier`. */
export type QueryFrontierArgs = ArgumentsOf<"frontier">;
