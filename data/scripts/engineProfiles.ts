import { writeFileSync } from "node:fs";
import { heldOutGroups, measurementsForFit } from "../../bench/support/heldOut.ts";
import { type Fit, fitProfiles } from "../../bench/support/profileFit.ts";

/**
 * Fits the profiles of engines (`src/compute/serving/engineProfiles.ts`) to all measurements in `data/serving` and of
 * ML.ENERGY, and once more without each group of models, whose errors are then those of models that were not fitted
 * (`data/serving/held-out.json`): node tools/node/run.js data/scripts/engineProfiles.ts
 */
const rows = measurementsForFit();
const rounded = (fit: Fit): Fit =>
  JSON.parse(JSON.stringify(fit, (_, value) => (typeof value === "number" ? Number(value.toPrecision(4)) : value)));

const { profiles, versions } = rounded(fitProfiles(rows.filter(({ fits }) => fits).map(({ row }) => row)));
writeFileSync(
  "src/compute/serving/engineProfiles.ts",
  `// Written by data/scripts/engineProfiles.ts from data/serving and the runs of ML.ENERGY: not by hand.
import type { EngineName, EngineProfile, VersionFactors } from "./engines.ts";

export const PROFILES: Record<EngineName, EngineProfile> = ${JSON.stringify(profiles, null, 2)};

export const VERSIONS: Record<EngineName, Record<string, VersionFactors>> = ${JSON.stringify(versions, null, 2)};
`,
);
console.log("all", rows.length);
const heldOut: Record<string, Fit> = {};
for (const [name, dimensions] of heldOutGroups(rows.map(({ row }) => row))) {
  const others = rows.filter(({ fits, row }) => fits && !dimensions.has(row.dimensions));
  heldOut[name] = rounded(fitProfiles(others.map(({ row }) => row)));
  console.log(name, rows.length - others.length);
}
writeFileSync("data/serving/held-out.json", `${JSON.stringify(heldOut, null, 1)}\n`);
