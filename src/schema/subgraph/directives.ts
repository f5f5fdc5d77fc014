import { DirectiveLocation, GraphQLBoolean, GraphQLDirective, GraphQLNonNull, GraphQLString } from "graphql";

/** The version of Apollo Federation that a subgraph links to. It is the first with `@interfaceObject`. */
export const FEDERATION_VERSION = "v2.3";

/** The directives of that version. A subgraph links to those that it uses, and does not declare them. */
export const FEDERATION_DIRECTIVES = [
  "composeDirective",
  "extends",
  "external",
  "inaccessible",
  "interfaceObject",
  "key",
  "override",
  "provides",
  "requires",
  "shareable",
  "tag",
];

// Those that the public schema uses are declared, so that introspection and `schema.graphql` show them.

export const KEY = new GraphQLDirective({
  name: "key",
  description: "The fields that name an object of this type in other subgraphs of a federated graph.",
  isRepeatable: true,
  locations: [DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
  args: {
    fields: { type: new GraphQLNonNull(GraphQLString), description: "The fields, as in a selection." },
    resolvable: {
      type: GraphQLBoolean,
      defaultValue: true,
      description: "Whether this subgraph gives the object for the key.",
    },
  },
});

export const SHAREABLE = new GraphQLDirective({
  name: "shareable",
  description: "Other subgraphs of a federated graph may have it too.",
  isRepeatable: true,
  locations: [DirectiveLocation.OBJECT, DirectiveLocation.FIELD_DEFINITION],
});
