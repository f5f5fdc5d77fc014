import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse as parseCsv } from "csv-parse/sync";
import { type DefinitionNode, extendSchema, Kind, type ObjectTypeDefinitionNode, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { schema } from "../../src/schema/schema.ts";
import { faultsOf } from "./commandLines.ts";
import { BLOCKS, type Block, blocksIn } from "./documents.ts";

/** The languages of blocks, and what checks them. Blocks of `text` are what programs print, or forms. */
const CHECKED = {
  here: ["sh", "graphql", "json", "jsonl", "ndjson", "yaml", "csv", "nginx", "text"],
  "test/documents/scripts.store.test.ts": ["ts", "js"],
  "test/clusters.store.test.ts": ["bash"],
};

const places = (blocks: Block[]) => blocks.map((block) => [block.place, block] as const);

it("every block of code has a language that something checks", () => {
  const known = Object.values(CHECKED).flat();
  expect(BLOCKS.filter(({ language }) => !known.includes(language)).map(({ place }) => place)).toEqual([]);
  expect(BLOCKS.length).toBeGreaterThan(80);
});

describe("the command lines of", () => {
  it.each(places(blocksIn("sh")))("%s name commands, flags and files that there are", async (_, { code }) => {
    expect(await faultsOf(code)).toEqual([]);
  });

  it.each([
    ["paretograph frontir gsm8k", 'no command "frontir"'],
    ["paretograph frontier gsm8k --beauty 1", "unknown option '--beauty'"],
    ["FOO=1 npx paretograph worker --gpus", "argument missing"],
    ["npm run paretograph -- token list --x", "unknown option"],
    ["npm run nothing && npm test", '"nothing"'],
    ["node tools/none.js > out.txt", "no file"],
    ["ls | parego run", '"ls"'],
  ])("a document would be refused that said: %s", async (line, fault) => {
    expect((await faultsOf(line)).join("\n")).toContain(fault);
  });
});

describe("GraphQL", () => {
  /** The API beside the subgraph of examples/subgraph, as a gateway shows them. */
  const joined = extendSchema(schema, {
    kind: Kind.DOCUMENT,
    definitions: parse(/const sdl = `([^`]*)`/.exec(readFileSync("examples/subgraph/subgraph.js", "utf8"))![1]!)
      .definitions.filter(
        (definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
      )
      .map(asExtension),
  });

  it.each(places(blocksIn("graphql")))("%s is valid", (_, { code }) => {
    expect(validate(joined, parse(code)).map(({ message }) => message)).toEqual([]);
  });
});

/** The fields of a type that the API does not have. */
function asExtension({ name, fields = [] }: ObjectTypeDefinitionNode): DefinitionNode {
  const own = schema.getType(name.value) as unknown as { getFields(): object };
  const others = fields.filter((field) => !(field.name.value in own.getFields()));
  return { kind: Kind.OBJECT_TYPE_EXTENSION, name, fields: others };
}

describe("data", () => {
  it.each(places(blocksIn("json")))("%s is JSON", (_, { code, schema: name }) => {
    expect(faultsOfValue(JSON.parse(code), name)).toEqual([]);
  });
  it.each(places(blocksIn("jsonl", "ndjson")))("%s is lines of JSON", (_, { code, schema: name }) => {
    for (const line of code.split("\n")) expect(faultsOfValue(JSON.parse(line), name)).toEqual([]);
  });
  it.each(places(blocksIn("yaml")))("%s is YAML", (_, { code, schema: name }) => {
    const [, named] = /^# yaml-language-server: \$schema=\S*?([\w-]+)\.schema\.json$/m.exec(code) ?? [];
    expect(faultsOfValue(parseYaml(code), name ?? named)).toEqual([]);
  });
  it.each(places(blocksIn("csv")))("%s is a table", (_, { code }) => {
    expect(parseCsv(code, { columns: true }).length).toBeGreaterThan(0);
  });
  it.each(places(blocksIn("nginx")))("%s has as many braces that close as open", (_, { code }) => {
    expect(code.split("{").length).toBe(code.split("}").length);
  });

  it("that keeps to a schema is not taken with a field that it does not have", () => {
    const { code } = blocksIn("yaml").find(({ schema: name }) => name === "import-mapping")!;
    expect(faultsOfValue({ ...parseYaml(code), colour: "red" }, "import-mapping")).toHaveLength(1);
  });
});

/** Where a value breaks a schema of this repository: `task` is that of `task.schema.json`. */
function faultsOfValue(value: unknown, name: string | undefined): unknown[] {
  if (name === undefined) return [];
  const checker = new Ajv2020({ strict: false, logger: false });
  checker.validate(JSON.parse(readFileSync(`${name}.schema.json`, "utf8")), value);
  return checker.errors ?? [];
}
