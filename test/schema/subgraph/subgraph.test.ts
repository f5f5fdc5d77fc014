import { graphql } from "graphql";
import { describe, expect, it } from "vitest";
import { costDirectivesOf } from "../../../src/schema/base/cost.ts";
import { productsSubgraph } from "./products.ts";

const schema = productsSubgraph();
const ask = async (selection: string, ...r: object[]) =>
  graphql({
    schema,
    source: `query ($r: [_Any!]!) { _entities(representations: $r) { __typename ${selection} } }`,
    variableValues: { r },
  });

describe("asSubgraph", () => {
  it("gives each entity its type", async () => {
    const { data, errors } = await ask(
      "... on Product { id } ... on User { name } ... on Inventory { deprecatedProducts { sku } }",
      { __typename: "User", email: "a@b.example" },
      { __typename: "Product", id: "apollo-studio" },
      { __typename: "Product", id: "none" },
      { __typename: "Inventory", id: "x" },
    );
    expect(errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      _entities: [
        { __typename: "User", name: "Jane Smith" },
        { __typename: "Product", id: "apollo-studio" },
        null,
        { __typename: "Inventory", deprecatedProducts: [{ sku: "apollo-federation-v1" }] },
      ],
    });
  });

  it("weighs both fields and bounds the representations", () => {
    const { _entities, _service } = schema.getQueryType()!.getFields();
    expect(costDirectivesOf(_entities!)).toEqual({
      cost: { weight: "2" },
      listSize: { slicingArguments: ["representations"] },
    });
    expect(costDirectivesOf(_service!)).toEqual({ cost: { weight: "20" } });
    expect(_entities!.args[0]!.extensions).toEqual({ mostEntries: 1000 });
  });
});
