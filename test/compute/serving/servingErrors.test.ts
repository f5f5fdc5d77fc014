import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readMeasuredEnergy } from "../../../bench/support/energyFit.ts";
import { measurementsForFit, readHeldOut } from "../../../bench/support/heldOut.ts";
import { errorTables, heldOutErrors, summary } from "../../../bench/support/heldOutErrors.ts";
import { CELLS, ENERGY_FACTORS } from "../../../src/compute/serving/estimateErrors.ts";
import { POWER } from "../../../src/compute/serving/power.ts";

const held = heldOutErrors();
const clean = held.filter(({ apart }) => apart === null);

describe("estimates of models that were left out of the fit", () => {
  it("have the errors that docs/deployment.md shows", () => {
    expect(readFileSync("docs/deployment.md", "utf8")).toContain(errorTables());
  });

  it("are of every model but those of ML.ENERGY alone, none of whose dimensions its fit has", () => {
    const groups = new Map(held.map(({ group, row }) => [group, row.dimensions]));
    expect([...groups.keys()].sort()).toEqual(Object.keys(readHeldOut()).sort());
    expect(held.length).toBeGreaterThan(2500);
    expect(measurementsForFit().filter(({ fits, apart }) => fits !== (apart === null))).toEqual([]);
  });

  it.each(["VLLM", "SGLANG", "TENSORRT_LLM"])("are near the measurements of %s", (engine) => {
    const rows = clean.filter(({ row }) => row.target.engine === engine);
    const { mean, median, geometricMean } = summary(rows.map(({ quotient }) => quotient));
    expect(mean).toBeLessThan(18);
    expect(median).toBeLessThan(13);
    expect(geometricMean).toBeGreaterThan(0.9);
    expect(geometricMean).toBeLessThan(1.1);
  });

  it("have intervals that hold 80 to 97 % of what was measured", () => {
    const inside = clean.filter(({ row, quotient }) => {
      const kind = row.architecture.layers.some(({ feedForward }) => feedForward?.kind === "experts");
      const cell = `${row.target.engine} ${row.target.accelerator.slug} ${kind ? "experts" : "dense"}`;
      const { factors } = CELLS[cell] ?? CELLS[cell.replace(` ${row.target.accelerator.slug}`, "")]!;
      return 1 / quotient >= factors[0] && 1 / quotient <= factors[1];
    });
    expect(inside.length / clean.length).toBeGreaterThan(0.8);
    expect(inside.length / clean.length).toBeLessThan(0.97);
  });
});

describe("the estimated energy of a token", () => {
  it("is off by the factors that its interval takes, on the models that the power was not fitted to", () => {
    const test = readMeasuredEnergy().filter(({ half }) => half === "test");
    const inside = test.filter(({ quotient }) => {
      const measuredOver = 1 / quotient(POWER);
      return measuredOver >= ENERGY_FACTORS[0] && measuredOver <= ENERGY_FACTORS[1];
    });
    expect(inside.length / test.length).toBeGreaterThan(0.9);
    expect(summary(test.map(({ quotient }) => quotient(POWER))).mean).toBeLessThan(16);
  });
});
