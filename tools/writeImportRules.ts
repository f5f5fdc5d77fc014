// Writes the import rules of `rooms.ts` into biome.json.
import { readFileSync, writeFileSync } from "node:fs";
import { withImportRules } from "./rooms.ts";

writeFileSync("biome.json", withImportRules(readFileSync("biome.json", "utf8")));
