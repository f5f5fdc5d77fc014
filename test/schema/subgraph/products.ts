import { buildASTSchema, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema, parse } from "graphql";
import { asSubgraph } from "../../../src/schema/subgraph/subgraph.ts";

// The schemas and the data that the Apollo Federation subgraph compatibility suite prescribes (its COMPATIBILITY.md): a
// subgraph of products, which it asks, beside those of users and of the inventory. Keys are given to `asSubgraph`.

const PRODUCTS = `
  schema @link(url: "https://myspecs.dev/myCustomDirective/v1.0", import: ["@custom"]) @composeDirective(name: "@custom") {
    query: Query
  }
  directive @custom on OBJECT
  type Query {
    product(id: ID!): Product
    deprecatedProduct(sku: String!, package: String!): DeprecatedProduct @deprecated(reason: "Use product query instead")
  }
  type Product @custom {
    id: ID!
    sku: String
    package: String
    variation: ProductVariation
    dimensions: ProductDimension
    createdBy: User @provides(fields: "totalProductsCreated")
    notes: String @tag(name: "internal")
    research: [ProductResearch!]!
  }
  type DeprecatedProduct { sku: String! package: String! reason: String createdBy: User }
  type ProductVariation { id: ID! }
  type ProductResearch { study: CaseStudy! outcome: String }
  type CaseStudy { caseNumber: ID! description: String }
  type ProductDimension @shareable { size: String weight: Float unit: String @inaccessible }
  type User {
    email: ID!
    averageProductsCreatedPerYear: Int @requires(fields: "totalProductsCreated yearsOfEmployment")
    name: String @override(from: "users")
    totalProductsCreated: Int @external
    yearsOfEmployment: Int! @external
  }
  type Inventory @interfaceObject { id: ID! deprecatedProducts: [DeprecatedProduct!]! }
`;
const USERS = `
  type Query { _unused: Boolean }
  type User { email: ID! name: String totalProductsCreated: Int @shareable yearsOfEmployment: Int! }
`;
const INVENTORY = `
  type Query { inventory(id: ID!): Inventory }
  type Product {
    id: ID!
    dimensions: ProductDimension @external
    delivery(zip: String): DeliveryEstimates @requires(fields: "dimensions { size weight }")
  }
  type ProductDimension @shareable { size: String weight: Float }
  type DeliveryEstimates { estimatedDelivery: String fastestDelivery: String }
  interface Inventory @key(fields: "id") { id: ID! products: [Product!]! }
  type OpenSourceInventory implements Inventory { id: ID! products: [Product!]! }
`;

const EMAIL = "support@apollographql.com";
const dimensions = { size: "small", weight: 1, unit: "kg" };
const user = { email: EMAIL, name: "Jane Smith", totalProductsCreated: 1337, yearsOfEmployment: 10 };
const deprecated = {
  sku: "apollo-federation-v1",
  package: "@apollo/federation-v1",
  reason: "Migrate to Federation V2",
  createdBy: user,
};
const research = [
  { study: { caseNumber: "1234", description: "Federation Study" }, outcome: null },
  { study: { caseNumber: "1235", description: "Studio Study" }, outcome: null },
];
const products = [
  { id: "apollo-federation", sku: "federation", package: "@apollo/federation", variation: { id: "OSS" } },
  { id: "apollo-studio", sku: "studio", package: "", variation: { id: "platform" } },
].map((product, i) => ({ ...product, dimensions, research: [research[i]], createdBy: user, notes: null }));

type Given = any;

export const productsSubgraph = () =>
  asSubgraph(
    withResolvers(PRODUCTS, {
      "Query.product": (_, { id }) => products.find((one) => one.id === id),
      "Query.deprecatedProduct": () => deprecated,
      "User.averageProductsCreatedPerYear": ({ totalProductsCreated: made, yearsOfEmployment: years }: Given) =>
        made == null ? null : Math.round(made / years),
    }),
    {
      Product: {
        keys: ["id", "sku package", "sku variation { id }"],
        resolve: (given) =>
          given.map(({ id, sku, package: name, variation }: Given) =>
            products.find((one) =>
              id ? one.id === id : one.sku === sku && (one.package === name || one.variation.id === variation?.id),
            ),
          ),
      },
      DeprecatedProduct: { keys: ["sku package"], resolve: (given) => given.map(() => deprecated) },
      ProductResearch: {
        keys: ["study { caseNumber }"],
        resolve: (given) =>
          given.map(({ study }: Given) => research.find((one) => one.study.caseNumber === study.caseNumber)),
      },
      User: {
        keys: ["email"],
        resolve: (given) => given.map((known: Given) => ({ ...user, ...known })),
      },
      Inventory: {
        keys: ["id"],
        resolve: (given) => given.map(({ id }: Given) => ({ id, deprecatedProducts: [deprecated] })),
      },
    },
  );

export const usersSubgraph = () =>
  asSubgraph(withResolvers(USERS, {}), {
    User: {
      keys: ["email"],
      resolve: (given) =>
        given.map(({ email }) =>
          email === EMAIL ? { email, name: "Apollo", totalProductsCreated: 10, yearsOfEmployment: 10 } : null,
        ),
    },
  });

export const inventorySubgraph = () =>
  asSubgraph(
    withResolvers(INVENTORY, {
      "Query.inventory": (_, { id }) => ({
        __typename: "OpenSourceInventory",
        id,
        products: [{ id: "apollo-federation" }],
      }),
      "Product.delivery": ({ dimensions: known }: Given, { zip }) => ({
        estimatedDelivery: `${known.size} ${known.weight} ${zip}`,
        fastestDelivery: "5/1/2019",
      }),
    }),
    {
      Product: { keys: ["id"], resolve: (given) => given.map((known) => ({ ...known })) },
      OpenSourceInventory: {
        keys: ["id"],
        resolve: (given) => given.map(({ id }) => ({ id, products: [{ id: "apollo-federation" }] })),
      },
    },
  );

function withResolvers(text: string, resolvers: Record<string, GraphQLFieldResolver<any, unknown>>): GraphQLSchema {
  const schema = buildASTSchema(parse(text), { assumeValidSDL: true });
  for (const [path, resolve] of Object.entries(resolvers)) {
    const [type, field] = path.split(".");
    (schema.getType(type!) as GraphQLObjectType).getFields()[field!]!.resolve = resolve;
  }
  return schema;
}
