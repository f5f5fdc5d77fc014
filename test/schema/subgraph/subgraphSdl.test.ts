import { composeServices } from "@theguild/federation-composition";
import { graphqlSync, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../../src/schema/schema.ts";

const { sdl } = (graphqlSync({ schema, source: "{ _service { sdl } }" }).data as any)._service as { sdl: string };
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;
const compose = (...others: string[]) =>
  composeServices(
    [sdl, ...others.map((text) => `${LINK} ${text}`)].map((text, i) => ({ name: `s${i}`, typeDefs: parse(text) })),
  );
const messages = (...others: string[]) => compose(...others).errors?.map(({ message }) => message) ?? [];

describe("the schema as a subgraph", () => {
  it("links to the directives that it uses, and declares none of them", () => {
    expect(sdl.startsWith(`${LINK}\n`)).toBe(true);
    expect(sdl).not.toMatch(/directive @(key|shareable)/);
  });

  it("says the keys of models, benchmarks, labs and runs", () => {
    const keys = [...sdl.matchAll(/^type (\w+).* @key\(fields: "(\w+)"\)/gm)].map(([, type, key]) => `${type}.${key}`);
    expect(keys.sort()).toEqual(["Benchmark.slug", "Lab.slug", "Model.slug", "Run.contentHash"]);
  });

  it("leaves out what the specification adds, and the nodes of this API alone", () => {
    const query = /^type Query \{\n([\s\S]*?)^\}/m.exec(sdl)![1]!;
    expect(query).not.toMatch(/^ {2}(_entities|_service|nodes?)\b/m);
    expect(query).toMatch(/^ {2}model\(/m);
    expect(sdl).not.toMatch(/_Any|_Entity|_Service/);
    expect(sdl).toContain("interface Node");
  });

  it("composes with subgraphs that add to its types, and have nodes and pages of their own", () => {
    expect(
      messages(
        `type Query { node(id: ID!): Node }
        interface Node { id: ID! }
        type PageInfo @shareable { hasNextPage: Boolean! }
        type Model @key(fields: "slug") { slug: String! owner: String }
        type Run @key(fields: "contentHash") { contentHash: String! ticket: String }`,
        `type Lab @key(fields: "slug") { slug: String! contact: String }
        type Benchmark @key(fields: "slug") { slug: String! reviewedOn: String }`,
      ),
    ).toEqual([]);
  });

  it("does not compose with one that claims a field of its own", () => {
    expect(messages(`type Model @key(fields: "slug") { slug: String! name: String! }`).join()).toContain("Model.name");
  });
});
