import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { experimentJsonSchema } from "../../../src/evaluation/experiment/experimentSchema.ts";
import { RUN_PARAMETERS } from "../../../src/evaluation/plan/runParameters.ts";

const schema = experimentJsonSchema() as any;

it("is published as it is in the code (npm run docs writes it)", () => {
  const published = readFileSync(new URL("../../../experiment.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(schema)));
});

it("has every parameter of a run, each with its description", () => {
  const model = schema.properties.models.items.anyOf[1];
  for (const name of Object.keys(RUN_PARAMETERS)) {
    if (name === "benchmarks") continue;
    expect(model.properties[name]?.description, name).toBeTruthy();
    if (name !== "model") expect(schema.properties[name]?.description, name).toBeTruthy();
  }
  expect(model.additionalProperties).toBe(false);
  expect(model.required).toEqual(["model"]);
});
