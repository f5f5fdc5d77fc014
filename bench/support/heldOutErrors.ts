import { architectureKind } from "../../src/compute/architecture/architectureKind.ts";
import { estimateBy, type ForFit, heldOutGroups, measurementsForFit, readHeldOut } from "./heldOut.ts";
import type { Fit } from "./profileFit.ts";

/** A measurement and its estimate by profiles that were fitted without its model. */
export interface HeldOut extends ForFit {
  /** The group of models that was left out of the fit. */
  group: string;
  /** Estimated over measured time per output token. */
  quotient: number;
}

/** The errors of all measurements of models that were held out. */
export function heldOutErrors(fits: Record<string, Fit> = readHeldOut()): HeldOut[] {
  const all = measurementsForFit();
  const groups = [...heldOutGroups(all.map(({ row }) => row))];
  return all.flatMap((one) => {
    const group = groups.find(([, dimensions]) => dimensions.has(one.row.dimensions))?.[0];
    return group === undefined
      ? []
      : [{ ...one, group, quotient: estimateBy(fits[group]!, one.row) / one.row.timePerToken }];
  });
}

/** Mean and median of |estimate / measurement − 1| in percent, and the geometric mean of the quotients. */
export function summary(quotients: readonly number[]) {
  const errors = quotients.map((quotient) => 100 * Math.abs(quotient - 1)).sort((a, b) => a - b);
  const middle = errors.length / 2;
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    rows: errors.length,
    mean: total(errors) / errors.length,
    median: (errors[Math.ceil(middle) - 1]! + errors[Math.floor(middle)]!) / 2,
    geometricMean: Math.exp(total(quotients.map(Math.log)) / quotients.length),
  };
}

/** What each table is by; an empty text leaves a row out. */
export const TABLES: readonly [name: string, keyOf: (one: HeldOut) => string][] = [
  ["engine", ({ row }) => `${row.target.engine}, ${SOURCES[row.source]}`],
  ["card", ({ row }) => `${row.target.engine}, ${row.target.accelerator.slug}`],
  ["model", ({ row, group }) => `${row.target.engine}, ${group}`],
  ["regime", (one) => `${one.row.target.engine}, ${regimeOf(one)}`],
];

const SOURCES = { silicon: "silicon sample", "ml-energy": "ML.ENERGY", throughput: "best throughput" };

/** Whether a measurement is one of a mixture of experts. */
export const isOfExperts = ({ row }: HeldOut) => architectureKind(row.architecture).endsWith("MOE");

function regimeOf(one: HeldOut): string {
  const { promptTokens, outputTokens, target } = one.row;
  const kind = isOfExperts(one) ? "mixture of experts" : "dense";
  if (promptTokens >= 15_000) return `${kind}, long context`;
  if (one.row.source !== "throughput" && target.batch <= 4) return `${kind}, batch up to 4`;
  if (promptTokens >= 4 * outputTokens) return `${kind}, prefill-heavy`;
  return outputTokens >= 4 * promptTokens ? `${kind}, decode-heavy` : `${kind}, balanced`;
}

/** The tables of errors as docs/deployment.md shows them. */
export function errorTables(): string {
  const all = heldOutErrors();
  const clean = all.filter(({ apart }) => apart === null);
  const tables = [...TABLES, ["engine, model, card", cellOf] as const].map(([name, keyOf]) =>
    table(name, clean, keyOf),
  );
  const apart = table(
    "set apart",
    all.filter((one) => one.apart !== null),
    (one) => `${one.apart}, ${one.row.target.engine}`,
  );
  return [...tables, apart].join("\n\n");
}

const cellOf = ({ row, group }: HeldOut) =>
  `${row.target.engine}, ${group}, ${row.target.accelerator.slug} ${row.target.precision}`;

function table(name: string, rows: readonly HeldOut[], keyOf: (one: HeldOut) => string): string {
  const lines = [...Map.groupBy(rows, keyOf)]
    .filter(([key]) => key !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, found]) => {
      const { rows: count, mean, median, geometricMean } = summary(found.map(({ quotient }) => quotient));
      return `| ${key} | ${count} | ${mean.toFixed(1)} | ${median.toFixed(1)} | ${geometricMean.toFixed(2)} |`;
    });
  return [`| by ${name} | rows | mean error, % | median, % | geometric mean |`, "|---|---|---|---|---|", ...lines].join(
    "\n",
  );
}
