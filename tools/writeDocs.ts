// Writes the sections of docSections.ts into their documents.
import { readFileSync, writeFileSync } from "node:fs";
import { SECTIONS, withSections } from "./docSections.ts";

for (const document of Object.keys(SECTIONS)) {
  writeFileSync(document, withSections(document, readFileSync(document, "utf8")));
}
