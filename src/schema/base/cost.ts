import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
  specifiedDirectives,
} from "graphql";
import { DEFAULT_PAGE_SIZE } from "../../store/reading/page.ts";

// What a request may cost is declared with the directives of IBM's GraphQL Cost Directives Specification. A point is about
// ten microseconds of one core. An object costs 1 and a leaf 0.1, and a field, an argument or a value that needs more work
// states its weight. The cost of a list is that of one item times its size.

const COST = new GraphQLDirective({
  name: "cost",
  description:
    "The points that a field costs beside the objects that it returns, or that an argument, a field of an input or a value of an enum adds. In a list of values each counts.",
  // The specification has no weight for a value of an enum.
  locations: [
    DirectiveLocation.ARGUMENT_DEFINITION,
    DirectiveLocation.ENUM_VALUE,
    DirectiveLocation.FIELD_DEFINITION,
    DirectiveLocation.INPUT_FIELD_DEFINITION,
  ],
  args: { weight: { type: new GraphQLNonNull(GraphQLString), description: "A number of points." } },
});

const LIST_SIZE = new GraphQLDirective({
  name: "listSize",
  description: "The size of a list, which multiplies the cost of its items.",
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    assumedSize: { type: GraphQLInt, description: "The size to assume if no argument states it." },
    slicingArguments: {
      type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
      description: "The arguments that state the size: by a number, or by the length of a list.",
    },
    sizedFields: {
      type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
      description: "The fields of the returned object that have this size, if the field is not a list itself.",
    },
    requireOneSlicingArgument: {
      type: GraphQLBoolean,
      defaultValue: true,
      description: "Whether a query must give one of the slicing arguments.",
    },
  },
});

export const DIRECTIVES = [...specifiedDirectives, COST, LIST_SIZE];

export interface ListSize {
  assumedSize?: number;
  slicingArguments?: string[];
  sizedFields?: string[];
  requireOneSlicingArgument?: boolean;
}

/** The declarations of a field, argument, input field or value, as `extensions.directives` holds them. */
export interface CostDirectives {
  cost?: { weight: string };
  listSize?: ListSize;
}

/**
 * The options that declare the weight of a field or argument, in points, and the size that its list is assumed to have, or
 * the argument whose values it holds one item for.
 */
export function cost({ weight, size, sizedBy }: { weight?: number; size?: number; sizedBy?: string }) {
  const directives: CostDirectives = {
    ...(weight !== undefined && { cost: { weight: String(weight) } }),
    ...(size !== undefined && { listSize: { assumedSize: size } }),
    ...(sizedBy !== undefined && { listSize: { slicingArguments: [sizedBy] } }),
  };
  return { extensions: { directives } };
}

/** What is declared of something in the schema, or nothing. */
export function costDirectivesOf(element: { extensions: object }): CostDirectives {
  return (element.extensions as { directives?: CostDirectives }).directives ?? {};
}

/** Declares the size of every connection: its page. */
export function withPageSizes(schema: GraphQLSchema): GraphQLSchema {
  const listSize: ListSize = {
    assumedSize: DEFAULT_PAGE_SIZE,
    slicingArguments: ["first", "last"],
    sizedFields: ["edges", "nodes"],
    requireOneSlicingArgument: false,
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (!["first", "last"].every((name) => field.args.some((arg) => arg.name === name))) continue;
      field.extensions = { ...field.extensions, directives: { ...costDirectivesOf(field), listSize } };
    }
  }
  return schema;
}
