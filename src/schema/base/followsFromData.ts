import type { GraphQLObjectType } from "graphql";

/**
 * The options of a root field whose answer depends only on its arguments and the version of the data, and takes long to
 * compute. The server keeps whole answers that consist of such fields.
 */
export const followsFromData = { extensions: { followsFromData: true } } as const;

/** Whether the root field of this name was declared with `followsFromData`. */
export function isKeptWhole(query: GraphQLObjectType, field: string): boolean {
  return query.getFields()[field]?.extensions.followsFromData === true;
}
