import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bundledFiles, resultsFolder } from "../../data/scripts/bundledFormat.ts";
import deer, { DEER } from "../../data/scripts/deer.ts";
import epoch, { EPOCH } from "../../data/scripts/epoch.ts";
import fathomR1, { FATHOM_R1 } from "../../data/scripts/fathomR1.ts";
import frugalThinking, { FRUGAL_THINKING } from "../../data/scripts/frugalThinking.ts";
import matharena, { MATHARENA } from "../../data/scripts/matharena.ts";
import mipOverthinking, { MIP_OVERTHINKING } from "../../data/scripts/mipOverthinking.ts";
import mlEnergy, { ML_ENERGY } from "../../data/scripts/mlEnergy.ts";
import nemoSkills, { NEMO_SKILLS } from "../../data/scripts/nemoSkills.ts";
import pacore, { PACORE } from "../../data/scripts/pacore.ts";
import { priceTable, readPriceRows } from "../../data/scripts/prices.ts";
import qfft, { QFFT } from "../../data/scripts/qfft.ts";
import sglang, { SGLANG } from "../../data/scripts/sglang.ts";
import { readSource } from "../../data/scripts/sourceImporter.ts";
import tokenEconomy, { TOKEN_ECONOMY } from "../../data/scripts/tokenEconomy.ts";
import zeroeval, { ZEROEVAL } from "../../data/scripts/zeroeval.ts";

const folder = fileURLToPath(new URL("../../../shared/data", import.meta.url));

const CARRIED = [
  [TOKEN_ECONOMY, tokenEconomy],
  [EPOCH, epoch],
  [MATHARENA, matharena],
  [NEMO_SKILLS, nemoSkills],
  [ML_ENERGY, mlEnergy],
  [DEER, deer],
  [FATHOM_R1, fathomR1],
  [PACORE, pacore],
  [FRUGAL_THINKING, frugalThinking],
  [QFFT, qfft],
  [SGLANG, sglang],
  [MIP_OVERTHINKING, mipOverthinking],
  [ZEROEVAL, zeroeval],
] as const;

/** Those that count tokens, with a package of its own. */
const COUNTING: readonly object[] = [MIP_OVERTHINKING, ZEROEVAL];
const TOKENIZER = "data/scripts/tokens/node_modules";

/** Rows of sources that are no results here, each with the reason. */
const LEFT_OUT: Record<string, number> = { deer: 77, "frugal-thinking": 6, "nemo-skills": 1, qfft: 18 };

describe.skipIf(!existsSync(folder))("the scripts, run again on ../shared/data", () => {
  it.for(CARRIED.map(([source, importer]) => [source.lab.slug, source, importer] as const))(
    "give the bundled data of %s",
    { timeout: 120_000 },
    async ([lab, source, importer], { skip }) => {
      if (COUNTING.includes(source) && !existsSync(TOKENIZER)) skip(`install the tokenizer in ${TOKENIZER}`);
      const { runs, leftOut } = await readSource(source, importer, folder);
      expect(leftOut).toHaveLength(LEFT_OUT[lab] ?? 0);
      for (const [name, text] of bundledFiles(source, runs)) {
        const bytes = readFileSync(join(resultsFolder(lab), name));
        expect((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"), name).toBe(text);
      }
    },
  );

  it("give the bundled prices", () => {
    expect(priceTable(readPriceRows(folder))).toBe(readFileSync("data/prices.csv", "utf8"));
  });
});
