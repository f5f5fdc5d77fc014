// Writes the sections of docSections.ts into their documents, and the JSON Schema of experiments.
import { readFileSync, writeFileSync } from "node:fs";
import { experimentJsonSchema } from "../src/evaluation/experiment/experimentSchema.ts";
import { SECTIONS, withSections } from "./docSections.ts";

for (const document of Object.keys(SECTIONS)) {
  writeFileSync(document, withSections(document, readFileSync(document, "utf8")));
}
writeFileSync("experiment.schema.json", `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
