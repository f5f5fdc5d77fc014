// A subgraph of a lab: it says which team of the lab looks after a model, and which models a team looks after. Models are
// those of Paretograph, named by their slugs. It listens at PORT (4001 unless given).
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";

const owners = JSON.parse(readFileSync(new URL("owners.json", import.meta.url), "utf8"));

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

  type Query {
    "The models that a team looks after."
    modelsOf(team: String!): [Model!]!
  }

  type Model @key(fields: "slug") {
    slug: String!
    "The team that looks after it. Null if none does."
    owner: String
  }
`;

const schema = createSchema({
  // Federation's own declarations, which its specification leaves out of the text that a graph is composed from.
  typeDefs: `
    ${sdl}
    scalar link__Import
    directive @link(url: String!, import: [link__Import]) repeatable on SCHEMA
    directive @key(fields: String!) repeatable on OBJECT
    scalar _Any
    union _Entity = Model
    type _Service { sdl: String! }
    extend type Query {
      _entities(representations: [_Any!]!): [_Entity]!
      _service: _Service!
    }
  `,
  resolvers: {
    Query: {
      modelsOf: (_, { team }) => Object.keys(owners).flatMap((slug) => (owners[slug] === team ? [{ slug }] : [])),
      _entities: (_, { representations }) => representations.map(({ slug }) => ({ slug })),
      _service: () => ({ sdl }),
    },
    Model: { owner: ({ slug }) => owners[slug] ?? null },
    _Entity: { __resolveType: () => "Model" },
  },
});

const server = createServer(createYoga({ schema, graphiql: false }));
server.listen(Number(process.env.PORT ?? 4001), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/graphql`);
});
