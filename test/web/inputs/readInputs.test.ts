import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { placesOf } from "../../../web/address/frontierArguments.ts";
import { readInputs } from "../../../web/inputs/readInputs.ts";

const SCHEMA = readFileSync("schema.graphql", "utf8");
const fieldsOf = (schema: string, argument: string) =>
  readInputs(schema).frontier.find(({ name }) => name === argument)!.fields!;

describe("the inputs of the page", () => {
  it("are those of the schema, with their types, descriptions and usual values", () => {
    const on = Object.fromEntries(fieldsOf(SCHEMA, "on").map((field) => [field.name, field]));
    expect(on.batch).toMatchObject({ kind: "text", isRequired: false, isList: false });
    expect(on.kvCacheBits).toMatchObject({ kind: "integer", usual: 16, isRequired: false });
    expect(on.count).toMatchObject({ kind: "integer", isRequired: false, isList: false });
    expect(on.hardware).toMatchObject({ kind: "text", isRequired: true });
    expect(on.precision!.choices!.map(({ name }) => name)).toContain("FP8");
    expect(on.dollarsPerHour!.description).toMatch(/US dollars/);
    const where = Object.fromEntries(fieldsOf(SCHEMA, "where").map((field) => [field.name, field]));
    expect(where.openWeights).toMatchObject({ kind: "truth" });
    expect(where.releasedOn!.fields!.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["from day", "to day"]);
    expect(where.architecture).toMatchObject({ kind: "choice", isList: true });
    expect(readInputs(SCHEMA).groupings.map(({ name }) => name)).toContain("ARCHITECTURE");
  });

  it("have a field and a parameter more when the API has one more", () => {
    const grown = SCHEMA.replace(
      "input DeploymentInput {",
      'input DeploymentInput {\n  """The share of prompts that are cached."""\n  cachedShare: Float = 0.5\n',
    );
    expect(grown).not.toBe(SCHEMA);
    const field = fieldsOf(grown, "on").find(({ name }) => name === "cachedShare");
    expect(field).toMatchObject({ kind: "number", usual: 0.5, description: "The share of prompts that are cached." });
    expect(placesOf(readInputs(grown).frontier).get("on.cachedShare")?.path).toEqual(["on", "cachedShare"]);
  });
});
