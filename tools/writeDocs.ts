// Writes the sections of docSections.ts into their documents, and the JSON Schemas of experiments and of task files.
import { readFileSync, writeFileSync } from "node:fs";
import { experimentJsonSchema } from "../src/evaluation/experiment/experimentSchema.ts";
import { taskJsonSchema } from "../src/plugins/benchmarks/tasks/taskFile.ts";
import { SECTIONS, withSections } from "./docSections.ts";

for (const document of Object.keys(SECTIONS)) {
  writeFileSync(document, withSections(document, readFileSync(document, "utf8")));
}
writeFileSync("experiment.schema.json", `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
writeFileSync("task.schema.json", `${JSON.stringify(taskJsonSchema(), null, 2)}\n`);
