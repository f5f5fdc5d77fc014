import type { GraphQLObjectType } from "graphql";
import { cost } from "./cost.ts";

/**
 * The options of a root field whose answer depends only on its arguments and the version of the data, and takes long to
 * compute. The server keeps whole answers that consist of such fields.
 *
 * @param weight the cost of computing it, in points.
 */
export function followsFromData(weight: number) {
  return { extensions: { followsFromData: true, ...cost({ weight }).extensions } };
}

/** Whether the root field of this name was declared with `followsFromData`. */
export function isKeptWhole(query: GraphQLObjectType, field: string): boolean {
  return query.getFields()[field]?.extensions.followsFromData === true;
}
