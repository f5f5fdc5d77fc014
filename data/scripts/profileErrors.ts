import { readFileSync, writeFileSync } from "node:fs";
import { fitPower, readMeasuredEnergy } from "../../bench/support/energyFit.ts";
import { errorTables, heldOutErrors, isOfExperts, summary } from "../../bench/support/heldOutErrors.ts";
import { readSilicon } from "../../bench/support/servingMeasurements.ts";

/**
 * Writes the errors of estimates for models that were held out, the shares of power, and the measured times that are used
 * instead of estimates. It follows data/scripts/engineProfiles.ts: node tools/node/run.js data/scripts/profileErrors.ts
 */
const FEWEST_ROWS = 40;
/** What is off for one model alone says little of another one. */
const FEWEST_MODELS = 2;
const round = (value: number) => Number(value.toPrecision(3));

/** Alike in both directions: a model that was left out is too slow or too fast by chance of what was measured. */
function factorsOf(quotients: readonly number[]): [number, number] {
  const distances = quotients.map((quotient) => Math.abs(Math.log(quotient))).sort((a, b) => a - b);
  const factor = Math.exp(distances[Math.floor(0.95 * (distances.length - 1))]!);
  return [round(1 / factor), round(factor)];
}

const held = heldOutErrors().filter(({ apart }) => apart === null);
const cells = held.flatMap((one) => {
  const { engine, accelerator } = one.row.target;
  const kind = isOfExperts(one) ? "experts" : "dense";
  const { group, quotient } = one;
  return [`${engine} ${kind}`, `${engine} ${accelerator.slug} ${kind}`].map((cell) => ({ cell, group, quotient }));
});
const errors = [...Map.groupBy(cells, ({ cell }) => cell)]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .filter(([cell, rows]) => {
    const models = new Set(rows.map(({ group }) => group)).size;
    return cell.split(" ").length === 2 || (rows.length >= FEWEST_ROWS && models >= FEWEST_MODELS);
  })
  .map(([cell, rows]) => {
    const quotients = rows.map(({ quotient }) => quotient);
    const { mean, median } = summary(quotients);
    return [
      cell,
      { rows: rows.length, mean: round(mean / 100), median: round(median / 100), factors: factorsOf(quotients) },
    ];
  });

const energy = readMeasuredEnergy();
const power = fitPower(energy.filter(({ half }) => half === "train"));
const test = energy.filter(({ half }) => half === "test").map(({ quotient }) => quotient(power));
console.log("J a token, test half:", summary(test));
const shares = Object.fromEntries(Object.entries(power).map(([name, value]) => [name, round(value)]));
writeFileSync(
  "src/compute/serving/profileErrors.ts",
  `// Written by data/scripts/profileErrors.ts: not by hand.
import type { CellError, ErrorFactors } from "./estimateErrors.ts";
import type { PowerShares } from "./power.ts";

export const ERRORS: Record<string, CellError> = ${JSON.stringify(Object.fromEntries(errors), null, 2)};

export const ENERGY_FACTORS: ErrorFactors = ${JSON.stringify(factorsOf(test))};

export const POWER_SHARES: PowerShares = ${JSON.stringify(shares)};
`,
);

const columns =
  "dimensions,accelerator,precision,engine,version,tensor,attention,expert,batch,prompt_tokens,output_tokens,seconds_per_token,measured_on";
const lines = readSilicon()
  .filter(({ drafts, unexplained, target }) => !drafts && !unexplained && target.split.attention <= 8)
  .map(({ dimensions, target, promptTokens, outputTokens, timePerToken, measuredOn }) => {
    const { accelerator, precision, engine, version, split, batch } = target;
    const of = [
      dimensions,
      accelerator.slug,
      precision,
      engine,
      version ?? "",
      split.tensor,
      split.attention,
      split.expert,
    ];
    return [...of, batch, promptTokens, outputTokens, timePerToken.toPrecision(6), measuredOn].join(",");
  })
  .sort();
writeFileSync("data/serving/measured-times.csv", `${[columns, ...new Set(lines)].join("\n")}\n`);

const [before, after] = ["<!-- errors of held-out models -->", "<!-- end of errors -->"];
const text = readFileSync("docs/deployment.md", "utf8");
const [start, rest] = text.split(before);
const end = rest!.split(after)[1];
writeFileSync("docs/deployment.md", `${start}${before}\n\n${errorTables()}\n\n${after}${end}`);
