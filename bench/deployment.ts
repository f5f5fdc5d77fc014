import { type ParseArgsConfig, parseArgs } from "node:util";
import { comparePython } from "./support/aiconfigurator.ts";
import { fitPower, readMeasuredEnergy } from "./support/energyFit.ts";
import { type HeldOut, heldOutErrors, summary, TABLES } from "./support/heldOutErrors.ts";
import { noiseFloors } from "./support/noiseFloor.ts";
import { report } from "./support/report.ts";

const options = {
  /** A Python with aiconfigurator (PyPI), which then estimates the same measurements. */
  python: { type: "string" },
  /** How many measurements it estimates. */
  compared: { type: "string", default: "200" },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });

const held = heldOutErrors();
const clean = held.filter(({ apart }) => apart === null);
const shown = (rows: readonly HeldOut[]) => shownSummary(rows.map(({ quotient }) => quotient));

for (const [name, keyOf] of TABLES) {
  const rows = sorted(Map.groupBy(clean, keyOf)).map(([of, group]) => ({ of, ...shown(group) }));
  report(`Time per output token of models that were left out of the fit, by ${name}`, rows);
}
const apart = sorted(Map.groupBy(held, (one) => (one.apart ? `${one.apart}, ${one.row.target.engine}` : "")));
report(
  "Set apart, since something unstated decided them",
  apart.filter(([of]) => of !== "").map(([of, group]) => ({ of, ...shown(group) })),
);
report("How far measurements are from each other that agree in all but what is named", noiseFloors());
const energy = readMeasuredEnergy();
const power = fitPower(energy.filter(({ half }) => half === "train"));
report(
  "J a token, with the power fitted to half of the models",
  sorted(Map.groupBy(energy, ({ half }) => half)).map(([of, group]) => ({
    of,
    ...shownSummary(group.map(({ quotient }) => quotient(power))),
  })),
);
if (values.python) {
  const beside = comparePython(values.python, clean, Number(values.compared));
  report("Beside aiconfigurator, on the rows that both answer", beside);
}

function shownSummary(quotients: readonly number[]): Record<string, string | number> {
  const { rows, mean, median, geometricMean } = summary(quotients);
  return { rows, "mean %": mean.toFixed(1), "median %": median.toFixed(1), "geometric mean": geometricMean.toFixed(2) };
}

function sorted<T>(groups: Map<string, T>): [string, T][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
