import { readFileSync } from "node:fs";
import { factorsOf, withFactors } from "../../src/compute/serving/engines.ts";
import { type Measured, ofThroughput, ofTime, timeOf } from "./measured.ts";
import type { Fit } from "./profileFit.ts";
import { readMlEnergy, readSilicon, readThroughputs } from "./servingMeasurements.ts";

export interface ForFit {
  row: Measured;
  /** Whether it is fitted to; all others are only compared with. */
  fits: boolean;
  /** Why it is not fitted to. */
  apart: "drafts" | "wide" | "unexplained" | null;
}

/** All measurements. Those that something unstated decided are set apart. */
export function measurementsForFit(): ForFit[] {
  const silicon = readSilicon();
  return [
    ...silicon.map((one) => {
      const apart = one.drafts
        ? ("drafts" as const)
        : one.target.split.attention > 8
          ? ("wide" as const)
          : one.unexplained
            ? ("unexplained" as const)
            : null;
      return { row: ofTime("silicon", one), apart, fits: apart === null };
    }),
    ...readMlEnergy().map((one) => {
      const apart = one.unexplained ? ("unexplained" as const) : null;
      return { row: ofTime("ml-energy", one), apart, fits: apart === null };
    }),
    ...readThroughputs().map((one) => ({ row: ofThroughput(one), apart: null, fits: true })),
  ];
}

/** The models, by groups that are held out together: those of equal dimensions. */
export function heldOutGroups(rows: readonly Measured[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { source, model, dimensions } of rows) {
    if (source === "ml-energy") continue;
    const group = [...groups].find(([, known]) => known.has(dimensions))?.[0] ?? model;
    groups.set(group, (groups.get(group) ?? new Set()).add(dimensions));
  }
  return groups;
}

/** The estimate of a row by profiles. */
export function estimateBy({ profiles, versions }: Fit, row: Measured): number {
  const { engine, version } = row.target;
  const factors = version === null ? { all: 1, overhead: 1, answer: 1 } : factorsOf(versions[engine], version);
  return timeOf(row, withFactors(profiles[engine], factors));
}

/** The profiles that were fitted without each group of models, by the group's first model. */
export function readHeldOut(): Record<string, Fit> {
  return JSON.parse(readFileSync("data/serving/held-out.json", "utf8"));
}
