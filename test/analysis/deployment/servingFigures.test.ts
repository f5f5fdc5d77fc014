import { describe, expect, it } from "vitest";
import { readServingFigures } from "../../../src/analysis/deployment/servingFigures.ts";
import { type DeploymentPlan, requireDeployment } from "../../../src/analysis/request/deploymentPlan.ts";
import type { Database } from "../../../src/store/database/database.ts";

interface Served {
  modelId: number;
  benchmarkId: number;
  deployment: Record<string, unknown> | null;
  batch: number;
  outputTokens: number | null;
  lab: string;
  energy: number | null;
  latency: number | null;
  throughput: number | null;
}
const served = (batch: number, more: Partial<Served> = {}): Served => ({
  ...{ modelId: 1, benchmarkId: 1, deployment: { precision: "bfloat16", maxNumSeqs: batch }, batch },
  ...{ outputTokens: 1_000, lab: "lab-a", energy: 8 / batch, latency: 0.01 * batch, throughput: 100 * batch },
  ...more,
});

/** Figures for answers of `length` tokens at a batch, from runs in a database that holds these rows. */
async function figuresAt(
  batch: number,
  rows: Served[],
  { length = 1_000, model = 1, precision = null as "FP8" | null } = {},
) {
  const asked: unknown[] = [];
  const database = {
    rows: async (_: string, values: unknown[]) => {
      asked.push(values);
      return rows.map((row) => [
        ...[row.modelId, row.benchmarkId, row.deployment, row.batch, row.outputTokens, row.lab, "vllm 0.11"],
        ...[row.energy, row.latency, row.throughput],
      ]);
    },
  } as unknown as Database;
  const plan: DeploymentPlan = { ...requireDeployment({ hardware: "H100-SXM", count: 2, batch }), precision };
  const figuresOf = await readServingFigures(database, plan);
  expect(asked).toEqual([["H100-SXM", 2]]);
  return figuresOf(model, length, batch);
}

describe("measured figures of serving", () => {
  it("are those of a batch that was measured", async () => {
    expect(await figuresAt(4, [served(16), served(4)])).toEqual({
      ...{ energyPerToken: 2, interTokenLatency: 0.04, throughput: 400 },
      from: "measured a token by lab-a in vllm 0.11 at this batch",
    });
  });

  it("are interpolated in logarithms between the nearest batches", async () => {
    // 8 is halfway between 4 and 16 in logarithms; 2 and 64 are farther.
    const rows = [
      served(2),
      served(4, { energy: 9, latency: 0.02 }),
      served(16, { energy: 4, latency: 0.08 }),
      served(64),
    ];
    const { energyPerToken, interTokenLatency, throughput } = (await figuresAt(8, rows))!;
    expect(energyPerToken).toBeCloseTo(6, 12);
    expect(interTokenLatency).toBeCloseTo(0.04, 12);
    expect(throughput).toBeCloseTo(800, 9);
    // A quarter of the way: 9 · (4 / 9)^(1/4).
    const nearer = (await figuresAt(5, [rows[1]!, served(4 * 1.25 ** 4, { energy: 4 })]))!;
    expect(nearer.energyPerToken).toBeCloseTo(9 * (4 / 9) ** 0.25, 12);
  });

  it("hold for a batch up to a twentieth beyond those that were measured", async () => {
    expect((await figuresAt(20, [served(21), served(40)]))!.throughput).toBe(2_100);
    expect((await figuresAt(21, [served(10), served(20)]))!.throughput).toBe(2_000);
    expect(await figuresAt(19, [served(21), served(40)])).toBeNull();
    expect(await figuresAt(22, [served(10), served(20)])).toBeNull();
    expect(await figuresAt(20, [served(21.1)])).toBeNull();
    expect(await figuresAt(21, [served(19.9)])).toBeNull();
  });

  it("lack a figure that one of the two batches lacks", async () => {
    const rows = [served(4, { energy: null }), served(16, { latency: 0 })];
    // A batch that was measured itself needs no other.
    expect(await figuresAt(4, [served(4), served(16, { energy: null })])).toMatchObject({ energyPerToken: 2 });
    expect(await figuresAt(16, [served(4, { energy: null }), served(16)])).toMatchObject({ energyPerToken: 0.5 });
    expect(await figuresAt(8, rows)).toMatchObject({ energyPerToken: null, interTokenLatency: null, throughput: 800 });
  });

  it("come from the series whose answers are nearest in length", async () => {
    const short = served(4, { benchmarkId: 1, outputTokens: 500, energy: 1 });
    const long = served(4, { benchmarkId: 2, outputTokens: 4_000, energy: 2, lab: "lab-b" });
    const unknown = served(4, { benchmarkId: 3, outputTokens: null, energy: 0.5 });
    // The middle of 500 and 4,000 in logarithms is 1,414; distances are whole doublings.
    expect(await figuresAt(4, [unknown, long, short], { length: 700 })).toMatchObject({ energyPerToken: 1 });
    expect(await figuresAt(4, [short, unknown, long], { length: 3_000 })).toMatchObject({
      energyPerToken: 2,
      from: "measured a token by lab-b in vllm 0.11 at this batch",
    });
    expect(await figuresAt(4, [unknown])).toMatchObject({ energyPerToken: 0.5 });
    // The length of a series is the mean over its batches: 500 here.
    const mixed = [served(4, { outputTokens: 400, energy: 1 }), served(16, { outputTokens: 600 })];
    const longer = served(4, { benchmarkId: 2, outputTokens: 900, energy: 2 });
    expect(await figuresAt(4, [longer, ...mixed], { length: 500 })).toMatchObject({ energyPerToken: 1 });
  });

  it("come from the way to split the model that needs the least energy, among equal lengths", async () => {
    const split = (tensorParallel: number, energy: number | null) =>
      served(4, { deployment: { precision: "bfloat16", tensorParallel }, energy });
    expect(await figuresAt(4, [split(1, null), split(2, 3), split(4, 2)])).toMatchObject({ energyPerToken: 2 });
    expect(await figuresAt(4, [split(4, 2), split(2, 3), split(1, null)])).toMatchObject({ energyPerToken: 2 });
  });

  it("are of one series for configurations that differ in their batch alone", async () => {
    const other = (batch: number) => served(batch, { deployment: { precision: "bfloat16", tensorParallel: 2 } });
    // Neither series reaches the batch between the two.
    expect(await figuresAt(8, [served(4), other(16)])).toBeNull();
    expect(await figuresAt(8, [served(4), served(16, { benchmarkId: 2 })])).toBeNull();
    expect(await figuresAt(8, [served(4), served(16)])).not.toBeNull();
  });

  it("are of the model asked, in the precision asked", async () => {
    const rows = [served(4), served(4, { modelId: 2, deployment: { precision: "fp8" }, energy: 5 })];
    expect(await figuresAt(4, rows, { model: 2 })).toMatchObject({ energyPerToken: 5 });
    expect(await figuresAt(4, rows, { model: 3 })).toBeNull();
    expect(await figuresAt(4, rows, { model: 2, precision: "FP8" })).toMatchObject({ energyPerToken: 5 });
    expect(await figuresAt(4, rows, { model: 1, precision: "FP8" })).toBeNull();
    expect(await figuresAt(4, [served(4, { deployment: null })])).toMatchObject({ energyPerToken: 2 });
  });
});
