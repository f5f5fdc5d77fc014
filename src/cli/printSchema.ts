import { lexicographicSortSchema, printSchema as print } from "graphql";
import { schema } from "../schema/schema.ts";

/** `paretograph schema`: the public schema in GraphQL's own language, as `schema.graphql` keeps it. */
export function schemaText(): string {
  return `${print(lexicographicSortSchema(schema))}\n`;
}
