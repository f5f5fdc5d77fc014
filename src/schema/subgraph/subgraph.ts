import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from "graphql";
import { cost } from "../base/cost.ts";
import { type Entity, entityFinder } from "./entity.ts";
import { subgraphSdl } from "./subgraphSdl.ts";

/** A gateway asks for the entities of a whole list at once. */
const MOST_REPRESENTATIONS = 1000;
/** The text of the whole schema is made once, and sent. */
const SDL_WEIGHT = 20;

/**
 * Makes a schema a subgraph of Apollo Federation 2: marks its entities with `@key` and adds `_service` and `_entities` to its
 * queries. The types of the schema that is given are changed.
 *
 * @param entities by the name of their type.
 */
export function asSubgraph<Context>(
  schema: GraphQLSchema,
  entities: Readonly<Record<string, Entity<Context>>>,
): GraphQLSchema {
  const types = Object.entries(entities).map(([name, { keys }]) => withKeys(schema, name, keys));
  const typeNames = new WeakMap<object, string>();
  const find = entityFinder(entities, (object, name) => typeNames.set(object, name));
  const resolveType = (object: object) => typeNames.get(object);
  let sdl: string | undefined;

  const Any = new GraphQLScalarType({
    name: "_Any",
    specifiedByURL: "https://www.apollographql.com/docs/federation/subgraph-spec",
    description: "The name of a type in `__typename`, with the fields of one of its keys.",
  });
  const entity = new GraphQLUnionType({
    name: "_Entity",
    description: "An object that other subgraphs refer to by its key.",
    types,
    resolveType,
  });
  const service = new GraphQLObjectType({
    name: "_Service",
    description: "This API as a subgraph of a federated graph.",
    fields: {
      sdl: {
        type: new GraphQLNonNull(GraphQLString),
        description: "Its schema in GraphQL's own language, with the directives of Apollo Federation 2.",
      },
    },
  });
  const added = new GraphQLObjectType<unknown, Context>({
    name: "Query",
    fields: {
      _entities: {
        ...cost({ weight: 2, sizedBy: "representations" }),
        type: new GraphQLNonNull(new GraphQLList(entity)),
        description:
          "The objects that a gateway asks for, in the order of their representations. Null for one that there is not.",
        args: {
          representations: {
            type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
            description: `What names each object: ${MOST_REPRESENTATIONS} at most.`,
            extensions: { mostEntries: MOST_REPRESENTATIONS },
          },
        },
        resolve: (_, { representations }, context) => find(representations, context),
      },
      _service: {
        ...cost({ weight: SDL_WEIGHT }),
        type: new GraphQLNonNull(service),
        description: "This API as a subgraph, for gateways.",
        resolve() {
          sdl ??= subgraphSdl(subgraph);
          return { sdl };
        },
      },
    },
  });
  Object.assign(schema.getQueryType()!.getFields(), added.getFields());
  const { types: own, ...config } = schema.toConfig();
  const subgraph = new GraphQLSchema({ ...config, types: [...own, Any, entity, service] });
  return subgraph;
}

function withKeys(schema: GraphQLSchema, name: string, keys: readonly string[]): GraphQLObjectType {
  const type = schema.getType(name) as GraphQLObjectType;
  const { directives, ...others } = type.extensions;
  const key = keys.map((fields) => ({ fields }));
  type.extensions = { ...others, directives: { key, ...(directives as object) } };
  return type;
}
