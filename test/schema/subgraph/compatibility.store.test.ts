import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGatewayRuntime, type GatewayRuntime } from "@graphql-hive/gateway-runtime";
import { composeServices } from "@theguild/federation-composition";
import { type GraphQLSchema, parse, stripIgnoredCharacters } from "graphql";
import { createYoga } from "graphql-yoga";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inventorySubgraph, productsSubgraph, usersSubgraph } from "./products.ts";

// What the Apollo Federation subgraph compatibility suite asks of a subgraph, by the names of its tests. `ftv1` is left out:
// Apollo's traces within answers are not written.
describe("a subgraph of products, as the compatibility suite asks it", () => {
  const servers: Server[] = [];
  let products: string;
  let sdl: string;
  let gateway: GatewayRuntime;
  beforeAll(async () => {
    const named = { products: productsSubgraph(), users: usersSubgraph(), inventory: inventorySubgraph() };
    const services = await Promise.all(
      Object.entries(named).map(async ([name, schema]) => {
        const url = await serve(schema);
        const { _service } = (await ask(url, "{ _service { sdl } }")).data;
        return { name, url, sdl: _service.sdl as string, typeDefs: parse(_service.sdl) };
      }),
    );
    products = services[0]!.url;
    sdl = stripIgnoredCharacters(services[0]!.sdl);
    const { supergraphSdl, errors } = composeServices(services);
    expect(errors).toBeUndefined();
    gateway = createGatewayRuntime({ supergraph: supergraphSdl!, logging: false });
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(schema: GraphQLSchema): Promise<string> {
    const server = createServer(createYoga({ schema, graphiql: false, logging: false }));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
  const request = (query: string, variables: object) => ({
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const ask = async (url: string, query: string, variables = {}): Promise<any> =>
    (await fetch(url, request(query, variables))).json();
  const askGateway = async (query: string, variables = {}): Promise<any> =>
    (await gateway.fetch("http://gateway/graphql", request(query, variables))).json();
  const entities = (selection: string, ...representations: object[]) =>
    ask(products, `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`, { r: representations });
  const product = (selection: string) => `query ($id: ID!) { product(id: $id) { ${selection} } }`;
  const federation = { id: "apollo-federation" };

  it("@link, @composeDirective", () => {
    const links = [...sdl.matchAll(/@link\(url:"(.+?)" import:\[(.+?)\]\)/g)].map(([, url, names]) => [url, names]);
    expect(links).toEqual([
      [
        "https://specs.apollo.dev/federation/v2.3",
        '"@composeDirective" "@external" "@inaccessible" "@interfaceObject" "@key" "@override" "@provides" "@requires" "@shareable" "@tag"',
      ],
      ["https://myspecs.dev/myCustomDirective/v1.0", '"@custom"'],
    ]);
    expect(sdl).toMatch(/schema.*@composeDirective\(name:"@custom"\)/);
    expect(sdl).toContain("directive@custom on OBJECT");
    expect(sdl).toMatch(/type Product@key.*@custom\{/);
  });

  it.each([
    ["@key single", /type User@key\(fields:"email"\)/],
    ["@key multiple", /type DeprecatedProduct@key\(fields:"sku package"\)/],
    ["@key composite", /type ProductResearch@key\(fields:"study { caseNumber }"\)/],
    [
      "repeatable @key",
      /type Product@key\(fields:"id"\)@key\(fields:"sku package"\)@key\(fields:"sku variation { id }"\)/,
    ],
    ["@inaccessible", /unit:String@inaccessible/],
    ["@interfaceObject", /type Inventory@key\(fields:"id"\)@interfaceObject/],
    ["@override", /@override\(from:"users"\)/],
    ["@provides", /createdBy:User@provides\(fields:"totalProductsCreated"\)/],
    ["@requires", /averageProductsCreatedPerYear:Int@requires\(fields:"totalProductsCreated yearsOfEmployment"\)/],
    ["@shareable", /type ProductDimension@shareable/],
    ["@tag", /@tag\(name:"internal"\)/],
    ["introspection", /type Query\{product\(id:ID!\):Product deprecatedProduct\(/],
  ])("%s in the text", (_, pattern) => {
    expect(sdl).toMatch(pattern);
  });

  it("resolves @key single, multiple, composite and repeated", async () => {
    const email = "support@apollographql.com";
    expect(await entities("... on User { email name }", { __typename: "User", email })).toEqual({
      data: { _entities: [{ email, name: "Jane Smith" }] },
    });
    const old = { sku: "apollo-federation-v1", package: "@apollo/federation-v1" };
    expect(
      await entities("... on DeprecatedProduct { sku package reason }", { __typename: "DeprecatedProduct", ...old }),
    ).toEqual({ data: { _entities: [{ ...old, reason: "Migrate to Federation V2" }] } });
    const study = { caseNumber: "1234" };
    expect(
      await entities("... on ProductResearch { study { caseNumber description } }", {
        __typename: "ProductResearch",
        study,
      }),
    ).toEqual({ data: { _entities: [{ study: { ...study, description: "Federation Study" } }] } });
    expect(
      await entities(
        "... on Product { id sku }",
        { __typename: "Product", ...federation },
        { __typename: "Product", sku: "federation", package: "@apollo/federation" },
        { __typename: "Product", sku: "studio", variation: { id: "platform" } },
      ),
    ).toEqual({
      data: {
        _entities: [
          { ...federation, sku: "federation" },
          { ...federation, sku: "federation" },
          { id: "apollo-studio", sku: "studio" },
        ],
      },
    });
  });

  it("@inaccessible and @provides are answered directly", async () => {
    const answer = await ask(products, product("dimensions { unit } createdBy { totalProductsCreated }"), federation);
    expect(answer).toEqual({
      data: { product: { dimensions: { unit: "kg" }, createdBy: { totalProductsCreated: 1337 } } },
    });
  });

  it("@requires, @override, @shareable and @interfaceObject through the gateway", async () => {
    const query = product("createdBy { averageProductsCreatedPerYear email name } dimensions { size weight }");
    expect(await askGateway(query, federation)).toEqual({
      data: {
        product: {
          createdBy: {
            // The gateway takes both numbers that this requires from the users: 10 products in 10 years.
            averageProductsCreatedPerYear: 1,
            email: "support@apollographql.com",
            name: "Jane Smith",
          },
          dimensions: { size: "small", weight: 1 },
        },
      },
    });
    expect(await askGateway(product(`delivery(zip: "94111") { estimatedDelivery }`), federation)).toEqual({
      data: { product: { delivery: { estimatedDelivery: "small 1 94111" } } },
    });
    expect(await askGateway(`{ inventory(id: "apollo-oss") { deprecatedProducts { sku reason } } }`)).toEqual({
      data: {
        inventory: { deprecatedProducts: [{ sku: "apollo-federation-v1", reason: "Migrate to Federation V2" }] },
      },
    });
  });

  it("hides what is inaccessible from the graph", async () => {
    const { errors } = await askGateway(product("dimensions { unit }"), federation);
    expect(errors[0].message).toContain("unit");
  });
});
