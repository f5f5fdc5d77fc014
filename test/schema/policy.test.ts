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

interface Deprecatable {
  name: string;
  deprecationReason?: string | null;
}

/** What is deprecated, as `Type.field`, `Type.field(argument)` or `Enum.VALUE`. */
function deprecated(): { path: string; reason: string }[] {
  const found: { path: string; reason: string }[] = [];
  const look = (path: string, { deprecationReason }: Deprecatable) => {
    if (deprecationReason != null) found.push({ path, reason: deprecationReason });
  };
  for (const type of Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"))) {
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  return found;
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
