import { z } from "zod";
import { submittedRun } from "./submittedRun.ts";

/** The JSON Schema of a submitted run, for tools that write runs. What it takes may still be refused, such as a model that the store lacks. */
export function submissionJsonSchema(): object {
  const { $schema, required, ...schema } = z.toJSONSchema(submittedRun, { io: "input", unrepresentable: "any" });
  return {
    $schema,
    title: "A run of Paretograph",
    description: "One model in one mode on one benchmark by one lab, with its samples, its measures or both.",
    ...schema,
    // The lab is that of the token where it is left out.
    required: required!.filter((name) => name !== "lab"),
  };
}
