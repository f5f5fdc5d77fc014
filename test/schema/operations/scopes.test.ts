import { readFileSync } from "node:fs";
import { type GraphQLField, isObjectType } from "graphql";
import { describe, expect, it } from "vitest";
import { SCOPES } from "../../../src/access/principal.ts";
import { schema } from "../../../src/schema/schema.ts";

const fields = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field): [string, GraphQLField<unknown, unknown>] => [
      `${type.name}.${field.name}`,
      field,
    ]),
  );
const declared = fields.flatMap(([path, { extensions }]) => {
  const scope = extensions.needs ?? extensions.shownTo;
  return scope === undefined ? [] : [[path, scope] as const];
});

describe("the scope of each operation and field", () => {
  it("is declared for every mutation", () => {
    const mutations = Object.values(schema.getMutationType()!.getFields());
    expect(mutations.filter(({ extensions }) => extensions.needs === undefined).map(({ name }) => name)).toEqual([]);
  });

  it("is enforced where it is declared as needed, and declared where it is enforced", () => {
    const scopesOf = ({ extensions }: GraphQLField<unknown, unknown>) =>
      (extensions.pothosOptions as { authScopes?: unknown } | undefined)?.authScopes;
    for (const [path, field] of fields) {
      const { needs, shownTo } = field.extensions;
      if (needs !== undefined) expect([path, scopesOf(field)]).toEqual([path, { [needs as string]: true }]);
      else if (scopesOf(field) !== undefined) expect([path, shownTo]).toEqual([path, expect.any(String)]);
    }
  });

  it("is one of the scopes", () => {
    expect(declared.filter(([, scope]) => !(SCOPES as readonly unknown[]).includes(scope))).toEqual([]);
  });

  it("is in the table of docs/operations.md, which has no others", () => {
    const text = readFileSync("docs/operations.md", "utf8");
    const rows = [...text.matchAll(/^\| `(\w+\.\w+)` \| `(\w+)` \|/gm)].map(([, path, scope]) => [path, scope]);
    expect(rows).toEqual(declared.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
});
