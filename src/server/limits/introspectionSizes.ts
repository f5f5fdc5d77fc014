import { type GraphQLNamedType, type GraphQLSchema, isIntrospectionType } from "graphql";

export const isIntrospection = (type: GraphQLNamedType) => isIntrospectionType(type);

/** The sizes of the lists of `__Type`, of which most are much shorter. */
const OF_TYPE: Record<string, number> = {
  fields: 10,
  inputFields: 5,
  enumValues: 5,
  interfaces: 1,
  possibleTypes: 1,
};

/** The size of a list of introspection as the query is weighed; null for other lists. */
export function introspectionSize(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  { name }: { name: string },
): number | null {
  if (!isIntrospectionType(parent)) return null;
  if (name === "types") return Object.keys(schema.getTypeMap()).length;
  if (name === "directives") return schema.getDirectives().length;
  return OF_TYPE[name] ?? 2;
}
