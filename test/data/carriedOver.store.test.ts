import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type BundledRun, readBundled } from "../../data/scripts/bundledFormat.ts";
import { DEER, readDeer } from "../../data/scripts/deer.ts";
import { EPOCH, readEpoch } from "../../data/scripts/epoch.ts";
import { FATHOM_R1, readFathomR1 } from "../../data/scripts/fathomR1.ts";
import { FRUGAL_THINKING, readFrugalThinking } from "../../data/scripts/frugalThinking.ts";
import { MATHARENA, readMatharena } from "../../data/scripts/matharena.ts";
import { ML_ENERGY, readMlEnergy } from "../../data/scripts/mlEnergy.ts";
import { NEMO_SKILLS, readNemoSkills } from "../../data/scripts/nemoSkills.ts";
import { PACORE, readPacore } from "../../data/scripts/pacore.ts";
import { priceTable, readPriceRows } from "../../data/scripts/prices.ts";
import { QFFT, readQfft } from "../../data/scripts/qfft.ts";
import { readSglang, SGLANG } from "../../data/scripts/sglang.ts";
import { readTokenEconomy, TOKEN_ECONOMY } from "../../data/scripts/tokenEconomy.ts";

const folder = fileURLToPath(new URL("../../../shared/data", import.meta.url));

const CARRIED = [
  [TOKEN_ECONOMY, readTokenEconomy],
  [EPOCH, readEpoch],
  [MATHARENA, readMatharena],
  [NEMO_SKILLS, readNemoSkills],
  [ML_ENERGY, readMlEnergy],
  [DEER, readDeer],
  [FATHOM_R1, readFathomR1],
  [PACORE, readPacore],
  [FRUGAL_THINKING, readFrugalThinking],
  [QFFT, readQfft],
  [SGLANG, readSglang],
] as const;

describe.skipIf(!existsSync(folder))("the scripts, run again on ../shared/data", () => {
  it.each(CARRIED.map(([source, read]) => [source.lab.slug, source, read] as const))(
    "give the bundled data of %s",
    (lab, source, read) => {
      const bundled = readBundled(lab);
      expect(bundled.source).toEqual(source);
      expect(bundled.runs.map(present)).toEqual(read(folder).map(present));
    },
  );

  it("give the bundled prices", () => {
    expect(priceTable(readPriceRows(folder))).toBe(readFileSync("data/prices.csv", "utf8"));
  });
});

/** A run as JSON has it, its samples without the values that are missing. */
function present(run: BundledRun): unknown {
  const withoutNull = (_: string, value: unknown) => (value === null ? undefined : value);
  return JSON.parse(JSON.stringify(run, withoutNull));
}
