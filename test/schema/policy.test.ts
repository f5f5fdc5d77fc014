import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../src/schema/schema.ts";

const RELEASES = "docs/releases";
const releases = readdirSync(RELEASES).filter((file) => file.endsWith(".graphql"));
const last = releases.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1)!;

const [unreleased] = /^## Unreleased\n.*?(?=^## \d)/ms.exec(readFileSync("CHANGELOG.md", "utf8")) ?? [""];
const [breaks] = /^### Breaking\n.*?(?=^### |^## |$(?![\s\S]))/ms.exec(unreleased) ?? [""];

/** Everything that can be deprecated, as `Type.field`, `Type.field(argument)` or `Enum.VALUE`. */
function deprecated(): { path: string; reason: string }[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap((type) => {
      if (isEnumType(type)) return type.getValues().map((value) => ({ ...value, path: `${type.name}.${value.name}` }));
      if (isInputObjectType(type)) {
        return Object.values(type.getFields()).map((field) => ({ ...field, path: `${type.name}.${field.name}` }));
      }
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).flatMap((field) => {
        const path = `${type.name}.${field.name}`;
        return [{ ...field, path }, ...field.args.map((arg) => ({ ...arg, path: `${path}(${arg.name})` }))];
      });
    })
    .flatMap(({ path, deprecationReason }) => (deprecationReason == null ? [] : [{ path, reason: deprecationReason }]));
}

describe(`the public schema since ${last}`, () => {
  it("breaks only what the changelog names under Breaking", () => {
    const changes = findBreakingChanges(buildSchema(readFileSync(join(RELEASES, last), "utf8")), schema);
    const unnamed = changes.filter(({ description }) => !breaks.includes(`\`${description.split(" ")[0]}\``));
    expect(unnamed).toEqual([]);
  });

  it("says of everything deprecated what to use instead, since when, and when it goes", () => {
    const wrong = deprecated().filter(
      ({ reason }) => !/^Use `\w+`.*\. Deprecated on \d{4}-\d\d-\d\d, to be removed in \d+\.\d+\.$/.test(reason),
    );
    expect(wrong).toEqual([]);
  });

  it("has everything deprecated in the changelog", () => {
    const changelog = readFileSync("CHANGELOG.md", "utf8");
    expect(deprecated().filter(({ path }) => !changelog.includes(`\`${path}\``))).toEqual([]);
  });
});
