import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RequestError } from "../../../src/errors/requestError.ts";
import { type Entity, entityFinder, type Representation } from "../../../src/schema/subgraph/entity.ts";

/** Finds squares by their side and names by two fields, and notes each call. */
function finder() {
  const calls: { type: string; given: readonly Representation[] }[] = [];
  const types = new Map<object, string>();
  const entity = (type: string, keys: Entity<null>["keys"], find: (one: any) => object | null): Entity<null> => ({
    keys,
    async resolve(given) {
      calls.push({ type, given });
      return given.map(find);
    },
  });
  const find = entityFinder(
    {
      Square: entity("Square", ["side"], ({ side }) => (side < 0 ? null : { area: side * side })),
      Name: entity("Name", ["first last", "card { number }"], ({ first, card }) => ({ is: first ?? card.number })),
      Broken: entity("Broken", ["id"], ({ id }) => (id === 1 ? new Error("broken") : { id })),
    },
    (object, type) => types.set(object, type),
  );
  return { calls, types, find: (...given: unknown[]) => find(given, null) };
}

describe("entityFinder", () => {
  it("asks each type once, and gives the objects in the order of the representations", async () => {
    const { find, calls, types } = finder();
    const name = { __typename: "Name", first: "Ada", last: "Lovelace" };
    const squares = [2, -1, 3].map((side) => ({ __typename: "Square", side }));
    const found = await find(squares[0], name, squares[1], squares[2]);
    expect(found).toEqual([{ area: 4 }, { is: "Ada" }, null, { area: 9 }]);
    expect(calls).toEqual([
      { type: "Square", given: squares },
      { type: "Name", given: [name] },
    ]);
    expect([...types.values()].sort()).toEqual(["Name", "Square", "Square"]);
  });

  it("takes any of several keys, also ones of objects", async () => {
    const { find } = finder();
    expect(await find({ __typename: "Name", card: { number: "7" } })).toEqual([{ is: "7" }]);
  });

  it.each([
    ["text", "Square"],
    ["null", null],
    ["a list", [{ side: 1 }]],
    ["no type", { side: 1 }],
    ["another type", { __typename: "Circle", side: 1 }],
    ["a name of every object", { __typename: "constructor", side: 1 }],
    ["a type that is no text", { __typename: { toString: "Square" }, side: 1 }],
  ])("says of %s which types there are", async (_, given) => {
    const [error] = await finder().find(given);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({
      code: "BAD_VALUE",
      message: "representations[0]: `__typename` must be one of Square, Name, Broken.",
    });
  });

  it.each([
    [{ __typename: "Square" }, "Square needs `side`"],
    [{ __typename: "Square", side: null }, "Square needs `side`"],
    [{ __typename: "Name", first: "Ada" }, "Name needs `first last` or `card { number }`"],
    [{ __typename: "Name", card: "7" }, "Name needs `first last` or `card { number }`"],
    [{ __typename: "Name", card: {} }, "Name needs `first last` or `card { number }`"],
  ])("says of %j which key it lacks, and finds the others", async (given, what) => {
    const { find } = finder();
    const [other, error] = await find({ __typename: "Square", side: 1 }, given);
    expect(other).toEqual({ area: 1 });
    expect(error).toMatchObject({ message: `representations[1]: ${what}.` });
  });

  it("leaves an object that can't be read an error of its own", async () => {
    const { find, types } = finder();
    const found = await find({ __typename: "Broken", id: 1 }, { __typename: "Broken", id: 2 });
    expect(found).toEqual([new Error("broken"), { id: 2 }]);
    expect(types.size).toBe(1);
  });

  it("has a place for every representation, whatever it is", async () => {
    const known = fc.oneof(
      fc.record({ __typename: fc.constant("Square"), side: fc.integer({ min: -2, max: 9 }) }),
      fc.record({ __typename: fc.constant("Broken"), id: fc.integer({ min: 1, max: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(known, fc.jsonValue())), async (given) => {
        const { find, calls } = finder();
        const found = await find(...given);
        expect(found.length).toBe(given.length);
        expect(Object.keys(found).length).toBe(given.length);
        for (const [i, one] of given.entries()) {
          const { __typename: name, side } = (one ?? {}) as { __typename?: string; side?: number };
          if (name === "Square") expect(found[i]).toEqual(side! < 0 ? null : { area: side! ** 2 });
          else if (name !== "Broken") expect(found[i]).toBeInstanceOf(Error);
        }
        expect(new Set(calls.map(({ type }) => type)).size).toBe(calls.length);
      }),
    );
  });
});
