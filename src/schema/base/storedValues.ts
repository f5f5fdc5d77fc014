import { type GraphQLFieldResolver, type GraphQLSchema, getNullableType, isObjectType } from "graphql";
import type { RunFilter } from "../../store/filters/runFilter.ts";
import { needsStoredValues, requireStoredValues } from "../../store/reading/storedValues.ts";
import type { Context } from "./context.ts";

/**
 * Makes every field that takes a filter of runs check, before it is resolved, the values that only the runs of the store
 * can say whether they exist. Fields without such values are resolved as before, without a wait.
 */
export function withStoredValues(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const names = field.args
        .filter((arg) => getNullableType(arg.type).toString() === "RunFilter")
        .map(({ name }) => name);
      if (names.length === 0) continue;
      // A subscription gets its arguments when it begins.
      if (field.subscribe) field.subscribe = checked(field.subscribe, names);
      else if (field.resolve) field.resolve = checked(field.resolve, names);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, Context>;

function checked(resolve: Resolver, names: string[]): Resolver {
  return (parent, args, context, info) => {
    const asked = names.filter((name) => args[name] != null && needsStoredValues(args[name] as RunFilter));
    if (asked.length === 0) return resolve(parent, args, context, info);
    const checks = asked.map((name) => requireStoredValues(context.store, args[name] as RunFilter, name));
    return Promise.all(checks).then(() => resolve(parent, args, context, info));
  };
}
